/** Invented work for tests of an office's screens, as the service tells it. */

export const ROSA = { inmateId: "i1", surnames: "Inventada Soto", givenNames: "Rosa" };
export const LUZ = { inmateId: "i2", surnames: "Supuesta Vega", givenNames: "Luz" };

/** How far the month of a workshop is. */
export function workshopMonth(about: object = {}) {
  return {
    id: "m1",
    workshopId: "w1",
    name: "Carpintería",
    modality: "PRIVATE_WORKSHOP",
    month: "2036-10-01",
    state: "DRAFT",
    reviewedAt: null,
    closedAt: null,
    people: 2,
    signed: 1,
    objected: 0,
    ...about,
  };
}

/** One person's month: shown and not answered, where a test says nothing else. */
export function lineOfMonth(worker: object = ROSA, about: object = {}) {
  return {
    worker,
    minutes: 11340,
    countableMinutes: 10860,
    days: 25,
    pieces: 517,
    gross: "840.05",
    digest: "aa11",
    shown: true,
    outcome: null,
    words: null,
    answeredAt: null,
    ...about,
  };
}

/** The month of a workshop with these lines. */
export function month(lines: readonly object[], about: object = {}) {
  return {
    workMonth: {
      id: "m1",
      state: "DRAFT",
      reviewedBy: null,
      reviewedAt: null,
      reviewWhy: null,
      closedAt: null,
      lines,
      contradicted: [],
      ...about,
    },
  };
}

/** How far the closing of a month is: nothing left to do, where a test says nothing else. */
export function standing(about: object = {}) {
  return {
    monthClosing: {
      establishmentId: "lurigancho",
      month: "2025-10-01",
      state: "OPEN",
      askedAt: null,
      made: 0,
      people: 40,
      gross: null,
      withheld: null,
      personal: null,
      seal: null,
      problem: null,
      workshopsLeft: [],
      exitsLeft: 0,
      remittancesLeft: 0,
      reparationsPaid: 0,
      ...about,
    },
  };
}

/** Where people work. */
export function workshop(about: object = {}) {
  return {
    id: "w1",
    name: "Carpintería",
    trade: "Muebles",
    modality: "PRIVATE_WORKSHOP",
    place: "Pabellón 3",
    openedOn: "2024-01-02",
    closedOn: null,
    people: 2,
    places: null,
    ...about,
  };
}

/** An account of a month with two lines. */
export function account(about: object = {}) {
  return {
    id: "s1",
    inmateId: "i1",
    givenNames: "Rosa",
    surnames: "Inventada Soto",
    month: "2025-10-01",
    revision: 1,
    kind: "MONTH",
    state: "POSTED",
    startsOn: "2025-10-01",
    closesOn: "2025-10-31",
    gross: 84005,
    withheld: 25201,
    personal: 58804,
    workedMinutes: 10860,
    workedDays: 23,
    madeAt: "2025-11-03T15:00:00Z",
    labour: { minutes: 10860, days: 23, late: [], carriedMinutes: 60, carriedDays: 0, segments: [] },
    lines: [
      {
        no: 1,
        code: "GROSS_PIECE",
        part: "EARNED",
        name: "Mesas, armado",
        amount: 84005,
        why: "419 piezas a S/ 1.35.",
        exact: "S/ 840.05",
        reference: "Convenio 7",
      },
      {
        no: 2,
        code: "INPE_CONTRIBUTION",
        part: "TAKEN",
        name: "Aporte",
        amount: -8400,
        why: null,
        exact: "S/ 84.005",
        reference: "D.Leg. 1343 art. 14",
      },
    ],
    ...about,
  };
}
