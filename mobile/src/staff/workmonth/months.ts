/** Months by their first day. */
import { type Day, monthAndYear, today } from "@/l10n/dates";

/** The first day of the month of a day. */
export function monthOf(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** The month so many months later. */
export function monthsLater(month: Day, count: number): Day {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-01`;
}

/** The month before this one: the one that is reviewed and closed. */
export function lastMonth(): Day {
  return monthsLater(monthOf(today()), -1);
}

/** The last day of a month. */
export function lastDayOf(month: Day): Day {
  const next = new Date(`${monthsLater(monthOf(month), 1)}T00:00:00Z`);
  return new Date(next.getTime() - 24 * 3600_000).toISOString().slice(0, 10);
}

/** Such as “Noviembre de 2026”. */
export function monthTitle(month: Day): string {
  const words = monthAndYear(month);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Today, or the last day of what has ended. */
export function lastOf(endedOn: Day | null): Day {
  return endedOn !== null && endedOn < today() ? endedOn : today();
}
