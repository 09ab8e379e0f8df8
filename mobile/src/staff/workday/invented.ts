/** An invented workshop for tests of a supervisor's screens: forty people, chairs, and a service that takes each shift once. */
import { daysLater, today } from "@/l10n/dates";
import { me } from "@/testing/office";

export const SHOP = "w1";
export const CHAIR = {
  id: "p1",
  product: "Silla",
  operation: "Lijado",
  grade: null,
  basis: "PIECE",
  rate: "1.35",
};

type SentRow = { id: string; enrolmentId: string; minutes: number; workedOn: string };

/** What a record of the service says. */
export function record(id: string, workedOn: string, about: object = {}) {
  return {
    id,
    workshopId: SHOP,
    workedOn,
    shift: 1,
    beginsAt: `${workedOn}T13:00:00Z`,
    endsAt: `${workedOn}T21:00:00Z`,
    minutes: 480,
    place: "WORKSHOP",
    absence: null,
    incident: null,
    notCounted: null,
    countableMinutes: 480,
    flags: [],
    live: true,
    recordedAt: `${workedOn}T22:00:00Z`,
    recordedBy: "s1",
    pieces: [{ priceId: CHAIR.id, made: 12, rejected: 0, rejectReason: null }],
    ...about,
  };
}

type Shifts = { records?: readonly object[]; before?: readonly object[] };

/** Somebody of the workshop, who worked one shift the day before. */
export function worker(nth: number, onDay: string, about: Shifts = {}) {
  return {
    worker: { inmateId: `i${nth}`, surnames: `Inventado ${nth}`, givenNames: "Juan" },
    enrolmentId: `e${nth}`,
    grade: null,
    inside: true,
    records: [],
    before: [record(`before-${nth}`, daysLater(onDay, -1))],
    ...about,
  };
}

type Worker = ReturnType<typeof worker>;

/** A day of the workshop; whose shifts are as `worker` says. */
export function workDay(onDay: string, people: readonly Worker[], about: object = {}) {
  const shifts = (of: (each: Worker) => readonly object[]) =>
    people.flatMap((each) => of(each).map((one) => ({ enrolmentId: each.enrolmentId, record: one })));
  return {
    workDay: {
      establishmentId: "lurigancho",
      workshop: "Carpintería",
      beforeOn: daysLater(onDay, -1),
      sunday: false,
      holiday: null,
      authorised: null,
      monthState: "DRAFT",
      prices: [CHAIR],
      people: people.map(({ records: _, before: __, ...each }) => each),
      records: shifts(({ records }) => records),
      recordsBefore: shifts(({ before }) => before),
      ...about,
    },
  };
}

/** A workshop with so many people, for a supervisor. */
export function workshopOf(count: number) {
  const people = (onDay: string) => Array.from({ length: count }, (_, index) => worker(index + 1, onDay));
  return {
    Me: me(["lurigancho", "WORK_SUPERVISOR"]),
    Workshops: {
      workshops: {
        nodes: [
          {
            id: SHOP,
            name: "Carpintería",
            trade: "Muebles",
            modality: "PRIVATE_WORKSHOP",
            place: "Pabellón 3",
            openedOn: "2024-01-02",
            closedOn: null,
            people: count,
          },
        ],
        pageInfo: { endCursor: null, hasNextPage: false },
      },
    },
    WorkDay: ({ onDay }: { onDay: string }) => workDay(onDay, people(onDay)),
    WorkConflicts: { workConflicts: [] },
    WorkRecords: { workRecords: [] },
    RecordWork: ({ records }: { records: SentRow[] }) => taken(records.map(({ id }) => recorded(id))),
  };
}

export function taken(rows: readonly object[]) {
  return {
    recordWork: { __typename: "BatchRecorded", rows, recorded: 0, known: 0, conflict: 0, refused: 0 },
  };
}

export function recorded(id: string, about: object = {}) {
  return { __typename: "RowRecorded", id, countableMinutes: 480, notCounted: null, flags: [], ...about };
}

/** Yesterday: its shifts are over whatever the hour of the test. */
export const YESTERDAY = daysLater(today(), -1);

export const sheetPath = (day = YESTERDAY): string => `/office/workday/${SHOP}/${day}`;
