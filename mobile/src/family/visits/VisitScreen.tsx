import { Trans, useLingui } from "@lingui/react/macro";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { useNow } from "@/ui/clock";
import { Note, State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { CancelVisit } from "./CancelVisit";
import { Coming } from "./Coming";
import { type KnownVisit, standing, useVisit, type VisitAnswer } from "./known";
import { StillOn } from "./StillOn";
import { Reference, VisitFacts, WhoGoes } from "./VisitFacts";
import { cancelWords } from "./words";

/** One visit: all of it, whether it is still on and since when that is known, and calling it off. */
export function VisitScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useVisit(id);
  return (
    <Page title={t`Su visita`} up={href("visits")}>
      <Await read={read}>
        {(visit) =>
          "code" in visit ? (
            <Unknown answer={visit} />
          ) : (
            <Contents visit={visit} asOf={read.asOf ?? 0} busy={read.refreshing} refresh={read.refresh} />
          )
        }
      </Await>
    </Page>
  );
}

/** No visit of this account, or none that may be shown. */
export function Unknown({ answer }: { answer: Extract<VisitAnswer, { code: string }> }) {
  return (
    <>
      {answer.code === "NOT_FOUND" ? (
        <Empty>
          <Trans>No encontramos esta visita. Puede ser de otra cuenta. Mire sus visitas en la lista.</Trans>
        </Empty>
      ) : (
        <Note tone="bad">{answer.message}</Note>
      )}
      <Button icon="calendar" to={href("visits")}>
        <Trans>Ver mis visitas</Trans>
      </Button>
    </>
  );
}

type Props = { visit: KnownVisit; asOf: number; busy: boolean; refresh: () => void };

function Contents({ visit, asOf, busy, refresh }: Props) {
  const now = useNow(30_000);
  const stands = standing(visit, now);
  const known = moment(asOf);
  return (
    <>
      <Stands visit={visit} stands={stands} />
      <Words as="small">
        <Trans>Lo sabemos {known}</Trans>
      </Words>
      {stands === "on" ? <Coming visit={visit} now={now} /> : null}
      <VisitFacts visit={visit} />
      {stands === "on" ? <Ways visit={visit} /> : null}
      <WhoGoes party={visit.party} />
      <Reference visit={visit} />
      <Button look="quiet" busy={busy} onPress={refresh}>
        <Trans>Preguntar otra vez</Trans>
      </Button>
      {stands === "on" && Date.parse(visit.startsAt) > now ? <CancelVisit visit={visit} /> : null}
    </>
  );
}

function Stands({ visit, stands }: { visit: KnownVisit; stands: ReturnType<typeof standing> }) {
  const { t } = useLingui();
  if (stands === "on") return <StillOn visit={visit} />;
  if (stands === "over") return <State tone="plain">{t`Ya pasó`}</State>;
  const { inmate } = visit;
  return (
    <Note
      tone="bad"
      urgent
      title={t`Cancelada`}
      action={
        <Button icon="plus" to={inmate ? href("bookFor", { inmate: inmate.id }) : href("book")}>
          <Trans>Reservar otro día</Trans>
        </Button>
      }
    >
      {cancelWords(visit.cancelReason)}
    </Note>
  );
}

function Ways({ visit }: { visit: KnownVisit }) {
  return (
    <>
      <Button icon="pass" to={href("pass", { id: visit.id })}>
        <Trans>Ver el pase</Trans>
      </Button>
      <Button
        look="quiet"
        icon="bag"
        to={href("advice", { establishment: visit.establishment.id, day: visit.visitOn })}
      >
        <Trans>Qué llevar y cómo ir</Trans>
      </Button>
    </>
  );
}
