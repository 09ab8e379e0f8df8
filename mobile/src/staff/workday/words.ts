/** What the codes of a day of work are called, and what a line of a sheet says. */
import { t } from "@lingui/core/macro";
import type { PriceBasis, WorkIncident } from "@/data/gen/staff/work";
import { hoursWords } from "../workmonth/amounts";
import { absenceWords, workPlaceWords } from "../workmonth/words";
import { byTime, type Entry, isWorked, minutesOf, type Price } from "./entries";
import type { Person } from "./people";

/** What happened during a shift. */
export function incidentWords(incident: WorkIncident): string {
  const words: Record<WorkIncident, string> = {
    RULE_BROKEN: t`Incumplió una norma: pierde el turno para la cuenta`,
    INJURY: t`Se lastimó`,
    ILLNESS: t`Se sintió mal`,
    TOOL: t`Una herramienta`,
    ORDER_LATE: t`El pedido se atrasó`,
    OTHER: t`Otro hecho`,
  };
  return words[incident];
}

/** In what a price is counted by hand. */
export function unitWords(basis: PriceBasis): string {
  if (basis === "SALE_SHARE") return t`Venta, en soles`;
  return basis === "BONUS" || basis === "PENALTY" ? t`Veces` : t`Piezas`;
}

/** Somebody, and which of their shifts where that is not the only one. */
export function lineWords({ name, lines }: Pick<Person, "name" | "lines">, shift: number): string {
  const who = name ?? t`Ya no está aquí`;
  return shift > 1 || lines.length > 1 ? t`${who}, turno ${shift}` : who;
}

/** A day, and which shift of it where that is not the first. */
export function dayAndShift(day: string, shift: number | null | undefined): string {
  return shift && shift > 1 ? t`${day}, turno ${shift}` : day;
}

/** The work that a price is for. */
export function workWords({ product, operation }: Pick<Price, "product" | "operation">): string {
  return operation ? `${product}: ${operation}` : product;
}

/** A shift in a line: “08:00 a 16:00 · 8 h”, and what is unusual about it. */
export function entryWords(entry: Entry): string {
  if (!isWorked(entry)) {
    const why = absenceWords(entry.absence);
    return t`No trabajó: ${why}`;
  }
  const { begins, ends } = entry;
  const hours = hoursWords(minutesOf(entry));
  const unusual = [
    entry.place === "WORKSHOP" ? undefined : workPlaceWords(entry.place),
    entry.incident ? incidentWords(entry.incident) : undefined,
    entry.isolation ? t`En aislamiento` : undefined,
  ];
  return [t`${begins} a ${ends} · ${hours}`, ...unusual].filter(Boolean).join(" · ");
}

/** What was made: “Silla: lijado 12, 1 rechazada”. What is paid by time says it by its hours. */
export function madeWords(entry: Entry, prices: readonly Price[]): string {
  if (!isWorked(entry)) return "";
  const byId = new Map(prices.map((each) => [each.id, each]));
  return entry.made
    .map(({ priceId, made, rejected }) => {
      const price = byId.get(priceId);
      const work = price ? workWords(price) : t`Otro precio`;
      if (price && byTime(price.basis, 0) !== undefined) return work;
      const amount = price?.basis === "SALE_SHARE" ? soles(made) : String(made);
      return rejected > 0 ? t`${work} ${amount}, rechazadas ${rejected}` : `${work} ${amount}`;
    })
    .join(" · ");
}

/** Céntimos as a person writes soles. */
export function soles(centimos: number): string {
  const digits = String(centimos).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
