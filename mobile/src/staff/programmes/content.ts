/** What an event says, as the service keeps it, and as somebody types it: text in every line until it is sent. */
import type {
  Audience,
  EventExceptionInput,
  EventInput,
  ExceptionKind,
  OfficeEventQuery,
  Regime,
  Sex,
  Stage,
  VisitEffect,
  Where,
} from "@/data/gen/staff/programmes";
import type { Day } from "@/l10n/dates";
import { hourOf } from "../workday/entries";
import { endOf, minutesTo, ruleText, type Weekly, weeklyOf } from "./dates";

export type Kind = EventInput["kind"];
export type Whole = OfficeEventQuery["officeEvent"];
/** All of it: nothing is left to the service's own choice. */
export type Content = { poster: string | null } & {
  [Part in Exclude<keyof EventInput, "poster">]-?: NonNullable<
    EventInput[Part]
  > extends readonly (infer One)[]
    ? One[]
    : NonNullable<EventInput[Part]> extends object
      ? Required<NonNullable<EventInput[Part]>>
      : NonNullable<EventInput[Part]>;
};

/** Hours as they are typed. */
export type Span = { at: string; until: string };
/** `id`: by which the form tells one from another. */
export type Extra = Span & { id: number; on: Day | undefined };
export type Exception = {
  key: string;
  kind: ExceptionKind;
  on: Day | undefined;
  at: string;
  until: string;
  why: string;
};
export type Repeat = "ONCE" | "WEEKLY" | "OTHER";
export type Told = "YES" | "NO" | "UNSAID";
export const OPENNESS = ["stepFree", "seats", "toilets", "signLanguage"] as const;
export type Openness = (typeof OPENNESS)[number];

/** Who of those held may be named; an empty list leaves nobody out. `approval`: number of the act that lets men in. */
export type TakesPart = {
  sexes: Sex[];
  stages: Stage[];
  regimes: Regime[];
  consent: boolean;
  approval: string;
};

/** An event as somebody types it. */
export type Written = {
  kind: Kind | undefined;
  audience: Audience | undefined;
  title: string;
  summary: string;
  where: Where;
  room: string;
  name: string;
  address: string;
  link: string;
  effect: VisitEffect;
  takesPart: TakesPart;
  /** It is sent and chosen on the event's own screen. */
  poster: string | null;
  alsoAt: string[];
  firstOn: Day | undefined;
  hours: Span;
  doors: string;
  repeat: Repeat;
  /** A rule that this form cannot show: it stays as it is. */
  rule: string;
  weekdays: number[];
  every: "1" | "2";
  ends: "COUNT" | "UNTIL";
  count: string;
  until: Day | undefined;
  extra: Extra[];
  exceptions: Exception[];
  people: string;
  adults: string;
  children: string;
  partyAdults: string;
  partyChildren: string;
  wanted: boolean;
  closeHours: string;
  offerHours: string;
  arrive: string;
  documents: string;
  dress: string;
  bring: string;
  forbidden: string;
  leastAge: string;
  access: Record<Openness, Told>;
  /** Codes of languages, or their names where the app speaks none of them. */
  spoken: string[];
  accessNote: string;
  words: { language: string; title: string; summary: string }[];
  works: { title: string; author: string }[];
};

/** What nobody has written anything into. */
export const BLANK: Written = {
  kind: undefined,
  audience: undefined,
  title: "",
  summary: "",
  where: "INSIDE",
  room: "",
  name: "",
  address: "",
  link: "",
  effect: "NONE",
  takesPart: { sexes: [], stages: [], regimes: [], consent: false, approval: "" },
  poster: null,
  alsoAt: [],
  firstOn: undefined,
  hours: { at: "", until: "" },
  doors: "30",
  repeat: "ONCE",
  rule: "",
  weekdays: [],
  every: "1",
  ends: "COUNT",
  count: "8",
  until: undefined,
  extra: [],
  exceptions: [],
  people: "",
  adults: "",
  children: "",
  partyAdults: "2",
  partyChildren: "3",
  wanted: true,
  closeHours: "24",
  offerHours: "24",
  arrive: "30",
  documents: "",
  dress: "",
  bring: "",
  forbidden: "",
  leastAge: "",
  access: { stepFree: "UNSAID", seats: "UNSAID", toilets: "UNSAID", signLanguage: "UNSAID" },
  spoken: [],
  accessNote: "",
  words: [],
  works: [],
};

/** What an event says now: its draft where there is one, else what was released. */
export function newest(event: Whole): Content {
  return (event.draft?.content ?? event.content) as Content;
}

/** What was released; nothing where nothing was. */
export function releasedOf(event: Whole): Content | undefined {
  return (event.content ?? undefined) as Content | undefined;
}

/** The version that a change is made upon. */
export function versionOf(event: Whole): number {
  return event.draft?.version ?? 0;
}

/** The release that a change without a draft is made upon; null: there is a draft, or nothing was released. */
export function releaseNoOf(event: Whole): number | null {
  return event.draft ? null : (event.releases[0]?.no ?? null);
}

/** As it is typed. */
export function writtenOf(content: Content): Written {
  const { dates, venue, places, answers, entry, access } = content;
  const weekly = dates.rule ? shownRule(dates.rule, dates.firstOn) : undefined;
  return {
    ...BLANK,
    kind: content.kind,
    audience: content.audience,
    title: content.title,
    summary: content.summary,
    where: venue.where,
    room: venue.room,
    name: venue.name,
    address: venue.address,
    link: venue.link,
    effect: content.effect,
    takesPart: { ...BLANK.takesPart, ...content.takesPart },
    poster: content.poster,
    alsoAt: content.alsoAt.map(String),
    firstOn: dates.firstOn,
    hours: spanOf(dates.at, dates.minutes),
    doors: String(dates.doorsMinutes),
    repeat: weekly ? "WEEKLY" : dates.rule ? "OTHER" : "ONCE",
    rule: weekly ? "" : dates.rule,
    ...(weekly ? typedRule(weekly) : {}),
    extra: dates.extra.map(({ on, at, minutes }, id) => ({ id, on, ...spanOf(at, minutes) })),
    exceptions: dates.exceptions.map((each) =>
      typedException(each, { at: dates.at, minutes: dates.minutes }),
    ),
    people: figure(places.people),
    adults: figure(places.adults),
    children: figure(places.children),
    partyAdults: figure(places.partyAdults),
    partyChildren: figure(places.partyChildren),
    wanted: answers.wanted,
    closeHours: figure(answers.closeHours),
    offerHours: figure(answers.offerHours),
    arrive: figure(entry.arriveMinutes),
    documents: entry.documents,
    dress: entry.dress,
    bring: entry.bring,
    forbidden: entry.forbidden,
    leastAge: figure(entry.leastAge),
    access: {
      stepFree: toldOf(access.stepFree),
      seats: toldOf(access.seats),
      toilets: toldOf(access.toilets),
      signLanguage: toldOf(access.signLanguage),
    },
    spoken: [...access.spoken],
    accessNote: access.note,
    words: content.words.map(({ language, title, summary }) => ({ language, title, summary: summary ?? "" })),
    works: content.works.map(({ title, author }) => ({ title, author: author ?? "" })),
  };
}

/** A rule that this form shows: others stay as they are. */
function shownRule(rule: string, firstOn: Day): Weekly | undefined {
  const weekly = weeklyOf(rule, firstOn);
  return weekly && weekly.every <= 2 ? weekly : undefined;
}

function typedRule({ weekdays, every, count, until }: Weekly): Partial<Written> {
  return {
    weekdays: [...weekdays],
    every: every === 2 ? "2" : "1",
    ends: until ? "UNTIL" : "COUNT",
    count: figure(count ?? 8),
    until,
  };
}

/** What is different on one date, as it is typed; what it does not say is as it was `planned`. */
export function typedException(
  { key, kind, on, at, minutes, why }: EventExceptionInput,
  planned: { on?: Day; at: string; minutes: number },
): Exception {
  const span = spanOf(at ?? planned.at, minutes ?? planned.minutes);
  return { key, kind, on: on ?? planned.on ?? key.slice(0, 10), ...span, why: why ?? "" };
}

/** Hours as somebody types them. */
export function spanOf(at: string, minutes: number): Span {
  return { at, until: endOf(at, minutes) };
}

/** The rule that was written; nothing while it is not whole. */
export function weeklyWritten(written: Written): Weekly | undefined {
  const { weekdays, every, ends, count, until } = written;
  const times = numberOf(count);
  if (weekdays.length === 0 || (ends === "UNTIL" ? !until : !times)) return undefined;
  return { weekdays, every: Number(every), ...(ends === "UNTIL" ? { until } : { count: times ?? 1 }) };
}

/** The dates that were written; nothing while a day or an hour is missing. */
export function datesWritten(written: Written): Content["dates"] | undefined {
  const { firstOn, repeat } = written;
  const span = spanWritten(written.hours);
  const weekly = repeat === "WEEKLY" ? weeklyWritten(written) : undefined;
  if (!firstOn || !span || (repeat === "WEEKLY" && !weekly)) return undefined;
  return {
    firstOn,
    ...span,
    doorsMinutes: numberOf(written.doors) ?? 0,
    rule: weekly ? ruleText(weekly) : repeat === "OTHER" ? written.rule : "",
    extra: written.extra.flatMap((each) => {
      const hours = spanWritten(each);
      return each.on && hours ? [{ on: each.on, ...hours }] : [];
    }),
    exceptions: written.exceptions.map(sentException),
  };
}

/** One exception as it is sent: what stays as planned is not said. */
export function sentException({ key, kind, on, at, until, why }: Exception): EventExceptionInput {
  const hours = kind === "MOVED" ? spanWritten({ at, until }) : undefined;
  return {
    key,
    kind,
    on: kind === "MOVED" ? (on ?? null) : null,
    at: hours?.at ?? null,
    minutes: hours?.minutes ?? null,
    why: why.trim(),
  };
}

/** Hours that were typed; nothing where one cannot be read. */
export function spanWritten({ at, until }: Span): { at: string; minutes: number } | undefined {
  const [first, last] = [hourOf(at), hourOf(until)];
  return first && last ? { at: first, minutes: minutesTo(first, last) } : undefined;
}

/** What is sent. Call it for what has no fault alone: see `faults.ts`. Nothing while it has. */
export function contentWritten(written: Written): Content | undefined {
  const { kind, audience, where } = written;
  const dates = datesWritten(written);
  if (!kind || !audience || !dates) return undefined;
  const venue = {
    where,
    room: where === "INSIDE" ? written.room.trim() : "",
    name: where === "OUTSIDE" ? written.name.trim() : "",
    address: where === "OUTSIDE" ? written.address.trim() : "",
    link: where === "ONLINE" ? written.link.trim() : "",
  };
  return {
    kind,
    audience,
    title: written.title.trim(),
    summary: written.summary.trim(),
    venue,
    dates,
    words: written.words.map((each) => ({
      language: each.language,
      title: each.title.trim(),
      summary: each.summary.trim(),
    })),
    works: written.works.map((each) => ({ title: each.title.trim(), author: each.author.trim() })),
    alsoAt: written.alsoAt,
    // Elsewhere it stands in no visit's way.
    effect: where === "INSIDE" ? written.effect : "NONE",
    takesPart: { ...written.takesPart, approval: written.takesPart.approval.trim() },
    poster: written.poster,
    ...restWritten(written),
  };
}

function restWritten(written: Written): Pick<Content, "places" | "answers" | "entry" | "access"> {
  const { stepFree, seats, toilets, signLanguage } = written.access;
  return {
    places: {
      people: numberOf(written.people) ?? null,
      adults: numberOf(written.adults) ?? null,
      children: numberOf(written.children) ?? null,
      partyAdults: numberOf(written.partyAdults) ?? 0,
      partyChildren: numberOf(written.partyChildren) ?? 0,
    },
    answers: {
      wanted: written.wanted,
      closeHours: numberOf(written.closeHours) ?? 0,
      offerHours: numberOf(written.offerHours) ?? 0,
    },
    entry: {
      arriveMinutes: numberOf(written.arrive) ?? 0,
      documents: written.documents.trim(),
      dress: written.dress.trim(),
      bring: written.bring.trim(),
      forbidden: written.forbidden.trim(),
      leastAge: numberOf(written.leastAge) ?? null,
    },
    access: {
      stepFree: sayOf(stepFree),
      seats: sayOf(seats),
      toilets: sayOf(toilets),
      signLanguage: sayOf(signLanguage),
      spoken: written.spoken,
      note: written.accessNote.trim(),
    },
  };
}

/** A number that was typed; nothing where none was. */
export function numberOf(typed: string): number | undefined {
  return /^\d{1,6}$/.test(typed.trim()) ? Number(typed.trim()) : undefined;
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

function toldOf(value: boolean | null | undefined): Told {
  return value === null || value === undefined ? "UNSAID" : value ? "YES" : "NO";
}

function sayOf(told: Told): boolean | null {
  return told === "UNSAID" ? null : told === "YES";
}
