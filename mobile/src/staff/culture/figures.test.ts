import { dayFault } from "./faults";
import { agesOf, given, hundredths, isEmpty, moneyBar, sum, top, twelve, type Year } from "./figures";
import { FULL, year } from "./invented";
import { ageWords } from "./words";

const of = (told: object) => (told as { cultureYear: Year }).cultureYear;

test("a year has twelve months, whatever was told of it", () => {
  const all = twelve(of(FULL).months);
  expect(all.map((each) => each.month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(all.map((each) => each.audience)).toEqual([0, 0, 40, 0, 0, 0, 1400, 0, 0, 0, 0, 0]);
  expect(twelve([])).toHaveLength(12);
});

test("the most of something is the first of the greatest, and none of nothing", () => {
  expect(top([1, 5, 5], (each) => each)).toBe(5);
  expect(
    top(
      [
        { n: 2, a: "first" },
        { n: 2, a: "second" },
      ],
      (each) => each.n,
    )?.a,
  ).toBe("first");
  expect(top([0, 0], (each) => each)).toBeUndefined();
  expect(top([], Number)).toBeUndefined();
  expect(sum([1, 2, 3], (each) => each)).toBe(6);
});

test("ages go from the youngest on, women and men in one line, the unknown last", () => {
  expect(agesOf(of(FULL).bands)).toEqual([
    { from: 18, to: 29, women: 2, men: 3, others: 0 },
    { from: 60, to: null, women: 1, men: 0, others: 0 },
    { from: null, to: null, women: 0, men: 1, others: 0 },
  ]);
  const bands = [
    { sex: "", from: 18, to: 29, people: 2 },
    { sex: "F", from: 0, to: 17, people: 0 },
    { sex: "M", from: null, to: 17, people: 1 },
  ];
  expect(agesOf(bands)).toEqual([
    { from: null, to: 17, women: 0, men: 1, others: 0 },
    { from: 18, to: 29, women: 0, men: 0, others: 2 },
  ]);
  expect([ageWords(18, 29), ageWords(60, null), ageWords(null, 17), ageWords(null, null)]).toEqual([
    "18 a 29 años",
    "60 años o más",
    "Hasta 17 años",
    "No se sabe la edad",
  ]);
});

test("parts of a whole are rounded, and nothing has no parts", () => {
  expect(hundredths(1, 3)).toBe(33);
  expect(hundredths(2, 3)).toBe(67);
  expect(hundredths(5, 0)).toBe(0);
});

test("a bar of money is as long as what was planned, or as what was spent where that is more", () => {
  expect(moneyBar({ planned: 100, spent: 40 })).toEqual({ value: 100, filled: 40 });
  expect(moneyBar({ planned: 100, spent: 140 })).toEqual({ value: 140, filled: 140 });
  expect(moneyBar({ planned: 100, spent: -5 })).toEqual({ value: 100, filled: 0 });
});

test("a year is empty only where nothing at all is known of it", () => {
  expect(isEmpty(of(year()))).toBe(true);
  expect(isEmpty(of(year({ sources: [{ source: "SALES", planned: 0, spent: 0 }] })))).toBe(true);
  expect(isEmpty(of(FULL))).toBe(false);
  for (const known of ["events", "calledOff", "toCome", "ensembles", "planned", "spent", "certificates"])
    expect(isEmpty(of(year({ [known]: 1 })))).toBe(false);
  expect(isEmpty(of(year({ partners: [{}] })))).toBe(false);
});

test("what was given is added by its kind, and what was corrected counts no more", () => {
  expect(
    given([
      { kind: "CASH", worth: 100000, corrected: false },
      { kind: "CASH", worth: 1000000, corrected: true },
      { kind: "IN_KIND", worth: 5050, corrected: false },
      { kind: "IN_KIND", worth: null, corrected: false },
      { kind: "IN_KIND", worth: null, corrected: true },
    ]),
  ).toEqual({ cash: 100000, inKind: 5050, unvalued: 1 });
});

test("a day of what happened is written, not to come, and not too early", () => {
  expect(dayFault(undefined)).toBe("Escriba el día.");
  expect(dayFault("2100-01-01")).toBe("Ese día todavía no llega.");
  expect(dayFault("2024-01-01", "2024-03-01", "Antes no.")).toBe("Antes no.");
  expect(dayFault("2024-03-01", "2024-03-01", "Antes no.")).toBeUndefined();
});
