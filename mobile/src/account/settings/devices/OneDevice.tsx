import { Trans, useLingui } from "@lingui/react/macro";
import { useAct } from "@/data/acts";
import { EndSession, MySessions } from "@/data/gen/documents";
import { useRefresh } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { State } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import type { DeviceSession } from "./DevicesScreen";

/** A place where the account is open; another one than this can be closed from here. */
export function OneDevice({ session }: { session: DeviceSession }) {
  const { t } = useLingui();
  const refresh = useRefresh();
  const end = useAct(EndSession);
  const name = session.deviceLabel || t`Celular sin nombre`;
  const since = moment(session.createdAt);
  const used = moment(session.refreshedAt);
  const run = async () => {
    if (await end.run({ sessionId: session.id })) refresh(MySessions);
  };
  return (
    <Card label={name}>
      <Words as="heading">{name}</Words>
      {session.current ? <State tone="good">{t`Es este`}</State> : null}
      <Words>
        <Trans>Entró {since}</Trans>
      </Words>
      <Words>
        <Trans>Se usó {used}</Trans>
      </Words>
      <Outcome of={end} />
      {session.current ? null : (
        <Confirm label={t`Cerrar en ${name}`} yes={t`Sí, cerrar`} busy={end.busy} onYes={() => void run()}>
          <Trans>Ahí ya no se verá su cuenta. Para volver a entrar tendrá que confirmarse otra vez.</Trans>
        </Confirm>
      )}
    </Card>
  );
}
