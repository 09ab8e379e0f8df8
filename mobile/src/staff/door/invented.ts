/** An invented door for tests of its screens, and a service that takes each mark once. */
import type { DoorListOf, DoorMark } from "@/data/doorOutbox";
import { dayAt, today } from "@/l10n/dates";

export const DATE = "d1";
const at = (hour: string) => `${today()}T${hour}:00Z`;

/** The `nth` household: an adult and a child of theirs. */
export function party(nth: number): DoorListOf["parties"][number] {
  return {
    answerId: `a${nth}`,
    guests: [
      { visitorId: `v${nth}`, givenNames: "Ana", surnames: surname(nth), adult: true, documentEnd: "789" },
      { visitorId: `c${nth}`, givenNames: "Beto", surnames: surname(nth), adult: false, documentEnd: "123" },
    ],
  };
}

/** A surname of its own for each, in the order of the numbers. */
export function surname(nth: number): string {
  return `Familia ${String(nth).padStart(4, "0")}`;
}

/** A list of so many households, where a test says nothing else. */
export function list(households: number, about: Partial<DoorListOf> = {}): DoorListOf {
  return {
    id: DATE,
    title: "Concierto de la tarde",
    doorsAt: at("19:30"),
    startsAt: at("20:00"),
    endsAt: at("21:30"),
    state: "PLANNED",
    madeAt: at("12:00"),
    parties: Array.from({ length: households }, (_, index) => party(index + 1)),
    openParties: [{ openAnswerId: "o1", code: "K7MP-3QX9", adults: 2, children: 1 }],
    marks: [],
    counts: [],
    ...about,
  };
}

/** A mark as another phone made it. */
export function mark(id: string, about: Partial<DoorMark> = {}): DoorMark {
  return {
    id,
    answerId: null,
    visitorId: null,
    openAnswerId: null,
    guestClass: "RELATIVE",
    adults: 1,
    children: 0,
    undoes: null,
    markedAt: at("19:40"),
    ...about,
  };
}

type Sent = { occurrenceId: string; marks: DoorMark[] };

/** A door that takes each mark once and answers the whole list; `also`: what other phones have marked meanwhile. */
export function doorOf(first: DoorListOf) {
  const marks = new Map(first.marks.map((each) => [each.id, each]));
  const whole = () => ({ ...first, marks: [...marks.values()] });
  return {
    marks,
    also: (mark: DoorMark) => marks.set(mark.id, mark),
    answers: {
      DoorDates: { doorDates: [dateOf(first)] },
      DoorList: () => ({ doorList: whole() }),
      MarkDoor: ({ marks: sent }: Sent) => {
        for (const each of sent) marks.set(each.id, each);
        return { markDoor: { __typename: "DoorList", ...whole() } };
      },
    },
  };
}

/** It in the list of dates. */
export function dateOf(of: DoorListOf, about: object = {}) {
  const { id, title, doorsAt, startsAt, endsAt, state } = of;
  return { id, eventId: "e1", title, doorsAt, startsAt, endsAt, state, people: 43, ...about };
}

/** Who takes part in it. */
export function sheet(people: readonly (number | null)[], about: object = {}) {
  const { id, title, startsAt, endsAt, state } = list(0);
  return {
    id,
    title,
    startsAt,
    endsAt,
    state,
    people: people.map((minutes, index) => ({
      inmate: { id: `i${index + 1}`, givenNames: "Juan", surnames: `Inventado ${index + 1}` },
      minutes,
    })),
    ...about,
  };
}

export const TODAY = dayAt(at("20:00"));
