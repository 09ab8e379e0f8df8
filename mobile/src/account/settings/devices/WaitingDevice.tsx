import { Trans, useLingui } from "@lingui/react/macro";
import { useAct } from "@/data/acts";
import { ApproveDevice, EndSession, MySessions } from "@/data/gen/documents";
import { useRefresh } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import type { DeviceSession } from "./DevicesScreen";

/** A new phone that asks to be let in: compare what it shows, then yes or no. */
export function WaitingDevice({ session }: { session: DeviceSession }) {
  const { t } = useLingui();
  const refresh = useRefresh();
  const approve = useAct(ApproveDevice);
  const refuse = useAct(EndSession);
  const name = session.deviceLabel || t`Celular sin nombre`;
  const asked = moment(session.createdAt);
  const yes = async () => {
    if (await approve.run({ sessionId: session.id })) refresh(MySessions);
  };
  const no = async () => {
    if (await refuse.run({ sessionId: session.id })) refresh(MySessions);
  };
  return (
    <Card label={t`Celular nuevo: ${name}`}>
      <Words as="heading">
        <Trans>Un celular nuevo espera</Trans>
      </Words>
      <Words>
        <Trans>
          {name} quiso entrar {asked}
        </Trans>
      </Words>
      <Words>
        <Trans>Mire su pantalla: debe mostrar este mismo código.</Trans>
      </Words>
      <Words as="huge" centred selectable>
        {session.deviceCode ?? "…"}
      </Words>
      <Note tone="warn">
        <Trans>
          Confirme solo si tiene ese celular en la mano. Nadie de la oficina le pedirá confirmar por teléfono.
        </Trans>
      </Note>
      <Outcome of={approve} />
      <Confirm
        label={t`Es mío: confirmar`}
        yes={t`Sí, el código es igual`}
        busy={approve.busy}
        onYes={() => void yes()}
        danger={false}
      >
        <Trans>Ese celular podrá ver sus visitas y reservar por usted.</Trans>
      </Confirm>
      <Outcome of={refuse} />
      <Confirm
        label={t`No es mío: rechazar`}
        yes={t`Sí, rechazar`}
        busy={refuse.busy}
        onYes={() => void no()}
      >
        <Trans>Ese celular saldrá de su cuenta.</Trans>
      </Confirm>
    </Card>
  );
}
