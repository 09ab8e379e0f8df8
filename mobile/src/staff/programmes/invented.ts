/** Invented events, as the service tells them, for tests of their screens. */
import { page } from "@/testing/visit";
import type { Content } from "./content";

/** What an event says. */
export function content(about: Partial<Content> = {}, dates: Partial<Content["dates"]> = {}): Content {
  return {
    kind: "CONCERT",
    audience: "ENROLLED_RELATIVES",
    title: "Concierto de fin de año",
    summary: "Toca la orquesta.",
    venue: { where: "INSIDE", room: "Auditorio", name: "", address: "", link: "" },
    dates: {
      firstOn: "2036-12-06",
      at: "15:30",
      minutes: 90,
      doorsMinutes: 30,
      rule: "FREQ=WEEKLY;BYDAY=SA;COUNT=3",
      exceptions: [],
      extra: [],
      ...dates,
    },
    words: [],
    works: [],
    alsoAt: [],
    effect: "NONE",
    takesPart: { sexes: [], stages: [], regimes: [], consent: false, approval: "" },
    poster: null,
    places: { people: 60, adults: null, children: null, partyAdults: 2, partyChildren: 3 },
    answers: { wanted: true, closeHours: 24, offerHours: 24 },
    entry: { arriveMinutes: 30, documents: "DNI", dress: "", bring: "", forbidden: "", leastAge: null },
    access: { stepFree: true, seats: null, toilets: null, signLanguage: null, spoken: ["es"], note: "" },
    ...about,
  };
}

/** A date that families see. */
export function date(key: string, about: object = {}) {
  return {
    id: `d-${key}`,
    key,
    startsAt: `${key}T20:30:00Z`,
    endsAt: `${key}T22:00:00Z`,
    state: "PLANNED",
    why: null,
    goingAdults: 0,
    goingChildren: 0,
    waiting: 0,
    offered: 0,
    ...about,
  };
}

/** A draft of it. */
export function draft(about: object = {}, says: Content = content()) {
  return {
    version: 4,
    state: "OPEN",
    content: says,
    editedAt: "2036-11-20T15:00:00Z",
    editedBy: "Luz Inventada",
    submittedBy: null,
    returnedWhy: null,
    ...about,
  };
}

/** An event whole: a draft that was never released, where a test says nothing else. */
export function event(about: object = {}) {
  return {
    officeEvent: {
      id: "e1",
      establishmentId: "lurigancho",
      programmeId: "p1",
      seasonId: null,
      state: "DRAFT",
      content: null,
      draft: draft(),
      releases: [],
      posters: [],
      dates: [],
      ...about,
    },
  };
}

/** One that families see, with three dates. */
export function released(about: object = {}) {
  return event({
    state: "RELEASED",
    content: content(),
    draft: null,
    releases: [{ no: 1, releasedAt: "2036-11-01T15:00:00Z", releasedBy: "Rosa Inventada", told: 214 }],
    dates: [
      date("2036-12-06", { goingAdults: 12, goingChildren: 5, waiting: 2, offered: 1 }),
      date("2036-12-13"),
      date("2036-12-20"),
    ],
    ...about,
  });
}

/** Events of a list. */
export function listed(...of: object[]) {
  const nodes = of.map((about, index) => ({
    id: `e${index + 1}`,
    programmeId: "p1",
    programme: "Recitales",
    state: "DRAFT",
    title: `Actividad ${index + 1}`,
    kind: "CONCERT",
    audience: "PUBLIC",
    nextAt: "2036-12-06T20:30:00Z",
    dates: 3,
    draft: "OPEN",
    going: 0,
    waiting: 0,
    ...about,
  }));
  return { officeEvents: page(nodes) };
}

/** A programme of the place. */
export function programme(about: object = {}) {
  return {
    id: "p1",
    title: "Recitales",
    summary: "Música para todos.",
    national: false,
    source: "",
    seasons: [],
    partners: [],
    ...about,
  };
}

/** Nothing special on any day. */
export const PLAIN_DAYS = { calendarDays: [] };

/** A first release that nobody would be told of. */
export const QUIET_PREVIEW = {
  releasePreview: {
    first: true,
    fields: [],
    dates: [],
    households: 0,
    languages: [],
    clashes: [],
    visitsOff: 0,
  },
};
