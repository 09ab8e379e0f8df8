import { month } from "./invented";
import { isWhole, lastTwelve, longest, measureOf, totalOf } from "./months";

test("the last twelve months are counted back from the newest, with those that have no accounts", () => {
  const { charted, older } = lastTwelve([
    month("2036-02"),
    month("2035-12"),
    month("2035-03"),
    month("2035-02"),
  ]);

  expect(charted.map((each) => each.month)).toEqual([
    "2036-02-01",
    "2036-01-01",
    "2035-12-01",
    "2035-11-01",
    "2035-10-01",
    "2035-09-01",
    "2035-08-01",
    "2035-07-01",
    "2035-06-01",
    "2035-05-01",
    "2035-04-01",
    "2035-03-01",
  ]);
  expect(charted.map((each) => each.accounts.length)).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(older.map((each) => each.month)).toEqual(["2035-02-01"]);
});

test("no month is drawn before the oldest, and none at all without accounts", () => {
  expect(lastTwelve([month("2036-02"), month("2036-01")]).charted).toHaveLength(2);
  expect(lastTwelve([])).toEqual({ charted: [], older: [] });
});

test("somebody who left in the middle of a month has two accounts of it", () => {
  const early = month("2036-02", { id: "a", closesOn: "2036-02-14" });
  const late = month("2036-02", { id: "b", startsOn: "2036-02-15" });

  expect(lastTwelve([late, early]).charted[0]?.accounts.map((each) => each.id)).toEqual(["b", "a"]);
  expect([early, late, month("2036-02", { closesOn: "2036-02-29" })].map(isWhole)).toEqual([
    false,
    false,
    true,
  ]);
});

test("the bars stand for what is open", () => {
  const closed = { gross: null, withheld: null, personal: null, toFamily: null };

  expect(measureOf([month("2036-02")])).toBe("gross");
  expect(measureOf([month("2036-02", { gross: null })])).toBe("personal");
  expect(measureOf([month("2036-02", { ...closed, workedMinutes: 480 })])).toBe("workedMinutes");
  expect(measureOf([month("2036-02", closed)])).toBeUndefined();
  expect(longest([month("2036-02", { gross: 5 }), month("2036-01", { gross: 9 })], "gross")).toBe(9);
});

test("a sum is of what is open, and of nothing it is none", () => {
  const months = [month("2036-02"), month("2036-01", { gross: 3, toFamily: 0 })];

  expect(totalOf(months, "gross")).toBe(120_010);
  expect(totalOf(months, "toFamily")).toBe(30_000);
  expect(totalOf([month("2036-02", { gross: null })], "gross")).toBeNull();
});
