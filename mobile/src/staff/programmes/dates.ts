/** The dates of an event as its form writes them: the weekly rule of RFC 5545, its days, and the key of each. */
import type { EventDatesInput, EventExceptionInput } from "@/data/gen/staff/programmes";
import { type Day, daysLater, weekdayOf } from "@/l10n/dates";

/** Every so many weeks on these weekdays (0 Sunday), until a day or so many times. */
export type Weekly = {
  weekdays: readonly number[];
  every: number;
  count?: number | undefined;
  until?: Day | undefined;
};

/** One date before exceptions: its key, the day and the hours that were planned for it. */
export type Planned = { key: string; on: Day; at: string; minutes: number };

/** What is known of dates that exist. */
type Known = readonly { key: string; startsAt: string }[];

const CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const A_DAY = 24 * 60;
const LIMA = -5 * 3600_000;

/** As many dates as one event may have. */
export const MOST_DATES = 400;

/** Monday first, as weeks are counted. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0] as const;

/** The rule in the words of RFC 5545, such as `FREQ=WEEKLY;BYDAY=SA;COUNT=8`. */
export function ruleText({ weekdays, every, count, until }: Weekly): string {
  const days = WEEKDAYS.filter((each) => weekdays.includes(each)).map((each) => CODES[each]);
  return [
    "FREQ=WEEKLY",
    ...(every > 1 ? [`INTERVAL=${every}`] : []),
    `BYDAY=${days.join(",")}`,
    until ? `UNTIL=${until.replaceAll("-", "")}` : `COUNT=${count ?? 1}`,
  ].join(";");
}

/** A weekly rule that this form can show; nothing for any other. */
export function weeklyOf(rule: string, firstOn: Day): Weekly | undefined {
  const parts = new Map(rule.toUpperCase().split(";").map(pairOf));
  if (parts.get("FREQ") !== "WEEKLY") return undefined;
  const rest = [...parts.keys()].filter((name) => !SHOWN.includes(name));
  const days = parts.get("BYDAY")?.split(",") ?? [CODES[weekdayOf(firstOn)] ?? ""];
  const weekdays = days.map((each) => CODES.indexOf(each));
  const [count, until] = [parts.get("COUNT"), /^(\d{4})(\d{2})(\d{2})/.exec(parts.get("UNTIL") ?? "")];
  if (rest.length > 0 || weekdays.includes(-1) || (!count && !until)) return undefined;
  return {
    weekdays,
    every: Number(parts.get("INTERVAL") ?? 1),
    ...(until ? { until: `${until[1]}-${until[2]}-${until[3]}` } : { count: Number(count) }),
  };
}

const SHOWN = ["FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL"];

function pairOf(part: string): [string, string] {
  const [name = "", value = ""] = part.split("=");
  return [name, value];
}

/** The days of a weekly rule, soonest first; at most one more than an event may have. */
export function daysOf(firstOn: Day, rule: Weekly): Day[] {
  const days: Day[] = [];
  if (rule.weekdays.length === 0 || rule.every < 1) return days;
  const most = Math.min(rule.until ? MOST_DATES + 1 : (rule.count ?? 1), MOST_DATES + 1);
  for (const day of weekly(firstOn, rule)) {
    if (days.length >= most || (rule.until !== undefined && day > rule.until)) return days;
    days.push(day);
  }
  return days;
}

/** Its days without an end, week by week. */
function* weekly(firstOn: Day, { weekdays, every }: Weekly): Generator<Day> {
  const monday = daysLater(firstOn, -((weekdayOf(firstOn) + 6) % 7));
  for (let week = monday; ; week = daysLater(week, 7 * every)) {
    const days = WEEKDAYS.flatMap((weekday, offset) =>
      weekdays.includes(weekday) ? [daysLater(week, offset)] : [],
    );
    yield* days.filter((day) => day >= firstOn);
  }
}

/**
 * Every date of these dates with its key, before exceptions; nothing where the rule is none that this form can show.
 * The key is the day; a second one of a day has `/2`, and whoever starts as a known date does keeps that one's.
 */
export function planned(dates: EventDatesInput, known: Known = []): Planned[] | undefined {
  const rule = dates.rule ? weeklyOf(dates.rule, dates.firstOn) : undefined;
  if (dates.rule && !rule) return undefined;
  const series = rule ? daysOf(dates.firstOn, rule) : [dates.firstOn];
  const extra = [...(dates.extra ?? [])].sort((one, other) => order(one, other));
  const all = [...series.map((on) => ({ on, at: dates.at, minutes: dates.minutes })), ...extra];
  const days = [...new Set(all.map((each) => each.on))].sort();
  return days.flatMap((day) =>
    keyed(
      day,
      all.filter((each) => each.on === day),
      known,
      dates.exceptions ?? [],
    ),
  );
}

function keyed(
  day: Day,
  all: readonly Omit<Planned, "key">[],
  known: Known,
  exceptions: readonly EventExceptionInput[],
): Planned[] {
  let free = [day, ...[2, 3, 4, 5, 6, 7, 8, 9].map((nth) => `${day}/${nth}`)];
  const taken = new Map<Omit<Planned, "key">, string>();
  for (const each of all) {
    const same = free.find(
      (key) =>
        known.some((date) => date.key === key && instantOf(each.on, each.at) === Date.parse(date.startsAt)) &&
        !exceptions.some((exception) => exception.key === key && exception.kind === "MOVED"),
    );
    if (same) taken.set(each, same);
    free = free.filter((key) => key !== same);
  }
  return all.flatMap((each) => {
    const key = taken.get(each) ?? free.shift();
    return key ? [{ ...each, key }] : [];
  });
}

/** The day of a key. */
export function dayOfKey(key: string): Day {
  return key.slice(0, 10);
}

/** The instant of a clock time in Lima, in milliseconds. */
export function instantOf(on: Day, at: string): number {
  return Date.parse(`${on}T${at}:00Z`) - LIMA;
}

/** The clock time in Lima of an instant, such as “15:30”. */
export function clockOf(instant: string): string {
  return new Date(Date.parse(instant) + LIMA).toISOString().slice(11, 16);
}

/** How long from one clock time to another: over midnight where the other is not later. */
export function minutesTo(at: string, until: string): number {
  return (minuteOf(until) - minuteOf(at) + A_DAY) % A_DAY || A_DAY;
}

/** When something ends by the clock. */
export function endOf(at: string, minutes: number): string {
  const end = (minuteOf(at) + minutes) % A_DAY;
  return `${String(Math.floor(end / 60)).padStart(2, "0")}:${String(end % 60).padStart(2, "0")}`;
}

/** How long something lasts that has two instants. */
export function minutesBetween(starts: string, ends: string): number {
  return Math.round((Date.parse(ends) - Date.parse(starts)) / 60_000);
}

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

function order(one: { on: Day; at: string }, other: { on: Day; at: string }): number {
  const [first, second] = [`${one.on} ${one.at}`, `${other.on} ${other.at}`];
  return first < second ? -1 : first > second ? 1 : 0;
}
