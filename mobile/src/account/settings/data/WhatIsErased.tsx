import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/ui/Button";
import { Card, List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";

/** Before anything is asked for: what goes with an account, and what stays without a name. */
export function WhatIsErased({ onErase }: { onErase: () => void }) {
  const { t } = useLingui();
  return (
    <>
      <Words as="heading">
        <Trans>Borrar mi cuenta</Trans>
      </Words>
      <Words>
        <Trans>No se puede deshacer. Antes, guarde una copia de sus datos.</Trans>
      </Words>
      <Words as="strong">
        <Trans>Se borra</Trans>
      </Words>
      <List label={t`Se borra`}>
        <Row icon="cross" title={t`Su número y su cuenta`} note={t`En todos los celulares.`} />
        <Row icon="cross" title={t`Las personas de su lista`} note={t`Con sus nombres y documentos.`} />
        <Row icon="cross" title={t`Sus vínculos`} note={t`Si vuelve, tendrá que pedirlos otra vez.`} />
        <Row
          icon="cross"
          title={t`Sus visitas por venir`}
          note={t`Se cancelan, y otra familia usa el cupo.`}
        />
        <Row icon="cross" title={t`Sus avisos`} />
      </List>
      <Words as="strong">
        <Trans>Queda, sin nombres</Trans>
      </Words>
      <List label={t`Queda, sin nombres`}>
        <Row icon="check" title={t`Cuántas visitas hubo`} note={t`Como números, no se sabe de quién.`} />
        <Row
          icon="check"
          title={t`El registro de lo que se hizo`}
          note={t`Con claves en lugar de nombres.`}
        />
      </List>
      <Card>
        <Words>
          <Trans>
            Si la oficina tomó una decisión sobre una persona, por ejemplo una protección, esa decisión no es
            de su cuenta y queda en la oficina.
          </Trans>
        </Words>
      </Card>
      <Button look="danger" onPress={onErase}>
        <Trans>Quiero borrar mi cuenta</Trans>
      </Button>
    </>
  );
}
