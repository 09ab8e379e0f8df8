/** The sheet of a workshop's day: what the service told, what this phone still keeps, and what is being written. */
import type { WorkDayQuery } from "@/data/gen/staff/work";
import { needsLook, type Row, waits } from "@/data/workOutbox";
import { type Day, weekdayOf } from "@/l10n/dates";
import { again, type Entry, entryOf, isWorked, type Price, type Worked } from "./entries";

export type WorkDayOf = WorkDayQuery["workDay"];
export type WorkerOf = WorkDayOf["people"][number];
export type RecordOf = NonNullable<WorkerOf["record"]>;

/** A sheet as the service told it, of whichever day. */
export type Told = { onDay: Day; data: WorkDayOf };

export type Person = {
  enrolmentId: string;
  inmateId: string;
  /** Surnames first, as on paper; nothing once the person is elsewhere. */
  name: string | undefined;
  grade: string | null;
  /** False: away that day, by what is known. */
  inside: boolean;
  /** How it was the last time, and when. */
  before: { entry: Worked; onDay: Day } | undefined;
  /** Written, and not kept yet. */
  draft: Entry | undefined;
  /** Of this phone. */
  row: Row | undefined;
  /** Of the service. */
  record: RecordOf | undefined;
};

/** Where a person's line is. */
export type Stage = "recorded" | "waits" | "refused" | "rival" | "draft" | "empty";

export type Sheet = {
  establishmentId: string;
  workshop: string;
  day: Day;
  /** The day for which the list of people and prices was told: another one, where this was never read. */
  toldFor: Day;
  sunday: boolean;
  holiday: string | null;
  authorised: string | null;
  monthState: WorkDayOf["monthState"];
  prices: readonly Price[];
  people: readonly Person[];
};

type Drafts = Readonly<Record<string, Entry>>;

/** The best of what was told: of the day itself, or the last before it, or the first after it. */
export function bestOf(told: readonly Told[], day: Day): Told | undefined {
  const [before, after] = [
    told.filter((each) => each.onDay <= day).sort((one, other) => (one.onDay < other.onDay ? 1 : -1)),
    told.filter((each) => each.onDay > day).sort((one, other) => (one.onDay < other.onDay ? -1 : 1)),
  ];
  return before[0] ?? after[0];
}

/** The sheet of a day. `rows`: of this phone, of this workshop. */
export function sheetOf({ onDay, data }: Told, day: Day, rows: readonly Row[], drafts: Drafts): Sheet {
  const same = onDay === day;
  const sunday = weekdayOf(day) === 0;
  return {
    establishmentId: data.establishmentId,
    workshop: data.workshop,
    day,
    toldFor: onDay,
    sunday,
    holiday: same ? data.holiday : null,
    authorised: same ? data.authorised : null,
    monthState: onDay.slice(0, 7) === day.slice(0, 7) ? data.monthState : null,
    prices: data.prices,
    people: data.people.map((each) => personOf(each, { onDay, data }, day, rows, drafts)),
  };
}

function personOf(of: WorkerOf, told: Told, day: Day, rows: readonly Row[], drafts: Drafts): Person {
  const { enrolmentId, worker, grade } = of;
  const same = told.onDay === day;
  const mine = rows.filter((row) => row.said.enrolmentId === enrolmentId);
  return {
    enrolmentId,
    inmateId: worker.inmateId,
    name: worker.surnames === null ? undefined : `${worker.surnames}, ${worker.givenNames ?? ""}`,
    grade,
    inside: same ? of.inside : true,
    before: beforeOf(of, told, day, mine),
    draft: drafts[enrolmentId],
    row: mine.find((row) => row.said.workedOn === day),
    record: same ? (of.record ?? undefined) : undefined,
  };
}

/** The last day on which the person worked, also when only this phone knows of it. */
function beforeOf(of: WorkerOf, told: Told, day: Day, mine: readonly Row[]): Person["before"] {
  const known = [of.before, of.record, ...mine.filter((row) => !isRefused(row)).map((row) => row.said)];
  const [last] = known
    .flatMap((said) => {
      const entry = said && said.workedOn < day ? entryOf(said) : undefined;
      return said && entry && isWorked(entry) ? [{ entry, onDay: said.workedOn }] : [];
    })
    .sort((one, other) => (one.onDay < other.onDay ? 1 : -1));
  return last && { ...last, entry: again(last.entry, told.data.prices) };
}

function isRefused({ answer }: Row): boolean {
  return answer?.__typename === "RowRefused";
}

/** What stands first: what somebody must look at, what is recorded, what is written. */
export function stageOf({ row, record, draft }: Person): Stage {
  if (row && needsLook(row)) return isRefused(row) ? "refused" : "rival";
  if (row && waits(row)) return "waits";
  if (record || row) return "recorded";
  return draft ? "draft" : "empty";
}

/** What a person's line says, if anything. */
export function shownOf(person: Person): Entry | undefined {
  const { row, record, draft } = person;
  const said = row && (waits(row) || needsLook(row) || !record) ? row.said : record;
  return said ? entryOf(said) : draft;
}

/** For all whose line is empty: the same as the last time they worked. Whoever is away is left out. */
export function allAsBefore({ people }: Sheet): Record<string, Entry> {
  return Object.fromEntries(
    people.flatMap((each) =>
      stageOf(each) === "empty" && each.inside && each.before ? [[each.enrolmentId, each.before.entry]] : [],
    ),
  );
}

/** The day that most of them worked last. */
export function lastDayOf({ people }: Sheet): Day | undefined {
  return people.reduce<Day | undefined>(
    (last, { before }) => (before && (!last || before.onDay > last) ? before.onDay : last),
    undefined,
  );
}

/** How somebody new begins: with the hours that the others have, and nothing made yet. */
export function usual({ people }: Sheet): Worked {
  const hours = people.flatMap((each) => {
    const entry = shownOf(each) ?? each.before?.entry;
    return entry && isWorked(entry) ? [entry] : [];
  });
  const { begins, ends, rest } = hours[0] ?? { begins: "08:00", ends: "16:00", rest: 0 };
  return { begins, ends, rest, place: "WORKSHOP", incident: null, isolation: false, made: [] };
}
