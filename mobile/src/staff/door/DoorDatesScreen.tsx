import { Trans, useLingui } from "@lingui/react/macro";
import { waits } from "@/data/doorOutbox";
import { useForgetting } from "@/data/forgetting";
import { DoorDates, type DoorDatesQuery, DoorList, PartSheet } from "@/data/gen/staff/door";
import { type Read, useKept, useRead } from "@/data/reads";
import { dayAt, daysLater, hour, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { dateStateWords } from "../programmes/words";
import { ClockNote } from "../workday/SheetNotes";
import { useClock } from "../workday/useClock";
import { peopleWords } from "../workmonth/words";
import { useDateBox, useDoorBox } from "./DoorBox";
import { DoorUnsent } from "./DoorWaits";
import { unsentWords } from "./words";

type DoorDate = DoorDatesQuery["doorDates"][number];

/** The dates whose door is kept today, and those of the days beside. */
export function DoorDatesScreen() {
  const { t } = useLingui();
  const { id: establishmentId } = useOffice();
  const { wide } = useTheme();
  const { today } = useClock();
  const read = useDates(establishmentId, today);
  useForgettingDoors(read);
  return (
    <Page title={t`Puerta`} up={wide ? undefined : href("home")}>
      <ClockNote />
      <DoorUnsent />
      <Await read={read}>
        {(dates) => {
          const of = (wanted: (day: string) => boolean) =>
            dates.filter((each) => wanted(dayAt(each.startsAt)));
          return (
            <>
              <Words as="heading">
                <Trans>Hoy</Trans>
              </Words>
              <Dates
                dates={of((day) => day === today)}
                label={t`Hoy`}
                none={t`Hoy no hay actividades con puerta.`}
              />
              <Beside dates={of((day) => day > today)} label={t`Después`} />
              <Beside dates={of((day) => day < today)} label={t`Antes`} />
            </>
          );
        }}
      </Await>
    </Page>
  );
}

/** The dates of a day and those beside it; without signal, the last that this phone was told. */
function useDates(establishmentId: string, on: string): Read<DoorDate[]> {
  const read = useRead(DoorDates, { establishmentId, on }, { keep: true });
  const kept = useKept(DoorDates)
    .filter((each) => each.variables.establishmentId === establishmentId)
    .sort((one, other) => other.asOf - one.asOf)[0];
  const known = read.data ? { data: read.data, asOf: read.asOf } : read.offline ? kept : undefined;
  return { ...read, data: known?.data.doorDates, asOf: known?.asOf };
}

/** Lists of days that are over, of which nothing waits here, are of no more use on a phone. */
function useForgettingDoors(read: Read<DoorDate[]>) {
  const { all } = useDoorBox();
  const needed = ({ occurrenceId }: { occurrenceId: string }) =>
    !!read.data?.some((each) => each.id === occurrenceId) ||
    all.some((each) => each.occurrenceId === occurrenceId);
  const told = read.offline ? undefined : read.asOf;
  useForgetting(DoorList, needed, told);
  useForgetting(PartSheet, needed, told);
  const { today } = useClock();
  useForgetting(DoorDates, ({ on }) => on >= daysLater(today, -1), told);
}

function Beside({ dates, label }: { dates: readonly DoorDate[]; label: string }) {
  if (dates.length === 0) return null;
  return (
    <>
      <Words as="heading">{label}</Words>
      <Dates dates={dates} label={label} none="" />
    </>
  );
}

function Dates({ dates, label, none }: { dates: readonly DoorDate[]; label: string; none: string }) {
  if (dates.length === 0) return <Empty>{none}</Empty>;
  return (
    <List label={label}>
      {dates.map((each) => (
        <OneDate key={each.id} of={each} />
      ))}
    </List>
  );
}

function OneDate({ of }: { of: DoorDate }) {
  const { t } = useLingui();
  const { today } = useClock();
  const { kept } = useDateBox(of.id);
  const known = useKept(DoorList).find((each) => each.variables.occurrenceId === of.id);
  const waiting = kept.filter(waits).length;
  const day = dayAt(of.startsAt);
  const [doors, starts, people] = [hour(of.doorsAt), hour(of.startsAt), peopleWords(of.people)];
  const facts = [
    day === today ? "" : longDay(day),
    t`Puertas: ${doors}`,
    t`Empieza: ${starts}`,
    of.people > 0 ? t`Con lugar: ${people}` : t`Nadie tiene lugar reservado`,
    known ? t`La lista está en este celular` : t`Ábrala mientras haya señal: queda en este celular`,
  ];
  return (
    <Row
      icon={of.state === "PLANNED" ? "check" : "cross"}
      title={of.title}
      note={facts.filter(Boolean).join(" · ")}
      below={
        of.state !== "PLANNED" ? (
          <State tone="bad">{dateStateWords(of.state)}</State>
        ) : waiting > 0 ? (
          <State tone="warn" icon="clock">
            {unsentWords(waiting)}
          </State>
        ) : null
      }
      to={href("doorList", { date: of.id })}
    />
  );
}
