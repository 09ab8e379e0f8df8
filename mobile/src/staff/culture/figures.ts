/** What charts and lists of a year are reckoned from; nothing of it is drawn here. Money is in whole céntimos. */
import type { CultureYearQuery } from "@/data/gen/staff/culture";

export type Year = CultureYearQuery["cultureYear"];

/** People of one age, by sex; `others`: whose sex nobody wrote down. */
export type AgeRow = { from: number | null; to: number | null; women: number; men: number; others: number };

/** All twelve months, those without anything too. */
export function twelve(months: Year["months"]): Year["months"] {
  return Array.from({ length: 12 }, (_, index) => {
    const nothing = { month: index + 1, dates: 0, audience: 0, parts: 0, minutes: 0 };
    return months.find((each) => each.month === index + 1) ?? nothing;
  });
}

/** Where something is most; nothing where there is none of it. The first of several. */
export function top<T>(of: readonly T[], amount: (each: T) => number): T | undefined {
  const most = Math.max(0, ...of.map(amount));
  return most > 0 ? of.find((each) => amount(each) === most) : undefined;
}

/** The sum of an amount of each. */
export function sum<T>(of: readonly T[], amount: (each: T) => number): number {
  return of.reduce((total, each) => total + amount(each), 0);
}

/** Ages from the youngest on, each with its women and men; those whose age nobody knows last. */
export function agesOf(bands: Year["bands"]): AgeRow[] {
  const rows = new Map<string, AgeRow>();
  for (const { sex, from, to, people } of bands) {
    if (people === 0) continue;
    const key = `${from} ${to}`;
    const row = rows.get(key) ?? { from, to, women: 0, men: 0, others: 0 };
    const who = sex.startsWith("F") ? "women" : sex.startsWith("M") ? "men" : "others";
    rows.set(key, { ...row, [who]: row[who] + people });
  }
  const first = ({ from, to }: AgeRow) => from ?? (to === null ? Number.POSITIVE_INFINITY : -1);
  return [...rows.values()].sort((one, other) => first(one) - first(other));
}

/** A part of a whole in hundredths, rounded; nothing of nothing. */
export function hundredths(part: number, whole: number): number {
  return whole > 0 ? Math.round((part * 100) / whole) : 0;
}

/** How long a bar is, and how much of it is filled: more spent than planned fills all of a longer one. */
export function moneyBar({ planned, spent }: { planned: number; spent: number }): {
  value: number;
  filled: number;
} {
  const filled = Math.max(0, spent);
  return { value: Math.max(planned, filled), filled };
}

/** Nothing happened, nothing is planned and nothing was given. */
export function isEmpty(year: Year): boolean {
  const { events, held, calledOff, toCome, parts, ensembles, certificates, planned, spent } = year;
  const all = [events, held, calledOff, toCome, parts, ensembles, certificates, planned, spent];
  return all.every((each) => each === 0) && year.partners.length === 0;
}

/** What was given in money and in kind, and how many gifts nobody valued; corrected lines count no more. */
export function given(
  contributions: readonly { kind: "CASH" | "IN_KIND"; worth: number | null; corrected: boolean }[],
): { cash: number; inKind: number; unvalued: number } {
  const counted = contributions.filter((each) => !each.corrected);
  const of = (kind: string) =>
    sum(
      counted.filter((each) => each.kind === kind),
      (each) => each.worth ?? 0,
    );
  return {
    cash: of("CASH"),
    inKind: of("IN_KIND"),
    unvalued: counted.filter((each) => each.worth === null).length,
  };
}
