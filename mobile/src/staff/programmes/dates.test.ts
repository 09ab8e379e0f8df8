import { clockOf, daysOf, endOf, minutesTo, planned, ruleText, weeklyOf } from "./dates";
import { content } from "./invented";

const DATES = content().dates;

test("a weekly rule is written as the standard wants it, and read again", () => {
  const rule = ruleText({ weekdays: [0, 6], every: 1, count: 8 });

  expect(rule).toBe("FREQ=WEEKLY;BYDAY=SA,SU;COUNT=8");
  expect(weeklyOf(rule, "2036-12-06")).toEqual({ weekdays: [6, 0], every: 1, count: 8 });
  expect(ruleText({ weekdays: [6], every: 2, until: "2037-01-31" })).toBe(
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;UNTIL=20370131",
  );
  expect(weeklyOf("FREQ=WEEKLY;BYDAY=SA;UNTIL=20370131T235959Z", "2036-12-06")?.until).toBe("2037-01-31");
  expect(weeklyOf("FREQ=WEEKLY;COUNT=2", "2036-12-06")?.weekdays).toEqual([6]);
});

test.each(["FREQ=MONTHLY;COUNT=3", "FREQ=WEEKLY;BYDAY=1SA;COUNT=3", "FREQ=WEEKLY;BYDAY=SA;WKST=SU;COUNT=3"])(
  "a rule that the form cannot show is none of its own: %s",
  (rule) => {
    expect(weeklyOf(rule, "2036-12-06")).toBeUndefined();
    expect(planned({ ...DATES, rule })).toBeUndefined();
  },
);

test("its days go on by weeks, of two weekdays and every other week, until a day or so many times", () => {
  expect(daysOf("2036-12-06", { weekdays: [6, 0], every: 1, count: 3 })).toEqual([
    "2036-12-06",
    "2036-12-07",
    "2036-12-13",
  ]);
  expect(daysOf("2036-12-06", { weekdays: [6], every: 2, until: "2037-01-03" })).toEqual([
    "2036-12-06",
    "2036-12-20",
    "2037-01-03",
  ]);
  expect(daysOf("2036-12-06", { weekdays: [], every: 1, count: 3 })).toEqual([]);
});

test("every date has its key; a second one of a day has another", () => {
  const extra = [{ on: "2036-12-13", at: "10:00", minutes: 60 }];
  expect(planned({ ...DATES, extra })?.map(({ key, at }) => [key, at])).toEqual([
    ["2036-12-06", "15:30"],
    ["2036-12-13", "15:30"],
    ["2036-12-13/2", "10:00"],
    ["2036-12-20", "15:30"],
  ]);
});

test("a date that exists keeps its key when an earlier one of its day comes or goes", () => {
  const known = [{ key: "2036-12-13/2", startsAt: "2036-12-13T15:00:00Z" }];
  const one = { ...DATES, rule: "", firstOn: "2036-12-13", at: "10:00" };

  expect(planned(one, known)?.map((each) => each.key)).toEqual(["2036-12-13/2"]);
  expect(planned(one)?.map((each) => each.key)).toEqual(["2036-12-13"]);
});

test("hours by the clock of Lima, over midnight too", () => {
  expect(minutesTo("15:30", "17:00")).toBe(90);
  expect(minutesTo("22:00", "01:00")).toBe(180);
  expect(minutesTo("10:00", "10:00")).toBe(1440);
  expect(endOf("22:30", 150)).toBe("01:00");
  expect(clockOf("2036-12-06T20:30:00Z")).toBe("15:30");
});
