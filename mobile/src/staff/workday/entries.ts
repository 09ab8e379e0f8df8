/** What a supervisor says of one person's day, as it is written down before it is a record. */
import type {
  WorkAbsence,
  WorkDayQuery,
  WorkIncident,
  WorkPieceInput,
  WorkPlace,
  WorkRecordInput,
} from "@/data/gen/staff/work";
import { type Day, daysLater } from "@/l10n/dates";

export type Price = WorkDayQuery["workDay"]["prices"][number];

/** What was made at a price, in its unit; `why` of what was rejected. */
export type Made = { priceId: string; made: number; rejected: number; why: string };

export type Worked = {
  /** Hours in Lima, such as “08:00”. An end before the beginning is on the next day. */
  begins: string;
  ends: string;
  /** Minutes between them in which nobody worked. */
  rest: number;
  place: WorkPlace;
  incident: WorkIncident | null;
  isolation: boolean;
  made: readonly Made[];
};

export type Entry = { absence: WorkAbsence } | Worked;

/** What a record says, from wherever: a sheet, a conflict, this phone. */
export type Said = {
  minutes: number;
  beginsAt?: string | null | undefined;
  endsAt?: string | null | undefined;
  place?: WorkPlace | undefined;
  absence?: WorkAbsence | null | undefined;
  incident?: WorkIncident | null | undefined;
  isolation?: boolean | undefined;
  pieces?: readonly WorkPieceInput[] | undefined;
};

const LIMA = -5 * 3600_000;
const FULL_DAY = 24 * 60;
const COUNTED = 8 * 60;

export function isWorked(entry: Entry): entry is Worked {
  return "begins" in entry;
}

/** The hour that somebody typed: “8”, “830”, “8:30”, “16.30”; nothing when there is no such hour. */
export function hourOf(typed: string): string | undefined {
  const text = typed.trim();
  const [, hour = "", minute = "00"] =
    /^(\d{1,2})(?:[:.h ]\s?(\d{2}))?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text) ?? [];
  if (!hour || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return `${hour.padStart(2, "0")}:${minute}`;
}

/** Minutes from one hour to another, over midnight when the other is not later. */
export function span(begins: string, ends: string): number {
  const between = minuteOf(ends) - minuteOf(begins);
  return between > 0 ? between : between + FULL_DAY;
}

function minuteOf(hour: string): number {
  return Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3));
}

/** Whether two shifts of one day have an hour in common. */
export function overlaps(one: Entry, other: Entry): boolean {
  if (!isWorked(one) || !isWorked(other)) return false;
  const [first, second] = [one, other].map(({ begins, ends }) => {
    const from = minuteOf(begins);
    return { from, until: from + span(begins, ends) };
  }) as [Stretch, Stretch];
  return first.from < second.until && second.from < first.until;
}

type Stretch = { from: number; until: number };

/** Minutes of work. */
export function minutesOf(entry: Entry): number {
  return isWorked(entry) ? span(entry.begins, entry.ends) - entry.rest : 0;
}

/** What is wrong with an entry, if anything: `late` is more than the law counts, and no fault. */
export function faultOf(entry: Entry): "rest" | "rejected" | "why" | undefined {
  if (!isWorked(entry)) return undefined;
  if (minutesOf(entry) <= 0 || entry.rest < 0) return "rest";
  if (entry.made.some((each) => each.rejected > each.made)) return "rejected";
  return entry.made.some((each) => each.rejected > 0 && !each.why.trim()) ? "why" : undefined;
}

/** Whether more is said than counts for a day (D.S. 015-2003-JUS art. 175). */
export function isLong(entry: Entry): boolean {
  return minutesOf(entry) > COUNTED;
}

/** A record, as an entry. */
export function entryOf(said: Said): Entry {
  if (said.absence) return { absence: said.absence };
  const begins = limaHour(said.beginsAt) ?? "08:00";
  const ends = limaHour(said.endsAt) ?? "16:00";
  return {
    begins,
    ends,
    rest: Math.max(0, span(begins, ends) - said.minutes),
    place: said.place ?? "WORKSHOP",
    incident: said.incident ?? null,
    isolation: said.isolation ?? false,
    made: (said.pieces ?? []).map(({ priceId, made, rejected, rejectReason }) => ({
      priceId,
      made,
      rejected: rejected ?? 0,
      why: rejectReason ?? "",
    })),
  };
}

function limaHour(instant: string | null | undefined): string | undefined {
  return instant ? new Date(Date.parse(instant) + LIMA).toISOString().slice(11, 16) : undefined;
}

/** The same once more, at the prices of the day: hours, place and pieces; not what happened or was rejected then. */
export function again(entry: Worked, prices: readonly Price[]): Worked {
  const known = new Set(prices.map((each) => each.id));
  return {
    ...entry,
    incident: null,
    isolation: false,
    made: entry.made
      .filter(({ priceId }) => known.has(priceId))
      .map((each) => ({ ...each, rejected: 0, why: "" })),
  };
}

/** What is sent of an entry. What is paid by time follows from the hours; all else is as it was typed. */
export function saidOf(
  entry: Entry,
  enrolmentId: string,
  workedOn: Day,
  prices: readonly Price[],
  shift = 1,
): Omit<WorkRecordInput, "id"> {
  const about = { enrolmentId, workedOn, shift };
  if (!isWorked(entry)) return { ...about, minutes: 0, absence: entry.absence };
  const endsOn = entry.ends > entry.begins ? workedOn : daysLater(workedOn, 1);
  const minutes = minutesOf(entry);
  const basis = new Map(prices.map((each) => [each.id, each.basis]));
  return {
    ...about,
    beginsAt: instantOf(workedOn, entry.begins),
    endsAt: instantOf(endsOn, entry.ends),
    minutes,
    place: entry.place,
    incident: entry.incident,
    isolation: entry.isolation,
    pieces: [...entry.made]
      // Two phones that say the same say it in the same order.
      .sort((one, other) => (one.priceId < other.priceId ? -1 : 1))
      .map(({ priceId, made, rejected, why }) => {
        const given = byTime(basis.get(priceId), minutes) ?? made;
        return { priceId, made: given, rejected, rejectReason: rejected > 0 ? why.trim() : null };
      }),
  };
}

/** How much of a price that is paid by time or once a day; nothing for what is counted by hand. */
export function byTime(basis: Price["basis"] | undefined, minutes: number): number | undefined {
  if (basis === "HOUR") return minutes;
  return basis === "DAY" || basis === "SUBSIDY" || basis === "ZERO" ? 1 : undefined;
}

function instantOf(day: Day, hour: string): string {
  return new Date(Date.parse(`${day}T${hour}:00Z`) - LIMA).toISOString();
}

/** By which another price of the same work is known. */
export function workOf({
  product,
  operation,
  grade,
}: Pick<Price, "product" | "operation" | "grade">): string {
  return JSON.stringify([product, operation, grade]);
}
