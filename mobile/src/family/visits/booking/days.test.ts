import { daysOf, monthsOf, SPAN } from "./days";
import { closed, turn } from "./invented";

test("a day is worth its best turn", () => {
  const days = daysOf(
    [
      turn("a", "2026-11-21"),
      turn("b", "2026-11-22", { placesLeft: "FEW" }),
      closed("c", "2026-11-22", "no"),
      closed("d", "2026-11-28", "no"),
    ],
    "2026-11-20",
  );

  expect(days).toHaveLength(SPAN);
  const marks = Object.fromEntries(days.map((each) => [each.day, each.mark]));
  expect([marks["2026-11-20"], marks["2026-11-21"], marks["2026-11-22"], marks["2026-11-28"]]).toEqual([
    "none",
    "free",
    "few",
    "no",
  ]);
});

test("weeks begin on Monday, and every month has a table of its own", () => {
  const months = monthsOf(daysOf([], "2026-11-18"));

  expect(months.map((each) => each.first)).toEqual(["2026-11-18", "2026-12-01"]);
  const numbers = months.map((month) =>
    month.weeks.map((week) => week.map((each) => (each ? Number(each.day.slice(8)) : 0))),
  );
  expect(numbers[0]?.[0]).toEqual([0, 0, 18, 19, 20, 21, 22]);
  expect(numbers[0]?.at(-1)).toEqual([30, 0, 0, 0, 0, 0, 0]);
  expect(numbers[1]?.[0]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(numbers.flat(2).filter(Boolean)).toHaveLength(SPAN);
});
