import { Trans, useLingui } from "@lingui/react/macro";
import type { HomeQuery } from "@/data/gen/documents";
import { farness, hours, longDay, moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";
import { useAdviceAhead } from "../visits/advice/useAdviceAhead";
import { Coming } from "../visits/Coming";
import { StillOn } from "../visits/StillOn";
import { cancelWords } from "../visits/words";

type Visit = HomeQuery["nextVisits"]["nodes"][number];

/** The next visit: when, where, with whom, and whether it is still on — with the hour at which that was known. */
export function NextVisit({ visit, asOf, answered }: { visit: Visit; asOf: number; answered: boolean }) {
  const { t } = useLingui();
  const on = visit.state === "ACTIVE";
  useAdviceAhead(visit.establishment.id, visit.visitOn, on && answered);
  const known = moment(asOf);
  const far = farness(visit.visitOn);
  return (
    <Card label={t`Su próxima visita`}>
      <Words as="small">
        <Trans>Su próxima visita</Trans> {far ? `· ${far}` : ""}
      </Words>
      <Words as="heading">{longDay(visit.visitOn)}</Words>
      <Words>{hours(visit.startsAt, visit.endsAt)}</Words>
      <Words>
        {visit.inmate ? `${visit.inmate.givenNames} · ` : ""}
        {visit.establishment.name}
      </Words>
      <Words as="small">{visit.party.map((each) => each.givenNames).join(", ")}</Words>
      {on ? (
        <StillOn visit={visit} />
      ) : (
        <Note tone="bad" urgent>
          {cancelWords(visit.cancelReason)}
        </Note>
      )}
      <Words as="small">
        <Trans>Lo sabemos {known}</Trans>
      </Words>
      {on ? <Coming visit={visit} now={Date.now()} elsewhere={href("visit", { id: visit.id })} /> : null}
      {on ? (
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
      ) : null}
      <Button look="quiet" to={href("visit", { id: visit.id })}>
        <Trans>Ver la visita</Trans>
      </Button>
    </Card>
  );
}
