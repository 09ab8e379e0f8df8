import {
  again,
  type Entry,
  entryOf,
  faultOf,
  hourOf,
  isLong,
  minutesOf,
  overlaps,
  saidOf,
  span,
  type Worked,
} from "./entries";
import { beginningOf, nextShift, othersOf } from "./people";
import { repriced } from "./rows";
import { bestOf, sheetOf } from "./sheet";

const DAY = "2026-03-02";
const WORKED: Worked = {
  begins: "08:00",
  ends: "17:00",
  rest: 60,
  place: "WORKSHOP",
  incident: null,
  isolation: false,
  made: [],
};
const price = (id: string, basis = "PIECE", product = id) => ({
  id,
  product,
  operation: "Lijado",
  grade: null,
  basis: basis as "PIECE",
  rate: "1.35",
});

test.each([
  ["8", "08:00"],
  ["8:00", "08:00"],
  ["830", "08:30"],
  ["1630", "16:30"],
  ["16.30", "16:30"],
  ["16 h", undefined],
  ["24", undefined],
  ["8:60", undefined],
  ["", undefined],
  ["1", "01:00"],
])("an hour that is typed as %p is %p", (typed, hour) => {
  expect(hourOf(typed)).toBe(hour);
});

test("hours that end at or before their beginning end on the next day", () => {
  expect(span("08:00", "16:00")).toBe(480);
  expect(span("22:00", "06:00")).toBe(480);
  expect(span("08:00", "08:00")).toBe(1440);
  expect(minutesOf(WORKED)).toBe(480);
});

test("what is wrong with an entry is found before it is sent", () => {
  const made = (about: object) => ({
    ...WORKED,
    made: [{ priceId: "p", made: 3, rejected: 0, why: "", ...about }],
  });
  expect(faultOf(WORKED)).toBeUndefined();
  expect(faultOf({ absence: "MEDICAL" })).toBeUndefined();
  expect(faultOf({ ...WORKED, rest: 540 })).toBe("rest");
  expect(faultOf(made({ rejected: 4 }))).toBe("rejected");
  expect(faultOf(made({ rejected: 1 }))).toBe("why");
  expect(faultOf(made({ rejected: 1, why: "Rajada" }))).toBeUndefined();
  expect(isLong({ ...WORKED, rest: 59 })).toBe(true);
  expect(isLong(WORKED)).toBe(false);
});

test("hours are sent as instants of Lima, also over midnight, whatever clock or zone the phone has", () => {
  expect(saidOf(WORKED, "e1", DAY, [])).toMatchObject({
    beginsAt: "2026-03-02T13:00:00.000Z",
    endsAt: "2026-03-02T22:00:00.000Z",
    minutes: 480,
    workedOn: DAY,
    shift: 1,
  });
  expect(saidOf({ ...WORKED, begins: "22:00", ends: "06:00", rest: 0 }, "e1", DAY, [])).toMatchObject({
    beginsAt: "2026-03-03T03:00:00.000Z",
    endsAt: "2026-03-03T11:00:00.000Z",
    minutes: 480,
  });
  expect(saidOf(WORKED, "e1", DAY, [], 2).shift).toBe(2);
  expect(saidOf({ absence: "COURT" }, "e1", DAY, [])).toEqual({
    enrolmentId: "e1",
    workedOn: DAY,
    shift: 1,
    minutes: 0,
    absence: "COURT",
  });
});

test("what is paid by time follows from the hours, and pieces are always in the same order", () => {
  const made = ["z", "hour", "day", "a"].map((priceId) => ({ priceId, made: 7, rejected: 0, why: "x" }));
  const prices = [price("z"), price("hour", "HOUR"), price("day", "DAY"), price("a")];
  expect(saidOf({ ...WORKED, made }, "e1", DAY, prices).pieces).toEqual([
    { priceId: "a", made: 7, rejected: 0, rejectReason: null },
    { priceId: "day", made: 1, rejected: 0, rejectReason: null },
    { priceId: "hour", made: 480, rejected: 0, rejectReason: null },
    { priceId: "z", made: 7, rejected: 0, rejectReason: null },
  ]);
});

test("what is said and read again is the same", () => {
  const entry: Entry = {
    ...WORKED,
    place: "YARD",
    incident: "TOOL",
    isolation: true,
    made: [{ priceId: "a", made: 9, rejected: 2, why: "Rajadas" }],
  };
  expect(entryOf(saidOf(entry, "e1", DAY, [price("a")]))).toEqual(entry);
  expect(entryOf(saidOf({ absence: "VISIT" }, "e1", DAY, []))).toEqual({ absence: "VISIT" });
});

test("once more as the last time: not what happened or was rejected then, nor at a price that is gone", () => {
  const made = [
    { priceId: "a", made: 9, rejected: 2, why: "Rajadas" },
    { priceId: "gone", made: 1, rejected: 0, why: "" },
  ];
  expect(again({ ...WORKED, incident: "TOOL", isolation: true, made }, [price("a")])).toEqual({
    ...WORKED,
    made: [{ priceId: "a", made: 9, rejected: 0, why: "" }],
  });
});

const told = (onDay: string, about: object = {}) => ({
  onDay,
  data: {
    establishmentId: "lurigancho",
    workshop: "Carpintería",
    beforeOn: null,
    sunday: false,
    holiday: null,
    authorised: null,
    monthState: "DRAFT" as const,
    prices: [],
    people: [],
    records: [],
    recordsBefore: [],
    ...about,
  },
});

test("a day that was never read is written from the last sheet before it, or the first after it", () => {
  const all = [told("2026-02-27"), told("2026-03-04"), told("2026-02-28")];
  expect(bestOf(all, "2026-03-02")?.onDay).toBe("2026-02-28");
  expect(bestOf(all, "2026-03-04")?.onDay).toBe("2026-03-04");
  expect(bestOf(all, "2026-02-01")?.onDay).toBe("2026-02-27");
  expect(bestOf([], "2026-02-01")).toBeUndefined();
});

test("a sheet of another day tells of its own Sunday, and not of another month or day", () => {
  const holiday = { holiday: "Fiesta", authorised: "R-1", monthState: "CLOSED" as const };
  const sheet = sheetOf(told("2026-02-28", holiday), "2026-03-01", [], {});
  expect(sheet).toMatchObject({
    sunday: true,
    holiday: null,
    authorised: null,
    monthState: null,
    toldFor: "2026-02-28",
  });
});

test("the last time is also what this phone alone knows of", () => {
  const worker = { inmateId: "i1", surnames: "Soto", givenNames: "Juan" };
  const people = [{ worker, enrolmentId: "e1", grade: null, inside: true }];
  const said = { id: "r1", ...saidOf({ ...WORKED, begins: "07:00" }, "e1", "2026-03-02", []) };
  const row = { establishmentId: "lurigancho", workshopId: "w1", work: [], turn: 1, said };
  const { people: found } = sheetOf(told("2026-03-03", { people }), "2026-03-03", [row], {});
  expect(found[0]?.before).toMatchObject([{ shift: 1, onDay: "2026-03-02", entry: { begins: "07:00" } }]);
  expect(found[0]?.lines).toMatchObject([{ shift: 1, row: undefined }]);
});

const SAID = { enrolmentId: "e1", name: "Soto, Juan", inmateId: "i1", grade: null, inside: true };
const shift = (nth: number, draft?: Entry, row?: object) => ({
  enrolmentId: "e1",
  shift: nth,
  draft,
  row: row as undefined,
  record: undefined,
});
const EVENING: Worked = { ...WORKED, begins: "18:00", ends: "20:00", rest: 0 };

test.each([
  ["08:00", "17:00", "17:00", "20:00", false],
  ["08:00", "17:00", "16:59", "20:00", true],
  ["08:00", "17:00", "09:00", "10:00", true],
  ["22:00", "06:00", "23:00", "02:00", true],
  ["22:00", "06:00", "05:00", "07:00", false],
])("%s to %s and %s to %s of one day have an hour in common: %p", (begins, ends, later, last, both) => {
  const [one, other] = [
    { ...WORKED, begins, ends },
    { ...WORKED, begins: later, ends: last },
  ];
  expect(overlaps(one, other)).toBe(both);
  expect(overlaps(other, one)).toBe(both);
  expect(overlaps(one, { absence: "COURT" })).toBe(false);
});

test("one more shift has the first number that is free, once something is said and while there is one", () => {
  const person = (...shifts: number[]) => ({
    ...SAID,
    before: [],
    lines: shifts.map((nth) => shift(nth, WORKED)),
  });
  expect(nextShift({ ...SAID, before: [], lines: [shift(1)] })).toBeUndefined();
  expect(nextShift(person(1))).toBe(2);
  expect(nextShift(person(2))).toBe(1);
  expect(nextShift(person(1, 3))).toBe(2);
  expect(nextShift(person(1, 2, 3, 4, 5, 6, 7, 8, 9))).toBeUndefined();
});

test("a shift begins as the last time, or where another ended, and never across one", () => {
  const before = [{ shift: 2, entry: EVENING, onDay: "2026-03-01" }];
  const lines = [shift(1, WORKED)];
  expect(beginningOf({ ...SAID, before, lines }, 2, WORKED)).toEqual(EVENING);
  const late = [shift(1, { ...WORKED, ends: "19:00" })];
  expect(beginningOf({ ...SAID, before, lines: late }, 2, WORKED)).toEqual({
    ...WORKED,
    begins: "19:00",
    ends: "",
    rest: 0,
  });
  expect(beginningOf({ ...SAID, before: [], lines: [shift(1)] }, 1, WORKED)).toEqual(WORKED);
  // What was refused is nowhere, and in nobody's way.
  const refused = shift(1, undefined, {
    said: saidOf(WORKED, "e1", DAY, []),
    answer: { __typename: "RowRefused" },
  });
  expect(othersOf({ ...SAID, before, lines: [refused] }, 2)).toEqual([]);
});

test("a shift refused for its price is sent at the one of the same work, and not at a guess", () => {
  const [old, now] = [price("old", "PIECE", "Silla"), price("new", "PIECE", "Silla")];
  const work = JSON.stringify(["Silla", "Lijado", null]);
  const said = saidOf({ ...WORKED, made: [{ priceId: "old", made: 4, rejected: 0, why: "" }] }, "e1", DAY, [
    old,
  ]);
  const row = { establishmentId: "l", workshopId: "w1", work: [work], turn: 1, said: { id: "r1", ...said } };
  expect(repriced(row, [now])?.said.pieces).toEqual([
    { priceId: "new", made: 4, rejected: 0, rejectReason: null },
  ]);
  expect(repriced(row, [price("other", "PIECE", "Mesa")])).toBeUndefined();
});
