import { dayAt, weekday } from "@/l10n/dates";

/** A weekday by its number, 0 Sunday. */
export function weekdayName(number: number): string {
  // 4 January 1970 was a Sunday.
  return weekday(dayAt(Date.UTC(1970, 0, 4 + number, 12)));
}
