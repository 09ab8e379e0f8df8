import {
  again,
  type Entry,
  entryOf,
  faultOf,
  hourOf,
  isLong,
  minutesOf,
  saidOf,
  span,
  type Worked,
} from "./entries";
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
  const people = [{ worker, enrolmentId: "e1", grade: null, inside: true, record: null, before: null }];
  const said = { id: "r1", ...saidOf({ ...WORKED, begins: "07:00" }, "e1", "2026-03-02", []) };
  const row = { establishmentId: "lurigancho", workshopId: "w1", work: [], turn: 1, said };
  const { people: found } = sheetOf(told("2026-03-03", { people }), "2026-03-03", [row], {});
  expect(found[0]?.before).toMatchObject({ onDay: "2026-03-02", entry: { begins: "07:00" } });
  expect(found[0]?.row).toBeUndefined();
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
