/** Who is on the sheet of a day, and each shift of theirs: what is recorded, what this phone keeps, what is being written. */
import type { WorkDayQuery } from "@/data/gen/staff/work";
import { needsLook, type Row, waits } from "@/data/workOutbox";
import type { Day } from "@/l10n/dates";
import { again, type Entry, entryOf, isWorked, overlaps, type Worked } from "./entries";

export type WorkDayOf = WorkDayQuery["workDay"];
export type WorkerOf = WorkDayOf["people"][number];
export type RecordOf = WorkDayOf["records"][number]["record"];

/** A sheet as the service told it, of whichever day. */
export type Told = { onDay: Day; data: WorkDayOf };

/** What is written of a day and not kept yet, by `draftKey`. */
export type Drafts = Readonly<Record<string, Entry>>;

/** A shift of the day on which somebody worked last. */
export type Before = { shift: number; entry: Worked; onDay: Day };

/** One shift of somebody: a line of the sheet. */
export type Line = {
  enrolmentId: string;
  shift: number;
  /** Written, and not kept yet. */
  draft: Entry | undefined;
  /** Of this phone. */
  row: Row | undefined;
  /** Of the service. */
  record: RecordOf | undefined;
};

export type Person = {
  enrolmentId: string;
  inmateId: string;
  /** Surnames first, as on paper; nothing once the person is elsewhere. */
  name: string | undefined;
  grade: string | null;
  /** False: away that day, by what is known. */
  inside: boolean;
  /** How it was the last time, by shift. */
  before: readonly Before[];
  /** By shift; an empty first one of whom nothing is said yet. */
  lines: readonly Line[];
};

/** Where a line is. */
export type Stage = "recorded" | "waits" | "refused" | "rival" | "draft" | "empty";

/** The most shifts that the service takes of a person and day. */
const MOST_SHIFTS = 9;

/** Whether a number is one of a shift. */
export function isShift(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= MOST_SHIFTS;
}

/** Under which a shift that is being written is kept. */
export function draftKey({ enrolmentId, shift }: Pick<Line, "enrolmentId" | "shift">): string {
  return shift === 1 ? enrolmentId : `${enrolmentId} ${shift}`;
}

/** Somebody on the sheet of a day. `rows`: of this phone, of this workshop. */
export function personOf(of: WorkerOf, told: Told, day: Day, rows: readonly Row[], drafts: Drafts): Person {
  const { enrolmentId, worker, grade } = of;
  const same = told.onDay === day;
  const mine = rows.filter((row) => row.said.enrolmentId === enrolmentId);
  return {
    enrolmentId,
    inmateId: worker.inmateId,
    name: worker.surnames === null ? undefined : `${worker.surnames}, ${worker.givenNames ?? ""}`,
    grade,
    inside: same ? of.inside : true,
    before: beforeOf(enrolmentId, told, day, mine),
    lines: linesOf(
      enrolmentId,
      same ? recordsOf(enrolmentId, told.data.records) : [],
      mine.filter((row) => row.said.workedOn === day),
      drafts,
    ),
  };
}

function recordsOf<R>(enrolmentId: string, all: readonly { enrolmentId: string; record: R }[]): R[] {
  return all.flatMap((each) => (each.enrolmentId === enrolmentId ? [each.record] : []));
}

function linesOf(
  enrolmentId: string,
  records: readonly RecordOf[],
  rows: readonly Row[],
  drafts: Drafts,
): Line[] {
  const all = Array.from({ length: MOST_SHIFTS }, (_, nth) => {
    const line = { enrolmentId, shift: nth + 1 };
    return {
      ...line,
      draft: drafts[draftKey(line)],
      row: rows.find(({ said }) => shiftOf(said) === line.shift),
      record: records.find(({ shift }) => shift === line.shift),
    };
  });
  const said = all.filter((line) => stageOf(line) !== "empty");
  return said.length > 0 ? said : all.slice(0, 1);
}

function shiftOf({ shift }: { shift?: number | null | undefined }): number {
  return shift ?? 1;
}

/** The last day on which the person worked, also when only this phone knows of it: every shift of it. */
function beforeOf(enrolmentId: string, { data }: Told, day: Day, mine: readonly Row[]): Before[] {
  const known = [
    ...recordsOf(enrolmentId, data.recordsBefore),
    ...recordsOf(enrolmentId, data.records),
    ...mine.filter((row) => !isRefused(row)).map((row) => row.said),
  ].flatMap((said) => {
    const entry = said.workedOn < day ? entryOf(said) : undefined;
    return entry && isWorked(entry) ? [{ shift: shiftOf(said), entry, onDay: said.workedOn }] : [];
  });
  const last = known.reduce((latest, { onDay }) => (onDay > latest ? onDay : latest), "");
  const ofLast = known.filter(({ onDay }) => onDay === last);
  return ofLast
    .filter(({ shift }, nth) => ofLast.findIndex((each) => each.shift === shift) === nth)
    .sort((one, other) => one.shift - other.shift)
    .map((each) => ({ ...each, entry: again(each.entry, data.prices) }));
}

function isRefused({ answer }: Row): boolean {
  return answer?.__typename === "RowRefused";
}

/** What stands first: what somebody must look at, what is recorded, what is written. */
export function stageOf({ row, record, draft }: Pick<Line, "row" | "record" | "draft">): Stage {
  if (row && needsLook(row)) return isRefused(row) ? "refused" : "rival";
  if (row && waits(row)) return "waits";
  if (record || row) return "recorded";
  return draft ? "draft" : "empty";
}

/** What a line says, if anything. */
export function shownOf({ row, record, draft }: Line): Entry | undefined {
  const said = row && (waits(row) || needsLook(row) || !record) ? row.said : record;
  return said ? entryOf(said) : draft;
}

/** Whether nothing is said of somebody's day. */
export function isEmpty({ lines }: Person): boolean {
  return lines.every((line) => stageOf(line) === "empty");
}

/** Whether something of somebody's day still has to be said or kept. */
export function isUnfinished({ lines }: Person): boolean {
  return lines.some((line) => ["empty", "draft"].includes(stageOf(line)));
}

/** The line of a shift; an empty one of a shift of which nothing is said yet. */
export function lineOf({ enrolmentId, lines }: Person, shift: number): Line {
  const blank = { enrolmentId, shift, draft: undefined, row: undefined, record: undefined };
  return lines.find((line) => line.shift === shift) ?? blank;
}

/** The number of one more shift; nothing while one is empty, or when there are as many as can be. */
export function nextShift(person: Person): number | undefined {
  if (isEmpty(person)) return undefined;
  const free = Array.from({ length: MOST_SHIFTS }, (_, nth) => nth + 1);
  return free.find((shift) => !person.lines.some((line) => line.shift === shift));
}

/** What the other shifts of somebody's day say. One that was refused stands in nobody's way. */
export function othersOf({ lines }: Person, shift: number): Entry[] {
  return lines
    .filter((line) => line.shift !== shift && stageOf(line) !== "refused")
    .flatMap((line) => shownOf(line) ?? []);
}

/** The other shift of the same day whose hours are in the way of an entry, if any: nobody is in two at once. */
export function clashOf(entry: Entry, others: readonly Entry[]): Worked | undefined {
  return others.find((other): other is Worked => isWorked(other) && overlaps(entry, other));
}

/** How a shift begins that is not written yet: as the last time, or where the one before it ended. */
export function beginningOf(person: Person, shift: number, usual: Worked): Worked {
  const others = othersOf(person, shift);
  const before = person.before.find((each) => each.shift === shift)?.entry;
  if (before && !clashOf(before, others)) return before;
  const ends = others
    .filter(isWorked)
    .map((each) => each.ends)
    .at(-1);
  return ends ? { ...usual, begins: ends, ends: "", rest: 0 } : usual;
}
