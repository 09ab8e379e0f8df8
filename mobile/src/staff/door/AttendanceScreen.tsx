import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { EventAttendance, type EventAttendanceQuery } from "@/data/gen/staff/door";
import { useRead } from "@/data/reads";
import { dayAt, hour, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { dateStateWords } from "../programmes/words";
import { peopleWords } from "../workmonth/words";
import { count } from "./door";
import { classWords, guestsWords, timeWords } from "./words";

type DateOf = EventAttendanceQuery["eventAttendance"][number];

/** What came of each date of an event: how many came and took part; and the way to hours and their certificates. */
export function AttendanceScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useRead(EventAttendance, { eventId: id });
  return (
    <Page title={t`Asistencia`} up={href("officeEvent", { id })}>
      <Button look="quiet" icon="clock" to={href("eventHours", { id })}>
        <Trans>Horas y constancias</Trans>
      </Button>
      <Await read={read}>
        {({ eventAttendance }) =>
          eventAttendance.length === 0 ? (
            <Empty>
              <Trans>
                Todavía no empezó ninguna fecha. Aquí se verá cuántas personas vinieron a cada una.
              </Trans>
            </Empty>
          ) : (
            eventAttendance.map((each) => <OneDate key={each.id} of={each} />)
          )
        }
      </Await>
    </Page>
  );
}

function OneDate({ of }: { of: DateOf }) {
  const day = longDay(dayAt(of.startsAt));
  const came = of.audience.reduce((sum, each) => sum + count(each), 0);
  const [all, participants, time] = [peopleWords(came), peopleWords(of.parts), timeWords(of.minutes)];
  return (
    <Card label={`${day}, ${hour(of.startsAt)}`}>
      <Words as="heading">
        {day}, {hour(of.startsAt)}
      </Words>
      {of.state === "PLANNED" ? null : <State tone="bad">{dateStateWords(of.state)}</State>}
      <Words as="strong">
        {came > 0 ? <Trans>Vinieron: {all}</Trans> : <Trans>Nadie fue contado en la puerta.</Trans>}
      </Words>
      {of.audience
        .filter((each) => count(each) > 0)
        .map((each) => (
          <Words key={each.guestClass}>
            {classWords(each.guestClass)}: {guestsWords(each)}
          </Words>
        ))}
      <Words as="strong">
        {of.parts > 0 ? (
          <Trans>
            Participaron: {participants}, {time} en total
          </Trans>
        ) : (
          <Trans>Nadie anotado como participante.</Trans>
        )}
      </Words>
      {of.noShows === null ? null : <NoShows count={of.noShows} />}
      {of.state === "PLANNED" ? (
        <Button look="quiet" to={href("partSheet", { date: of.id })}>
          <Trans>Anotar quiénes participaron</Trans>
        </Button>
      ) : null}
    </Card>
  );
}

/** A number and no name, on purpose. */
function NoShows({ count: households }: { count: number }) {
  return (
    <Words as="small">
      {plural(households, {
        0: "Vinieron todas las familias que tenían lugar.",
        one: "# familia con lugar no vino.",
        other: "# familias con lugar no vinieron.",
      })}{" "}
      <Trans>Es solo un número: a nadie se le castiga por no venir.</Trans>
    </Words>
  );
}
