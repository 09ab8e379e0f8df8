import { BLANK, contentWritten, writtenOf } from "./content";
import { faultsOf } from "./faults";
import { content } from "./invented";

const PLAIN = writtenOf(content());

test("what was written and what is sent are the same event", () => {
  const whole = content(
    {
      words: [{ language: "quz", title: "Takiy", summary: "" }],
      works: [{ title: "La flor de la canela", author: "Chabuca Granda" }],
      alsoAt: ["huaraz"],
      effect: "REPLACES",
      poster: "p1",
    },
    {
      extra: [{ on: "2036-12-24", at: "10:00", minutes: 45 }],
      exceptions: [
        { key: "2036-12-13", kind: "CANCELLED", on: null, at: null, minutes: null, why: "Mantenimiento" },
        { key: "2036-12-20", kind: "MOVED", on: "2036-12-21", at: "11:00", minutes: 60, why: "" },
      ],
    },
  );

  expect(contentWritten(writtenOf(whole))).toEqual(whole);
});

test("a rule that the form cannot show stays as it is", () => {
  const monthly = content({}, { rule: "FREQ=MONTHLY;BYDAY=1SA;COUNT=3" });
  const written = writtenOf(monthly);

  expect(written.repeat).toBe("OTHER");
  expect(contentWritten(written)).toEqual(monthly);
  expect(writtenOf(content({}, { rule: "FREQ=WEEKLY;INTERVAL=3;BYDAY=SA;COUNT=3" })).repeat).toBe("OTHER");
});

test("an exception says nothing of what stays as planned, and a moved one says all", () => {
  const moved = {
    key: "2036-12-13",
    kind: "MOVED" as const,
    on: "2036-12-14",
    at: null,
    minutes: null,
    why: "",
  };
  const written = writtenOf(content({}, { exceptions: [moved] }));

  expect(contentWritten(written)?.dates.exceptions).toEqual([{ ...moved, at: "15:30", minutes: 90 }]);
});

test("what nobody filled in has a fault under each field that is needed, and only there", () => {
  expect(Object.keys(faultsOf(BLANK))).toEqual([
    "kind",
    "audience",
    "title",
    "venue.room",
    "dates.firstOn",
    "dates.at",
    "dates.minutes",
  ]);
  expect(contentWritten(BLANK)).toBeUndefined();
  expect(faultsOf(PLAIN)).toEqual({});
});

test.each([
  ["venue.where", { audience: "ONLINE" as const }],
  ["venue.name", { where: "OUTSIDE" as const, address: "Av. Perú 1" }],
  ["venue.address", { where: "OUTSIDE" as const, name: "Teatro" }],
  ["venue.link", { where: "ONLINE" as const, audience: "ONLINE" as const, link: "http://a.pe" }],
  ["dates.firstOn", { firstOn: "2020-01-04" }],
  ["dates.at", { hours: { at: "25", until: "17:00" } }],
  ["dates.minutes", { hours: { at: "15:30", until: "" } }],
  ["dates.rule", { weekdays: [] }],
  ["dates.rule", { weekdays: [0] }],
  ["dates.rule.end", { count: "" }],
  ["dates.rule.end", { count: "500" }],
  ["dates.rule.end", { ends: "UNTIL" as const, until: undefined }],
  ["dates.rule.end", { ends: "UNTIL" as const, until: "2036-12-01" }],
  ["dates.extra.0", { extra: [{ id: 0, on: undefined, at: "10:00", until: "11:00" }] }],
  ["dates.extra.0", { extra: [{ id: 0, on: "2036-12-01", at: "10:00", until: "11:00" }] }],
  ["places.people", { people: "0" }],
  ["places.partyAdults", { partyAdults: "" }],
  ["answers.offerHours", { offerHours: "500" }],
  ["entry.leastAge", { leastAge: "130" }],
  ["words.0", { words: [{ language: "quz", title: " ", summary: "" }] }],
  ["works.0", { works: [{ title: "", author: "Anónimo" }] }],
])("%s is at fault, and nothing else", (field, change) => {
  expect(Object.keys(faultsOf({ ...PLAIN, ...change }))).toEqual([field]);
});

test.each([
  ["CANCELLED", "", "2036-12-14", "10:00", true],
  ["POSTPONED", " ", "2036-12-14", "10:00", true],
  ["MOVED", "", "2036-12-14", "10:00", false],
  ["MOVED", "", undefined, "10:00", true],
  ["MOVED", "", "2036-12-14", "x", true],
] as const)("a change of one date: %s, “%s”, %s at %s", (kind, why, on, at, wrong) => {
  const exceptions = [{ key: "2036-12-13", kind, on, at, until: "11:00", why }];
  expect(Object.keys(faultsOf({ ...PLAIN, exceptions }))).toEqual(
    wrong ? ["dates.exceptions.2036-12-13"] : [],
  );
});

test("the first day of an event that has begun may be past", () => {
  expect(faultsOf({ ...PLAIN, firstOn: "2020-01-04" }, true)).toEqual({});
});
