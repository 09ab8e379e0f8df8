import { Trans, useLingui } from "@lingui/react/macro";
import { useAct } from "@/data/acts";
import { EndAllSessions, MySessions, type MySessionsQuery } from "@/data/gen/documents";
import { forget, useProfile } from "@/data/session";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Pages } from "@/ui/Pages";
import { Words } from "@/ui/Words";
import { OneDevice } from "./OneDevice";
import { WaitingDevice } from "./WaitingDevice";

export type DeviceSession = MySessionsQuery["mySessions"]["nodes"][number];

/** Where this account is open: this phone, others, and those that wait to be let in. */
export function DevicesScreen() {
  const { t } = useLingui();
  const { kind } = useProfile();
  return (
    <Page title={t`Celulares y sesiones`} up={href("settings")}>
      <Words>
        <Trans>Su cuenta está abierta en estos lugares. Si no conoce alguno, ciérrelo.</Trans>
      </Words>
      <Pages
        document={MySessions}
        page={(answer) => answer.mySessions}
        empty={
          <Empty>
            <Trans>No hay sesiones abiertas.</Trans>
          </Empty>
        }
      >
        {(sessions) => sessions.map((each) => <OneSession key={each.id} session={each} />)}
      </Pages>
      <EndAll />
      {kind === "family" ? <RecoveryCode /> : null}
    </Page>
  );
}

function OneSession({ session }: { session: DeviceSession }) {
  return session.provisional && !session.current ? (
    <WaitingDevice session={session} />
  ) : (
    <OneDevice session={session} />
  );
}

function EndAll() {
  const { t } = useLingui();
  const end = useAct(EndAllSessions);
  const run = async () => {
    if (!(await end.run({}))) return;
    await forget();
    go(href("home"), { replace: true });
  };
  return (
    <>
      <Outcome of={end} />
      <Confirm
        label={t`Cerrar en todas partes`}
        yes={t`Sí, cerrar todo`}
        busy={end.busy}
        onYes={() => void run()}
      >
        <Trans>
          La cuenta se cierra en todos los celulares, también en este. Los demás tendrán que confirmarse otra
          vez. Sus reservas no cambian.
        </Trans>
      </Confirm>
    </>
  );
}

function RecoveryCode() {
  return (
    <Card>
      <Words as="heading">
        <Trans>El código que guardó en papel</Trans>
      </Words>
      <Words>
        <Trans>
          Se lo mostramos la primera vez que entró. Si pierde su celular, entre desde otro con su número y
          escriba ese código: así lo confirma sin ir a la oficina.
        </Trans>
      </Words>
      <Words>
        <Trans>Sirve una sola vez. Al usarlo recibe uno nuevo, que también debe guardar.</Trans>
      </Words>
      <Words>
        <Trans>Si lo perdió, confirme el celular nuevo desde este, o con su documento en la oficina.</Trans>
      </Words>
    </Card>
  );
}
