import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { useAct } from "@/data/acts";
import { InviteHelper as Document } from "@/data/gen/documents";
import { moment } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";

type Invitation = { helperCode: string; expiresAt: string };

/** A code to tell to whoever shall help: what they will see and what not, and how long it holds. It is kept nowhere. */
export function InviteHelper() {
  const act = useAct(Document);
  const [invitation, setInvitation] = useState<Invitation>();
  const invite = async () => {
    const done = await act.run({});
    if (done) setInvitation(done);
  };
  return (
    <>
      <Words>
        <Trans>
          Quien le ayude verá los avisos de sus visitas: qué día son, si cambian y si se cancelan.
        </Trans>
      </Words>
      <Words>
        <Trans>
          No verá su pase, sus datos, los de su familia ni su dinero. No puede reservar ni cancelar por usted.
        </Trans>
      </Words>
      {invitation ? <Code invitation={invitation} /> : null}
      <Outcome of={act} />
      <Button look={invitation ? "quiet" : "main"} icon="plus" busy={act.busy} onPress={() => void invite()}>
        {invitation ? <Trans>Pedir otro código</Trans> : <Trans>Invitar a alguien</Trans>}
      </Button>
    </>
  );
}

function Code({ invitation: { helperCode, expiresAt } }: { invitation: Invitation }) {
  const { t } = useLingui();
  const until = moment(expiresAt);
  const spelled = [...helperCode].map((sign) => (sign === "-" ? t`guion` : sign)).join(", ");
  return (
    <Card label={t`Código para quien le ayuda`}>
      <Words as="small">
        <Trans>Código para quien le ayuda</Trans>
      </Words>
      <View role="img" accessible aria-label={t`Código: ${spelled}`}>
        <Words as="huge" centred selectable>
          {helperCode}
        </Words>
      </View>
      <Words as="small" centred>
        <Trans>Sirve una vez, hasta {until}</Trans>
      </Words>
      <Words>
        <Trans>
          Dígaselo solo a esa persona. En su celular lo escribe en Ajustes, en «Quien me ayuda». Le avisaremos
          a usted cuando lo use.
        </Trans>
      </Words>
    </Card>
  );
}
