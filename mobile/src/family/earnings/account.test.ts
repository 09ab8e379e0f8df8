import { isSum, partsOf, totalsOf } from "./account";
import { LINES, statement } from "./invented";

test("an account is read from what was earned to what is left, own wishes apart from what was taken", () => {
  expect(partsOf(LINES).map(({ section, lines }) => [section, lines.map((each) => each.no)])).toEqual([
    ["earned", [1, 2]],
    ["withheld", [3, 4, 5]],
    ["wished", [6, 7]],
    ["left", [8]],
  ]);
  expect(LINES.filter(isSum).map((each) => each.no)).toEqual([2, 5, 8]);
});

test("what is not open has no part", () => {
  expect(partsOf(LINES.slice(0, 2)).map((each) => each.section)).toEqual(["earned"]);
  expect(partsOf([])).toEqual([]);
});

test("earned is withheld, wished and left, to the céntimo", () => {
  const { gross, withheld, wished, personal, toFamily } = totalsOf(statement());

  expect([gross, withheld, wished, personal]).toEqual([120_007, 36_001, 30_003, 54_003]);
  expect((withheld ?? 0) + (wished ?? 0) + (personal ?? 0)).toBe(gross);
  expect(toFamily).toBe(30_000);
});

test("without what is withheld no sum of wishes is told", () => {
  const shown = statement({
    withheld: null,
    personal: null,
    lines: [...LINES.slice(0, 2), ...LINES.slice(5, 6)],
  });

  expect(totalsOf(shown)).toEqual({
    gross: 120_007,
    withheld: null,
    wished: null,
    personal: null,
    toFamily: 30_000,
  });
});
