import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useForgetting } from "@/data/forgetting";
import { WorkDay, Workshops } from "@/data/gen/staff/work";
import { useRead } from "@/data/reads";
import { needsLook, waits } from "@/data/workOutbox";
import { daysLater, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { peopleWords } from "../workmonth/words";
import { useOwnWorkshops } from "./own";
import { isUnfinished } from "./people";
import { ClockNote } from "./SheetNotes";
import { useClock } from "./useClock";
import { isNeeded, useSheet } from "./useSheet";
import { useWorkbox } from "./Workday";

/** The most workshops that are shown: no place has as many. */
const MOST = 50;

/** The workshops of a place, what is left to do in each today, and what the phone has not sent yet. */
export function ShopsScreen() {
  const { t } = useLingui();
  const { id } = useOffice();
  const { today } = useClock();
  const { rows } = useWorkbox();
  const own = useOwnWorkshops();
  const read = useRead(Workshops, { establishmentId: id, first: MOST }, { keep: true });
  useForgetting(WorkDay, (each) => isNeeded(each, rows, today), read.asOf);
  const named = longDay(today);
  return (
    <Page title={t`Hoja del día`}>
      <Words as="heading">{named}</Words>
      <ClockNote />
      <Unsent />
      <Await read={read}>
        {({ workshops }) => {
          const open = workshops.nodes.filter(({ closedOn }) => !closedOn || closedOn >= today);
          if (open.length === 0) {
            return (
              <Empty>
                <Trans>Aquí no hay talleres abiertos. Los abre la jefatura de trabajo.</Trans>
              </Empty>
            );
          }
          return (
            <List label={t`Talleres`}>
              {open.map((each) =>
                own.includes(each.id) ? (
                  <OwnShop key={each.id} id={each.id} name={each.name} />
                ) : (
                  <Row
                    key={each.id}
                    icon="people"
                    title={each.name}
                    note={peopleWords(each.people)}
                    to={href("workdaySheet", { workshop: each.id, day: today })}
                  />
                ),
              )}
            </List>
          );
        }}
      </Await>
    </Page>
  );
}

/** A workshop and how far its sheet is. The sheets of today and tomorrow are read ahead, for a day without signal. */
function OwnShop({ id, name }: { id: string; name: string }) {
  const { t } = useLingui();
  const { today } = useClock();
  const { sheet } = useSheet(id, today);
  useRead(WorkDay, { workshopId: id, onDay: daysLater(today, 1) }, { keep: true });
  const people = sheet?.people;
  const left = people?.filter(isUnfinished).length ?? 0;
  const done = (people?.length ?? 0) - left;
  const words =
    left === 0
      ? plural(done, {
          0: "Nadie está inscrito hoy",
          one: "# persona anotada",
          other: "Las # personas, anotadas",
        })
      : plural(left, { one: "Falta # persona", other: "Faltan # personas" });
  return (
    <Row
      icon={people && left === 0 && done > 0 ? "check" : "people"}
      title={name}
      note={people ? words : t`Cargando…`}
      to={href("workdaySheet", { workshop: id, day: today })}
    />
  );
}

/** What waits on this phone, and what somebody has to look at. */
export function Unsent() {
  const { t } = useLingui();
  const { rows } = useWorkbox();
  const waiting = rows.filter(waits).length;
  const looks = rows.filter(needsLook).length;
  if (waiting + looks === 0) return null;
  const unsent = plural(waiting, { 0: "", one: "# por enviar.", other: "# por enviar." });
  const faults = plural(looks, { 0: "", one: "# por resolver.", other: "# por resolver." });
  return (
    <List label={t`Lo que guarda este celular`}>
      <Row
        icon={looks > 0 ? "alert" : "clock"}
        title={t`Registros en este celular`}
        note={[unsent, faults].filter(Boolean).join(" ")}
        to={href("workdayRecords")}
      />
    </List>
  );
}
