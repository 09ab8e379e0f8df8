/** What is missing or cannot be in an event that somebody writes, each under the field that it is about. */
import { t } from "@lingui/core/macro";
import type { Problem } from "@/data/acts";
import { today, weekday, weekdayOf } from "@/l10n/dates";
import { STAGES } from "../inmates/events/possible";
import { hourOf } from "../workday/entries";
import {
  type Exception,
  type Extra,
  numberOf,
  type Span,
  spanWritten,
  type Written,
  weeklyWritten,
} from "./content";
import { daysOf, MOST_DATES } from "./dates";

/** By the names that the service gives to fields, such as `dates.rule` or `words.0`. */
export type Faults = Readonly<Record<string, string>>;

/** Of these the service says that one is wrong, and not which. */
const GROUPS = ["words", "works", "dates.extra", "dates.exceptions", "alsoAt"];

/** What the service did not take, under the field that it named; nothing where it named none. */
export function faultOf(problem: Problem | undefined): Faults {
  const field = problem?.field;
  if (!field) return {};
  const group = GROUPS.find((each) => field === each || field.startsWith(`${each}.`));
  return { [group ?? field]: t`Esto no se aceptó. Revíselo.` };
}

/** All that stands in the way of sending it; empty when nothing does. `begun`: its first day may be past. */
export function faultsOf(written: Written, begun = false): Faults {
  const all: [string, string | undefined][] = [
    ["kind", written.kind ? undefined : t`Elija qué es.`],
    ["audience", written.audience ? undefined : t`Elija quiénes pueden venir.`],
    ["title", written.title.trim() ? undefined : t`Escriba un título.`],
    ...placeFaults(written),
    ...dayFaults(written, begun),
    ...ruleFaults(written),
    ...written.extra.map((each, index): [string, string | undefined] => [
      `dates.extra.${index}`,
      extraFault(each, written),
    ]),
    ...written.exceptions.map((each): [string, string | undefined] => [
      `dates.exceptions.${each.key}`,
      exceptionFault(each),
    ]),
    ...figureFaults(written),
    ["takesPart.stages", stageFault(written)],
    ...written.words.map((each, index): [string, string | undefined] => [
      `words.${index}`,
      each.title.trim() ? undefined : t`Escriba un título.`,
    ]),
    ...written.works.map((each, index): [string, string | undefined] => [
      `works.${index}`,
      each.title.trim() ? undefined : t`Escriba un título.`,
    ]),
  ];
  return Object.fromEntries(all.filter((each): each is [string, string] => each[1] !== undefined));
}

function placeFaults({
  audience,
  where,
  room,
  name,
  address,
  link,
}: Written): [string, string | undefined][] {
  const outside = where === "OUTSIDE";
  const apart = audience !== undefined && (audience === "ONLINE") !== (where === "ONLINE");
  return [
    ["venue.where", apart ? t`Lo que es por internet es para cualquiera, y al revés.` : undefined],
    ["venue.room", where === "INSIDE" && !room.trim() ? t`Escriba en qué ambiente.` : undefined],
    ["venue.name", outside && !name.trim() ? t`Escriba cómo se llama el lugar.` : undefined],
    ["venue.address", outside && !address.trim() ? t`Escriba la dirección.` : undefined],
    [
      "venue.link",
      where === "ONLINE" && !/^https:\/\/\S+\.\S+$/.test(link.trim())
        ? t`Escriba el enlace completo, desde https://`
        : undefined,
    ],
  ];
}

function dayFaults({ firstOn, hours }: Written, begun: boolean): [string, string | undefined][] {
  const past = firstOn !== undefined && !begun && firstOn < today();
  return [
    ["dates.firstOn", firstOn ? (past ? t`Ese día ya pasó.` : undefined) : t`Escriba el día.`],
    ...hourFaults(hours),
  ];
}

function hourFaults({ at, until }: Span): [string, string | undefined][] {
  const wrong = t`Escriba una hora, como 8:00 o 16:30.`;
  return [
    ["dates.at", hourOf(at) ? undefined : wrong],
    ["dates.minutes", hourOf(until) ? undefined : wrong],
  ];
}

function ruleFaults(written: Written): [string, string | undefined][] {
  if (written.repeat !== "WEEKLY") return [];
  return [
    ["dates.rule", ruleFault(written)],
    ["dates.rule.end", endFault(written)],
  ];
}

function ruleFault({ weekdays, firstOn }: Written): string | undefined {
  if (weekdays.length === 0) return t`Elija por lo menos un día de la semana.`;
  if (!firstOn || weekdays.includes(weekdayOf(firstOn))) return undefined;
  const day = weekday(firstOn);
  return t`El primer día es ${day}: elija también ese día, o cambie el primero.`;
}

function endFault(written: Written): string | undefined {
  const { ends, until, firstOn, count } = written;
  if (ends === "UNTIL" && !until) return t`Escriba hasta qué día.`;
  if (ends === "UNTIL" && firstOn && until && until < firstOn)
    return t`Debe ser el primer día o uno después.`;
  if (ends === "COUNT" && !numberOf(count)) return t`Escriba cuántas veces.`;
  const weekly = weeklyWritten(written);
  const many = weekly && firstOn ? daysOf(firstOn, weekly).length > MOST_DATES : false;
  return many ? t`Son demasiadas fechas: como máximo ${MOST_DATES}.` : undefined;
}

function extraFault(extra: Extra, { firstOn }: Written): string | undefined {
  if (!extra.on || !spanWritten(extra)) return t`Escriba el día y las horas, o quítelo.`;
  return firstOn && extra.on < firstOn ? t`Debe ser el primer día o uno después.` : undefined;
}

/** A stage is of a regime: of one that is not chosen nobody can be. */
function stageFault({ takesPart: { stages, regimes } }: Written): string | undefined {
  if (stages.length === 0 || regimes.length === 0) return undefined;
  const possible = regimes.flatMap((each) => STAGES[each]);
  return stages.some((each) => possible.includes(each))
    ? undefined
    : t`Ninguna de estas etapas es de los regímenes marcados.`;
}

/** What is missing in a change of one date. */
export function exceptionFault(exception: Exception): string | undefined {
  const { kind, on, at, until, why } = exception;
  if (kind !== "MOVED") return why.trim() ? undefined : t`Escriba el motivo: las familias lo leerán.`;
  return on && spanWritten({ at, until }) ? undefined : t`Escriba el día y las horas nuevas.`;
}

/** Where each figure is written, and from how many to how many it may be. */
const FIGURES = {
  "dates.doorsMinutes": ["doors", 0, 720],
  "places.people": ["people", 1, 100_000],
  "places.adults": ["adults", 1, 100_000],
  "places.children": ["children", 1, 100_000],
  "places.partyAdults": ["partyAdults", 1, 10],
  "places.partyChildren": ["partyChildren", 0, 10],
  "answers.closeHours": ["closeHours", 0, 1440],
  "answers.offerHours": ["offerHours", 1, 336],
  "entry.arriveMinutes": ["arrive", 0, 720],
  "entry.leastAge": ["leastAge", 0, 120],
} as const satisfies Record<string, readonly [keyof Written, number, number]>;

/** What may be left empty: nobody said. */
const OPEN: readonly string[] = ["places.people", "places.adults", "places.children", "entry.leastAge"];

function figureFaults(written: Written): [string, string | undefined][] {
  return Object.entries(FIGURES).map(([field, [name, least, most]]) => {
    const typed = written[name].trim();
    const number = numberOf(typed);
    const fine =
      typed === "" ? OPEN.includes(field) : number !== undefined && number >= least && number <= most;
    return [field, fine ? undefined : t`Escriba un número de ${least} a ${most}.`];
  });
}

/** Letters that a reason has at least. */
export const SHORTEST_WHY = 3;
