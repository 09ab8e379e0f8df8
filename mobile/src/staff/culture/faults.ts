/** What is wrong with a day on which something happened. */
import { t } from "@lingui/core/macro";
import { type Day, today } from "@/l10n/dates";

/** Nothing where it is a day up to today, and not before `since`, of which `early` says why. */
export function dayFault(day: Day | undefined, since = "", early = ""): string | undefined {
  if (!day) return t`Escriba el día.`;
  if (day > today()) return t`Ese día todavía no llega.`;
  return day < since ? early : undefined;
}
