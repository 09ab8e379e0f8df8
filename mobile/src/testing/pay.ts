/** Invented pay of a person for tests of an office's screens, as the service tells it. */

const BY = { recordedAt: "2025-10-02T15:00:00Z", recordedBy: "Luis Inventado" };

export const MOTHER = { givenNames: "Elena", surnames: "Inventada", kinship: "MOTHER" };

/** What a person's pay rests on: nothing, where a test says nothing else. */
export function pay(about: object = {}) {
  return {
    personPay: {
      inmateId: "i1",
      givenNames: "Rosa",
      surnames: "Inventada Soto",
      contributionOwed: 0,
      reparations: [],
      orders: [],
      instructions: [],
      labourRates: [],
      assessments: [],
      arrearsPlans: [],
      advances: [],
      ...about,
    },
  };
}

export const REPARATION = {
  id: "r1",
  act: "EXP-1",
  total: 100000,
  paidBefore: 20000,
  withheld: 16801,
  left: 63199,
  payeeRef: "x1",
  validFrom: "2025-01-01",
  endedOn: null,
  inForce: true,
  ...BY,
};

export const ORDER = {
  id: "o1",
  kind: "SUPPORT",
  act: "EXP-2",
  base: "GROSS",
  rate: "0.25",
  amount: null,
  balance: null,
  paid: 21001,
  left: null,
  priority: 1,
  payeeRef: "x2",
  validFrom: "2025-01-01",
  validTo: null,
  inForce: true,
  ...BY,
};

export const INSTRUCTION = {
  id: "n1",
  tieId: "t1",
  relative: MOTHER,
  act: "Hoja 4",
  rate: "0.6",
  amount: null,
  priority: 1,
  validFrom: "2025-01-01",
  validTo: null,
  revokedAt: null,
  revokedAct: null,
  inForce: true,
  ...BY,
};

export const PLAN = {
  id: "p1",
  act: "ACTA-3",
  owed: 27120,
  paid: 9040,
  left: 18080,
  firstMonth: "2025-09-01",
  parts: [
    { month: "2025-09-01", amount: 4520 },
    { month: "2025-10-01", amount: 4520 },
  ],
  ...BY,
};

export const ADVANCE = {
  id: "a1",
  workshopId: "w1",
  workshop: "Carpintería",
  amount: 12000,
  parts: 3,
  part: 4000,
  paid: 0,
  left: 12000,
  givenOn: "2025-10-01",
  approvedAt: null,
  ...BY,
};

/** One thing that one relative may read. */
export function consent(about: object = {}) {
  return {
    id: "c1",
    tieId: "t1",
    reader: MOTHER,
    category: "EARNINGS",
    givenOn: "2025-10-02",
    act: "Hoja 9",
    revokedAt: null,
    revokedAct: null,
    ...about,
  };
}

/** Money that waits for a second person. */
export function payout(about: object = {}) {
  return {
    id: "x1",
    inmateId: "i1",
    givenNames: "Rosa",
    surnames: "Inventada Soto",
    statementId: null,
    tieId: "t1",
    to: MOTHER,
    payee: "FAMILY",
    source: "WORKER_PERSONAL",
    amount: 22681,
    reference: "K7MP-3QX9",
    state: "ASKED",
    why: null,
    handed: false,
    askedAt: "2025-11-05T15:00:00Z",
    askedBy: "Luis Inventado",
    approvedAt: null,
    approvedBy: null,
    movedAt: "2025-11-05T15:00:00Z",
    ...about,
  };
}
