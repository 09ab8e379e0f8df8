/** Invented workshops for the tests of these screens, as the service tells a chief of them. */
import { me } from "@/testing/office";
import { page } from "@/testing/visit";
import { ROSA, workshop } from "@/testing/work";

/** Somebody of a workshop. */
export const person = (about: object = {}) => ({
  worker: ROSA,
  enrolmentId: "e1",
  grade: null,
  consentOn: "2025-01-01",
  consentAct: null,
  withdrawnOn: null,
  withdrawnAct: null,
  inside: true,
  record: null,
  before: null,
  ...about,
});
/** What the service answers a chief of two workshops. */
export const CHIEF = {
  Me: me(["lurigancho", "WORK_CHIEF"]),
  Workshops: {
    workshops: page([
      workshop(),
      workshop({ id: "w2", name: "Cuero", trade: "Correas", closedOn: "2025-05-31" }),
    ]),
  },
  WorkDay: {
    workDay: {
      establishmentId: "lurigancho",
      workshop: "Carpintería",
      beforeOn: null,
      sunday: false,
      holiday: null,
      authorised: null,
      monthState: "DRAFT",
      prices: [],
      people: [person()],
    },
  },
  WorkshopOutput: {
    workshopOutput: [
      { month: "2025-09-01", people: 1, minutes: 600, countableMinutes: 600, pieces: 20, gross: "120.00" },
      {
        month: "2025-10-01",
        people: 2,
        minutes: 11340,
        countableMinutes: 10860,
        pieces: 1517,
        gross: "1840.0525",
      },
    ],
  },
  WorkshopPrices: {
    workshopPrices: page([
      { id: "p1", product: "Mesa", operation: "Armado", grade: null, basis: "PIECE", rate: "1.35" },
      { id: "p2", product: "Silla", operation: "Venta", grade: "B", basis: "SALE_SHARE", rate: "0.125" },
    ]),
  },
  WorkshopAgreements: {
    workshopAgreements: page([
      {
        id: "a1",
        number: "7-2024",
        partner: "Muebles Supuestos",
        signedOn: "2024-01-01",
        validFrom: "2024-01-02",
        validTo: "2025-01-01",
        places: 12,
        payDueDay: 5,
        terms: {},
        endedOn: null,
      },
    ]),
  },
};
