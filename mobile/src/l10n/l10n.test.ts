import { i18n } from "@lingui/core";
import { plural } from "@lingui/core/macro";
import { dayAt, daysBetween, daysLater, figures, hour, hours, longDay, weekdayOf } from "./dates";
import { spoken } from "./languages";

test("Quechua and Aymara do not inflect by number, Spanish and English do", () => {
  const category = (language: string, count: number) => new Intl.PluralRules(language).select(count);

  expect(["es", "en"].map((language) => category(language, 1))).toEqual(["one", "one"]);
  expect(["es", "en", "quz", "ay"].map((language) => category(language, 2))).toEqual(Array(4).fill("other"));
  expect(["quz", "ay"].map((language) => category(language, 1))).toEqual(["other", "other"]);
});

test("plurals in a message follow our own rules", () => {
  const visits = (count: number) => plural(count, { one: "# visita", other: "# visitas" });
  i18n.load("quz", {});
  i18n.activate("es");
  expect([visits(1), visits(3)]).toEqual(["1 visita", "3 visitas"]);
  i18n.activate("quz");
  expect(visits(1)).toBe("1 visitas");
  i18n.activate("es");
});

test("an instant falls on the day it is in Lima", () => {
  expect(dayAt("2026-11-22T04:59:59Z")).toBe("2026-11-21");
  expect(dayAt("2026-11-22T05:00:00Z")).toBe("2026-11-22");
});

test("hours are written as in Peru", () => {
  expect(hour("2026-11-22T14:00:00Z")).toBe("9:00\u00a0a.\u00a0m.");
  expect(hour("2026-11-22T17:05:00Z")).toBe("12:05\u00a0p.\u00a0m.");
  expect(hour("2026-11-22T05:00:00Z")).toBe("12:00\u00a0a.\u00a0m.");
  expect(hours("2026-11-22T14:00:00Z", "2026-11-22T16:30:00Z")).toBe(
    "de 9:00\u00a0a.\u00a0m. a 11:30\u00a0a.\u00a0m.",
  );
});

test("days are counted over months and leap days", () => {
  expect(daysLater("2028-02-28", 2)).toBe("2028-03-01");
  expect(daysBetween("2026-12-31", "2027-01-02")).toBe(2);
  expect(weekdayOf("2026-11-22")).toBe(0);
  expect(longDay("2031-11-22")).toBe("sábado 22 de noviembre de 2031");
  expect(figures("2026-11-02")).toBe("02/11/2026");
});

test("the phone's own language is spoken where we speak it", () => {
  expect(spoken(["qu-PE", "es"])).toBe("quz");
  expect(spoken(["fr", "en-US"])).toBe("en");
  expect(spoken(["fr"])).toBe("es");
});
