/** Words that several screens say about work. */
import { plural, t } from "@lingui/core/macro";
import { longDay, monthAndYear } from "@/l10n/dates";
import type { Line, Statement } from "./account";
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

/** More of what was counted: what came late, how it is made up where the way of counting changed, what goes on. */
export function labourWords({ labour }: Pick<Statement, "labour">): string[] {
  if (!labour) return [];
  const parts = labour.segments.length > 1 ? labour.segments : [];
  return [
    ...labour.late.map(lateWords),
    ...parts.map(({ since, days, minutes }) => {
      const day = longDay(since);
      const counted = `${plural(days, { one: "# día", other: "# días" })}, ${durationWords(minutes)}`;
      return t`Desde el ${day}: ${counted}`;
    }),
    ...(labour.carriedMinutes > 0 ? [carriedWords(labour.carriedMinutes)] : []),
  ];
}

type Late = NonNullable<Statement["labour"]>["late"][number];

function lateWords({ on, minutes, days }: Late): string {
  const day = longDay(on);
  const whole = days === 0 ? "" : `${plural(Math.abs(days), { one: "# día", other: "# días" })}, `;
  const counted = `${whole}${durationWords(Math.abs(minutes))}`;
  return minutes < 0
    ? t`Se quita ${counted}, del ${day}: se había contado de más.`
    : t`Incluye ${counted}, del ${day}: no se había contado.`;
}

function carriedWords(minutes: number): string {
  const hours = durationWords(minutes);
  return t`No alcanzan para un día: ${hours}. Se suman al mes siguiente.`;
}

/** What a line is reckoned from, in figures: of what, how much of it, before rounding and after, by which norm. */
export function reckonedWords({ base, rate, reference, ...line }: Line, amount: string): string {
  const exact = line.exact ?? amount;
  return [
    base ? t`Base: ${base}` : "",
    rate ? t`Tasa: ${rate}` : "",
    t`Valor exacto: ${exact}`,
    t`Redondeado: ${amount}`,
    reference ? t`Norma: ${reference}` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Such as “octubre de 2026”, or with its days where it does not tell of all of them. */
export function periodWords(month: Month): string {
  const name = monthAndYear(month.month);
  if (isWhole(month)) return name;
  const first = Number(month.startsOn.slice(8));
  const last = Number(month.closesOn.slice(8));
  return t`${name}, del ${first} al ${last}`;
}
