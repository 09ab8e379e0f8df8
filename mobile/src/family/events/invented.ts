/** Invented events and people for the tests of these screens, as the service tells them. */
import type { WhoMayVisitQuery } from "@/data/gen/documents";
import { page } from "@/testing/visit";
import type { Answer, Happening, Listed } from "./happening";

export const CONCERT: Happening = {
  id: "o1",
  kind: "CONCERT",
  audience: "ENROLLED_RELATIVES",
  title: "Concierto de Navidad",
  summary: "Villancicos con la orquesta.",
  startsAt: "2036-12-06T20:00:00Z",
  doorsAt: "2036-12-06T19:30:00Z",
  endsAt: "2036-12-06T22:00:00Z",
  state: "PLANNED",
  why: null,
  establishment: { id: "huaraz", name: "Huaraz" },
  venue: { where: "INSIDE", room: "Auditorio", name: "", address: "", link: "" },
  entry: {
    arriveMinutes: 30,
    documents: "Lleve su DNI.",
    dress: "Sin ropa negra.",
    bring: "",
    forbidden: "No lleve celular.",
    leastAge: null,
  },
  access: {
    stepFree: true,
    seats: null,
    toilets: false,
    signLanguage: null,
    spoken: ["es", "quz"],
    note: "",
  },
  works: [{ title: "Noche de paz", author: "Franz Gruber" }],
  poster: null,
  answersWanted: true,
  answersUntil: "2036-12-05T20:00:00Z",
  partyAdults: 2,
  partyChildren: 1,
  placesLeft: "SOME",
  through: [{ id: "i1", givenNames: "Juan Carlos", surnames: "Flores Quispe" }],
  answer: null,
};

export const GOING: Answer = {
  id: "a1",
  state: "GOING",
  endedWhy: null,
  adults: 1,
  children: 1,
  inmateId: "i1",
  visitorIds: ["p1", "p2"],
  offeredUntil: null,
};

export const WAITING: Answer = { ...GOING, state: "WAITING" };
export const OFFERED: Answer = { ...GOING, state: "OFFERED", offeredUntil: "2036-12-04T20:00:00Z" };
export const WITHDRAWN: Answer = { ...GOING, state: "WITHDRAWN", endedWhy: "OWN_WISH" };

/** An answer to an act: the answer as it is then. */
export function answered(answer: Answer) {
  return { __typename: "EventAnswer" as const, ...answer };
}

/** As much of it as a list says. */
export function listed(event: Happening, other: Partial<Listed> = {}): Listed {
  const { id, kind, title, startsAt, endsAt, state, establishment, poster, answer } = event;
  const { where, name } = event.venue;
  const mine = answer && { id: answer.id, state: answer.state };
  return {
    id,
    kind,
    title,
    startsAt,
    endsAt,
    state,
    establishment,
    venue: { where, name },
    poster,
    answer: mine,
    ...other,
  };
}

/** A page of what is on. */
export function on(events: readonly Listed[], next: string | null = null) {
  return { whatsOn: page(events, next) };
}

const TIE = (visitor: string, inmate: string) => ({
  state: "APPROVED" as const,
  visitor: { id: visitor },
  inmate: { id: inmate, givenNames: "Juan Carlos", surnames: "Flores Quispe", establishment: null },
});

const PERSON = { capacity: "OWN" as const, guardianId: null, surnames: "Quispe Mamani" };

/** Rosa, her sister Elena, her children Luis and Ana, and Carmen, whose tie is not confirmed. */
export const WHO: WhoMayVisitQuery = {
  myTies: { nodes: [TIE("p1", "i1"), TIE("p2", "i1"), TIE("p3", "i1"), TIE("p5", "i1"), TIE("p1", "i2")] },
  myPeople: {
    nodes: [
      { ...PERSON, id: "p2", capacity: "MINOR", guardianId: "p1", givenNames: "Luis", bornOn: "2026-12-06" },
      { ...PERSON, id: "p5", capacity: "MINOR", guardianId: "p1", givenNames: "Ana", bornOn: "2018-12-07" },
      { ...PERSON, id: "p1", givenNames: "Rosa", bornOn: "1990-05-10" },
      { ...PERSON, id: "p3", capacity: "SHARED_PHONE", givenNames: "Elena", bornOn: "1988-03-01" },
      { ...PERSON, id: "p4", capacity: "REPRESENTED", givenNames: "Carmen", bornOn: "1960-03-01" },
    ],
  },
};
