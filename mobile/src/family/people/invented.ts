/** Invented people and ties for the tests of these screens. */
import type { Person } from "./people";
import type { Tie } from "./ties";

export const ROSA: Person = {
  id: "p1",
  capacity: "OWN",
  guardianId: null,
  givenNames: "Rosa",
  surnames: "Quispe Mamani",
  sex: "FEMALE",
  bornOn: "1980-05-10",
  nationality: "PE",
  documentKind: "DNI",
  documentEnding: "123",
  documentValidUntil: "2036-01-01",
};

export const LUIS: Person = {
  ...ROSA,
  id: "p2",
  capacity: "MINOR",
  guardianId: "p1",
  givenNames: "Luis",
  sex: "MALE",
  bornOn: "2020-03-01",
  documentEnding: "456",
};

export const ELENA: Person = {
  ...ROSA,
  id: "p3",
  capacity: "SHARED_PHONE",
  givenNames: "Elena",
  documentKind: "FOREIGNER_CARD",
  nationality: "VE",
  documentEnding: "789",
  documentValidUntil: null,
};

export const CARMEN: Person = { ...ROSA, id: "p4", capacity: "REPRESENTED", givenNames: "Carmen" };

/** A list of people as the service answers it. */
export function listOf(...nodes: Person[]) {
  return { myPeople: { nodes, pageInfo: { endCursor: null, hasNextPage: false } } };
}

const PLACE = { id: "huaraz", name: "E.P. de Huaraz" };

export const WAITING: Tie = {
  id: "t1",
  state: "RECEIVED",
  kinship: "MOTHER",
  askedAt: "2036-03-01T15:00:00Z",
  decidedAt: null,
  asked: { givenNames: "Juan", surnames: "Flores Quispe", bornYear: 2000, establishment: PLACE },
  visitor: { id: "p1", givenNames: "Rosa", surnames: "Quispe Mamani" },
  inmate: null,
};

export const CONFIRMED: Tie = {
  ...WAITING,
  id: "t2",
  state: "APPROVED",
  decidedAt: "2036-03-03T15:00:00Z",
  inmate: { id: "i1", givenNames: "Juan Carlos", surnames: "Flores Quispe", establishment: PLACE },
};

/** A page of ties as the service answers it. */
export function tiesOf(nodes: Tie[], endCursor: string | null = null) {
  return { myTies: { nodes, pageInfo: { endCursor, hasNextPage: endCursor !== null } } };
}
