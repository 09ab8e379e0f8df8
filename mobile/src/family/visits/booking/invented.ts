/** An invented family and its turns, for the tests of booking. */
import type { Turn } from "./days";

/** Monday 16 November 2026, ten in the morning in Lima. */
export const MONDAY = Date.parse("2026-11-16T15:00:00Z");

export const HUARAZ = { id: "huaraz", name: "E.P. de Huaraz" };
export const JUAN = {
  id: "juan",
  givenNames: "Juan Carlos",
  surnames: "Quispe Rojas",
  establishment: HUARAZ,
};
export const ROSA = { id: "rosa", givenNames: "Rosa", surnames: "Quispe Rojas", establishment: HUARAZ };

export const MARIA = {
  id: "maria",
  capacity: "OWN",
  guardianId: null as string | null,
  givenNames: "María",
  surnames: "Rojas",
  bornOn: "1968-04-02",
};
export const LUCIA = {
  ...MARIA,
  id: "lucia",
  capacity: "SHARED_PHONE",
  givenNames: "Lucía",
  bornOn: "1992-11-19",
};
export const ABUELA = {
  ...MARIA,
  id: "abuela",
  capacity: "REPRESENTED",
  givenNames: "Flora",
  bornOn: "1940-01-25",
};
export const THIAGO = {
  ...MARIA,
  id: "thiago",
  capacity: "MINOR",
  guardianId: "lucia",
  givenNames: "Thiago",
  bornOn: "2019-07-30",
};

export function tie(person: { id: string }, inmate: object | null = JUAN, state = "APPROVED") {
  return { state, visitor: { id: person.id }, inmate };
}

/** What `WhoMayVisit` answers. */
export function who(people: object[], ties: object[]) {
  return { myTies: { nodes: ties }, myPeople: { nodes: people } };
}

/** A family of which everybody may go. */
export const FAMILY = who([MARIA, LUCIA, THIAGO, ABUELA], [tie(MARIA), tie(LUCIA), tie(THIAGO), tie(ABUELA)]);
/** Only the mother. */
export const ALONE = who([MARIA], [tie(MARIA)]);

/** A turn of a day, from nine to half past eleven unless it says otherwise. */
export function turn(id: string, visitOn: string, more: Partial<Turn> = {}): Turn {
  return {
    id,
    visitOn,
    startsAt: `${visitOn}T14:00:00Z`,
    endsAt: `${visitOn}T16:30:00Z`,
    stayMinutes: 150,
    visitType: "ORDINARY",
    place: "DIRECT",
    placesLeft: "PLENTY",
    takeable: true,
    why: null,
    ...more,
  };
}

/** One that cannot be taken, and why. */
export function closed(id: string, visitOn: string, message: string, more: Partial<Turn> = {}): Turn {
  return turn(id, visitOn, { takeable: false, why: { code: "NOT_AVAILABLE", message }, ...more });
}

/** What `Availability` answers. */
export function available(...slots: Turn[]) {
  return { availability: { __typename: "Availability", slots } };
}
