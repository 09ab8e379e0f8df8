import type { WhoMayVisitQuery } from "@/data/gen/documents";
import { ABUELA, FAMILY, JUAN, LUCIA, MARIA, ROSA, THIAGO, tie, who } from "./invented";
import { changed, companionsOf, firstParty, inmatesOf, sound } from "./party";

const asked = (answer: object) => answer as WhoMayVisitQuery;
const all = companionsOf(asked(FAMILY), "juan");

test("everybody with a confirmed tie may go, and a minor follows their adult", () => {
  expect(all.map((each) => [each.id, each.may, each.minor, each.guardian?.id])).toEqual([
    ["maria", true, false, undefined],
    ["lucia", true, false, undefined],
    ["thiago", true, true, "lucia"],
    ["abuela", true, false, undefined],
  ]);
});

test("a tie that waits, or leads to somebody else, lets nobody go", () => {
  const some = who([MARIA, LUCIA, ABUELA], [tie(MARIA), tie(LUCIA, JUAN, "RECEIVED"), tie(ABUELA, ROSA)]);

  expect(companionsOf(asked(some), "juan").map((each) => each.may)).toEqual([true, false, false]);
  expect(inmatesOf(asked(some)).map((each) => each.id)).toEqual(["juan", "rosa"]);
  expect(inmatesOf(asked(who([LUCIA], [tie(LUCIA, JUAN, "RECEIVED")])))).toEqual([]);
});

test("a minor cannot go when the tie of their adult is not confirmed", () => {
  const some = companionsOf(asked(who([LUCIA, THIAGO], [tie(THIAGO)])), "juan");

  expect(some.map((each) => each.may)).toEqual([false, false]);
});

test("a minor without an adult of the list is told of, and cannot go", () => {
  const [orphan] = companionsOf(asked(who([THIAGO], [tie(THIAGO)])), "juan");

  expect([orphan?.id, orphan?.minor, orphan?.may]).toEqual(["thiago", true, false]);
});

test("somebody who has turned eighteen goes as an adult", () => {
  jest.useFakeTimers({ now: Date.parse("2026-11-16T15:00:00Z") });
  const grown = { ...THIAGO, bornOn: "2008-11-16" };
  const nearly = { ...THIAGO, id: "nearly", bornOn: "2008-11-17" };
  const some = companionsOf(
    asked(who([LUCIA, grown, nearly], [tie(LUCIA), tie(grown), tie(nearly)])),
    "juan",
  );

  expect(some.map((each) => [each.id, each.minor])).toEqual([
    ["lucia", false],
    ["nearly", true],
    ["thiago", false],
  ]);
  jest.useRealTimers();
});

test("a minor brings their adult, and an adult who stays takes their minors along", () => {
  expect(changed([], ["thiago"], all)).toEqual(["lucia", "thiago"]);
  expect(changed(["lucia", "thiago", "maria"], ["thiago", "maria"], all)).toEqual(["maria"]);
  expect(changed(["lucia", "thiago"], ["lucia"], all)).toEqual(["lucia"]);
});

test("a party is the same in whatever order it was chosen", () => {
  expect(sound(["thiago", "maria", "lucia"], all)).toEqual(sound(["lucia", "maria", "thiago"], all));
});

test("the last party is taken again as far as it may still go; the only person there is needs no asking", () => {
  expect(firstParty(["maria", "gone"], all)).toEqual(["maria"]);
  expect(firstParty(undefined, all)).toEqual([]);
  expect(firstParty(undefined, companionsOf(asked(who([MARIA], [tie(MARIA)])), "juan"))).toEqual(["maria"]);
});
