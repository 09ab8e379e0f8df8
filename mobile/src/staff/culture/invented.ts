/** Invented ensembles, means and years, as the service tells them, for tests of their screens. */
import { me } from "@/testing/office";

export const COORDINATOR = { Me: me(["lurigancho", "PROGRAMME_COORDINATOR"]) };

/** A group of this place. */
export function ensemble(about: object = {}) {
  return {
    id: "g1",
    programmeId: "p1",
    programme: "Recitales",
    name: "Orquesta juvenil",
    kind: "ORCHESTRA",
    teacher: "Rosa Supuesta",
    instruments: [{ name: "violines", count: 10 }],
    begunOn: "2024-03-01",
    endedOn: null,
    members: 12,
    works: [{ id: "w1", title: "Vírgenes del sol", author: "Jorge Bravo de Rueda" }],
    ...about,
  };
}

/** Somebody in it. */
export function member(id: string, about: object = {}) {
  return {
    id,
    part: "violín",
    fromOn: "2025-01-15",
    untilOn: null,
    inmate: { id: "i1", givenNames: "Luis", surnames: "Inventado Soto" },
    ...about,
  };
}

/** Who helps. */
export function partner(about: object = {}) {
  return {
    id: "a1",
    programmeId: "p1",
    programme: "Recitales",
    name: "Museo Supuesto",
    kind: "MUSEUM",
    ...about,
  };
}

/** What was given. */
export function contribution(about: object = {}) {
  return {
    id: "c1",
    partnerId: "a1",
    partner: "Museo Supuesto",
    kind: "IN_KIND",
    worth: 125050,
    what: "Diez violines",
    givenOn: "2025-05-02",
    eventId: null,
    corrected: false,
    ...about,
  };
}

/** One line of a budget. */
export function line(about: object = {}) {
  return {
    id: "l1",
    programmeId: "p1",
    programme: "Recitales",
    source: "TREASURY",
    partner: null,
    item: "Instrumentos",
    planned: 500000,
    spent: 125050,
    ended: false,
    spendings: [{ id: "s1", amount: 125050, spentOn: "2025-04-10", document: "F001-22" }],
    ...about,
  };
}

/** A year's budget of these lines. */
export function budget(lines: object[], about: object = {}) {
  const sources = [{ source: "TREASURY", planned: 500000, spent: 125050 }];
  return { budget: { year: 2025, planned: 500000, spent: 125050, sources, lines, ...about } };
}

/** A year in which nothing was. */
export function year(about: object = {}) {
  return {
    cultureYear: {
      year: 2025,
      events: 0,
      held: 0,
      calledOff: 0,
      toCome: 0,
      beneficiaries: 0,
      parts: 0,
      minutes: 0,
      ensembles: 0,
      noShows: 0,
      certificates: 0,
      planned: 0,
      spent: 0,
      months: [],
      kinds: [],
      audience: [],
      bands: [],
      sources: [],
      partners: [],
      ...about,
    },
  };
}

/** A year with something of everything. */
export const FULL = year({
  events: 3,
  held: 5,
  calledOff: 1,
  toCome: 2,
  beneficiaries: 7,
  parts: 20,
  minutes: 1830,
  ensembles: 2,
  noShows: 4,
  certificates: 3,
  planned: 500000,
  spent: 125050,
  months: [
    { month: 3, dates: 2, audience: 40, parts: 8, minutes: 600 },
    { month: 7, dates: 3, audience: 1400, parts: 12, minutes: 1230 },
  ],
  kinds: [
    { kind: "CONCERT", dates: 4, audience: 1430 },
    { kind: "WORKSHOP", dates: 1, audience: 10 },
  ],
  audience: [
    { guestClass: "RELATIVE", adults: 80, children: 20 },
    { guestClass: "PUBLIC", adults: 1340, children: 0 },
    { guestClass: "STAFF", adults: 0, children: 0 },
  ],
  bands: [
    { sex: "M", from: 18, to: 29, people: 3 },
    { sex: "F", from: 18, to: 29, people: 2 },
    { sex: "M", from: null, to: null, people: 1 },
    { sex: "F", from: 60, to: null, people: 1 },
  ],
  sources: [
    { source: "TREASURY", planned: 400000, spent: 25050 },
    { source: "PARTNER", planned: 100000, spent: 100000 },
    { source: "SALES", planned: 0, spent: 0 },
  ],
  partners: [{ name: "Museo Supuesto", kind: "MUSEUM", cash: 0, inKind: 125050, unvalued: 1 }],
});

const NOT_FILLED = {
  title: "",
  features: "",
  results: "",
  evaluated: null,
  conclusions: "",
  goals: [],
  domains: [],
  level: "",
  startYear: null,
  website: "",
  youth: null,
  valueChain: [],
  rate: null,
  rateOn: null,
  rateSource: "",
};

/** What an office worded of its year. */
export function report(about: object = {}, measure: object = {}) {
  return {
    cultureReport: {
      year: 2025,
      version: 0,
      measure: { ...NOT_FILLED, ...measure },
      suggestion: "En 2025 se realizaron 5 fechas y participaron 7 personas.",
      missing: ["title", "results", "rate"],
      dollars: null,
      editedAt: null,
      editedBy: null,
      choices: [
        { field: "goals", code: "governance", words: "Gobernanza sostenible de la cultura" },
        { field: "goals", code: "rights", words: "Derechos humanos" },
        { field: "domains", code: "music", words: "Música" },
        { field: "level", code: "national", words: "Nacional" },
        { field: "valueChain", code: "creation", words: "Creación" },
      ],
      ...about,
    },
  };
}

/** What an act of these screens answers. */
export const CHANGED = { __typename: "MeansChanged", id: "g1" };
