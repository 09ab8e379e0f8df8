/** From turns to days: what a family sees of a day, and how days stand in weeks and months. */
import type { AvailabilityQuery } from "@/data/gen/documents";
import { type Day, daysLater, weekdayOf } from "@/l10n/dates";

export type Turn = Extract<
  AvailabilityQuery["availability"],
  { __typename: "Availability" }
>["slots"][number];

/** Places are left, few are left, none can be taken, or there are no visits that day. */
export type Mark = "free" | "few" | "no" | "none";

export type DayOfTurns = { day: Day; turns: Turn[]; mark: Mark };

/** How many days the calendar shows at once. */
export const SPAN = 28;

/** Every day from the first on, with its turns. */
export function daysOf(turns: readonly Turn[], from: Day): DayOfTurns[] {
  return Array.from({ length: SPAN }, (_, nth) => {
    const day = daysLater(from, nth);
    const mine = turns.filter((each) => each.visitOn === day);
    return { day, turns: mine, mark: markOf(mine) };
  });
}

function markOf(turns: readonly Turn[]): Mark {
  if (turns.length === 0) return "none";
  const open = turns.filter((each) => each.takeable);
  if (open.length === 0) return "no";
  return open.every((each) => each.placesLeft === "FEW") ? "few" : "free";
}

export type Week = (DayOfTurns | undefined)[];
export type Month = { first: Day; weeks: Week[] };

/** The days in weeks from Monday on, a table a month. */
export function monthsOf(days: readonly DayOfTurns[]): Month[] {
  const months: Month[] = [];
  for (const each of days) {
    let month = months[months.length - 1];
    if (month?.first.slice(0, 7) !== each.day.slice(0, 7)) {
      month = { first: each.day, weeks: [] };
      months.push(month);
    }
    const column = (weekdayOf(each.day) + 6) % 7;
    let week = month.weeks[month.weeks.length - 1];
    if (!week || column === 0) {
      week = Array.from({ length: 7 }, () => undefined);
      month.weeks.push(week);
    }
    week[column] = each;
  }
  return months;
}
