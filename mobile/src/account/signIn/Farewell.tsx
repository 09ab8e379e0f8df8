import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/ui/Button";
import { Mark } from "@/ui/Mark";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";

/** The last screen of an account: it is gone, and that is all right. */
export function Farewell({ calledOff, onLeave }: { calledOff: number; onLeave: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`Su cuenta se borró`}>
      <Mark size={64} />
      <Note tone="good" urgent>
        <Trans>Ya no guardamos su número, sus personas ni sus vínculos. Este celular tampoco.</Trans>
      </Note>
      <Words>
        {calledOff === 0 ? (
          <Trans>No había visitas por cancelar.</Trans>
        ) : (
          <Plural
            value={calledOff}
            one="Se canceló # visita que estaba por venir."
            other="Se cancelaron # visitas que estaban por venir."
          />
        )}
      </Words>
      <Words>
        <Trans>Si un día quiere volver, entre con su número y empiece de nuevo. Que le vaya bien.</Trans>
      </Words>
      <Button look="quiet" onPress={onLeave}>
        <Trans>Cerrar</Trans>
      </Button>
    </Page>
  );
}
