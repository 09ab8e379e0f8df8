import type { Kept } from "@/data/doorOutbox";
import {
  cameOf,
  entriesOf,
  found,
  guestsCame,
  isMissing,
  openCame,
  standingOf,
  takenBack,
  totals,
  walkedIn,
} from "./door";
import { list, mark, party, surname } from "./invented";

const kept = (of: ReturnType<typeof mark>, about: object = {}): Kept => ({
  as: "mark",
  id: of.id,
  occurrenceId: "d1",
  mark: of,
  ...about,
});
const come = (id: string, nth: number) => mark(id, { answerId: `a${nth}`, visitorId: `v${nth}` });

test("the same marks in any order come to the same, and one that was taken back counts nobody", () => {
  const all = [come("m1", 1), come("m2", 2), mark("m3", { visitorId: "v1", adults: 0, undoes: "m1" })];
  const orders = [all, [...all].reverse(), [...all, ...all]];
  for (const order of orders) expect([...standingOf(order, []).byVisitor.keys()]).toEqual(["v2"]);
});

test("what two phones marked of one guest is one guest, and is taken back on both", () => {
  const told = list(2, { marks: [come("m1", 1)] });
  const here = [kept(come("m2", 1))];
  const standing = standingOf(told.marks, here);
  expect(totals(told, standing)).toEqual({ came: 1, expected: 7, besides: 0 });

  const back = takenBack(told, ({ byVisitor }) => byVisitor.get("v1") ?? [])(here);
  expect(back.map((each) => each.as === "mark" && each.mark.undoes).sort()).toEqual(["m1", "m2"]);
  expect(back.every((each) => each.as === "mark" && each.mark.adults + each.mark.children === 0)).toBe(true);
  expect(standingOf(told.marks, [...here, ...back]).byVisitor.size).toBe(0);
});

test("a guest who came is not marked again by a tap too many", () => {
  const told = list(1);
  const [guest] = party(1).guests;
  const come = guestsCame(told, party(1), guest ? [guest] : []);
  const first = come([]);
  expect(first).toHaveLength(1);
  expect(come(first)).toEqual([]);
});

test("children count as children, and the household has its answer on each mark", () => {
  const marks = guestsCame(list(1), party(1), party(1).guests)([]);
  expect(
    marks.map((each) => each.as === "mark" && [each.mark.answerId, each.mark.adults, each.mark.children]),
  ).toEqual([
    ["a1", 1, 0],
    ["a1", 0, 1],
  ]);
});

test("places with a code are never taken more often than there are", () => {
  const told = list(0);
  const open = told.openParties[0];
  if (!open) throw new Error("no code");
  const some = openCame(told, open, { adults: 1, children: 0 })([]);
  const rest = openCame(told, open, open)(some);
  expect(rest.map((each) => each.as === "mark" && [each.mark.adults, each.mark.children])).toEqual([[1, 1]]);
  expect(openCame(told, open, open)([...some, ...rest])).toEqual([]);

  const twice = [
    mark("m1", { openAnswerId: "o1", adults: 2, children: 1 }),
    mark("m2", { openAnswerId: "o1", adults: 2 }),
  ];
  expect(cameOf(open, standingOf(twice, []))).toEqual({ adults: 2, children: 1 });
});

test("whoever came without a place, or gave theirs up afterwards, is counted besides", () => {
  const told = list(1, {
    marks: [mark("m1", { visitorId: "gone" }), mark("m2", { openAnswerId: "gone", adults: 2 })],
  });
  const walk = walkedIn("d1", "STAFF", { adults: 3, children: 1 });
  expect(totals(told, standingOf(told.marks, [walk]))).toEqual({ came: 0, expected: 5, besides: 7 });
});

test("what was refused marks nobody, what waits is known to wait", () => {
  const told = list(2);
  const waiting = kept(come("m1", 1));
  const refused = kept(come("m2", 2), { refused: { code: "NOT_FOUND", message: "No." } });
  const standing = standingOf(told.marks, [waiting, refused]);
  expect([...standing.byVisitor.keys()]).toEqual(["v1"]);
  expect([...standing.unsent]).toEqual(["v1"]);
});

test("people are found by the beginning of names in any order, without accents, by document and by code", () => {
  const told = list(3);
  told.parties[1]?.guests.push({
    visitorId: "x",
    givenNames: "José María",
    surnames: "Ñáñez de la Cruz-Pérez",
    adult: true,
    documentEnd: "456",
  });
  const entries = entriesOf(told);
  const of = (typed: string) => found(entries, typed).map(({ id }) => id);
  expect(of("")).toHaveLength(4);
  expect(of("maria nanez")).toEqual(["a2"]);
  expect(of("perez 456")).toEqual(["a2"]);
  expect(of("aria")).toEqual([]);
  expect(of("k7mp3")).toEqual(["o1"]);
  expect(of("K7MP-3QX9")).toEqual(["o1"]);
  expect(of(surname(3))).toEqual(["a3"]);
});

test("a household is missing until all of it came", () => {
  const [entry] = entriesOf(list(1));
  if (!entry) throw new Error("no entry");
  const first = [come("m1", 1)];
  expect(isMissing(entry, standingOf(first, []))).toBe(true);
  expect(isMissing(entry, standingOf([...first, mark("m2", { visitorId: "c1" })], []))).toBe(false);
});

test("two thousand guests are put together and searched in a moment", () => {
  const told = list(1000, {
    marks: Array.from({ length: 1500 }, (_, index) => come(`m${index}`, index + 1)),
  });
  const begun = performance.now();
  const entries = entriesOf(told);
  const standing = standingOf(told.marks, []);
  totals(told, standing);
  const last = found(entries, "familia 0999").filter((each) => isMissing(each, standing));
  expect(last.map(({ id }) => id)).toEqual(["a999"]);
  expect(performance.now() - begun).toBeLessThan(1000);
});
