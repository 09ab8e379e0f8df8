import { Trans, useLingui } from "@lingui/react/macro";
import { CustodyEvents, type CustodyEventsQuery } from "@/data/gen/staff/registry";
import { figures, longDay } from "@/l10n/dates";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { usePages } from "../../pages";
import { More } from "../../parts/More";
import { eventWords, pavilionWords, regimeWords, stageWords } from "../../words";
import type { Inmate } from "../useFound";

type CustodyEvent = CustodyEventsQuery["custodyEvents"]["nodes"][number];

/** What happened to somebody, newest first. */
export function Events({ inmate }: { inmate: Inmate }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = usePages(
    CustodyEvents,
    { establishmentId: id, inmateId: inmate.id },
    (answer) => answer.custodyEvents,
  );
  return (
    <>
      <Words as="heading">
        <Trans>Qué pasó</Trans>
      </Words>
      <Await read={read}>
        {(events) =>
          events.length === 0 ? (
            <Empty>
              <Trans>No hay hechos registrados.</Trans>
            </Empty>
          ) : (
            <List label={t`Qué pasó, lo más nuevo primero`}>
              {events.map((each) => (
                <Line key={each.id} event={each} />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
}

function Line({ event }: { event: CustodyEvent }) {
  const { t } = useLingui();
  const to = event.toEstablishment;
  const until = event.until ? figures(event.until) : "";
  const secret = event.secretUntil ? figures(event.secretUntil) : "";
  const facts = [
    longDay(event.effectiveOn),
    event.establishment,
    to ? t`hacia ${to}` : "",
    pavilionWords(event.pavilion),
    event.regime ? regimeWords(event.regime) : "",
    event.stage ? stageWords(event.stage) : "",
    until ? t`hasta el ${until}` : "",
    secret ? t`en reserva hasta el ${secret}` : "",
  ];
  return <Row title={eventWords(event.kind)} note={facts.filter(Boolean).join(" · ")} />;
}
