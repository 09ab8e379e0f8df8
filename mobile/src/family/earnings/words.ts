/** Words that several screens say about work. */
import { plural, t } from "@lingui/core/macro";
import { monthAndYear } from "@/l10n/dates";
import { isWhole, type Month } from "./months";

const MINUTES = 60;

/** Such as “7 horas 30 minutos”. */
export function durationWords(minutes: number): string {
  const rest = minutes % MINUTES;
  const whole = (minutes - rest) / MINUTES;
  const hours = plural(whole, { one: "# hora", other: "# horas" });
  if (rest === 0) return hours;
  const more = plural(rest, { one: "# minuto", other: "# minutos" });
  return whole === 0 ? more : `${hours} ${more}`;
}

/** What was counted of a month; nothing where it is not open. */
export function countedWords({
  workedDays,
  workedMinutes,
}: Pick<Month, "workedDays" | "workedMinutes">): string | undefined {
  const parts = [
    workedDays === null ? "" : plural(workedDays, { one: "# día", other: "# días" }),
    workedMinutes === null ? "" : durationWords(workedMinutes),
  ];
  const counted = parts.filter(Boolean).join(", ");
  return counted ? t`Trabajo contado: ${counted}` : undefined;
}

/** Such as “octubre de 2026”, or with its days where it does not tell of all of them. */
export function periodWords(month: Month): string {
  const name = monthAndYear(month.month);
  if (isWhole(month)) return name;
  const first = Number(month.startsOn.slice(8));
  const last = Number(month.closesOn.slice(8));
  return t`${name}, del ${first} al ${last}`;
}
