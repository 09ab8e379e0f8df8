import { daysLater, today } from "@/l10n/dates";
import {
  ageOn,
  birthWrong,
  codeWrong,
  countryWrong,
  documentWrong,
  expiryWrong,
  nameWrong,
  registerWrong,
  yearWrong,
} from "./checks";

const yearsAgo = (years: number, days = 0) => {
  const day = daysLater(today(), days);
  return `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
};

test("years are full on the birthday, and on 1 March for who was born on 29 February", () => {
  expect(ageOn("2000-05-10", "2018-05-09")).toBe(17);
  expect(ageOn("2000-05-10", "2018-05-10")).toBe(18);
  expect(ageOn("2004-02-29", "2022-02-28")).toBe(17);
  expect(ageOn("2004-02-29", "2022-03-01")).toBe(18);
});

test("a name is letters of any language, with the signs that documents have", () => {
  expect(nameWrong("María D'Ávila-Ñahui")).toBeUndefined();
  expect(nameWrong("Ñusta Q’inti")).toBeUndefined();
  expect(nameWrong("  ")).toMatch(/Falta/);
  expect(nameWrong("Mar1a")).toMatch(/solo letras/);
  expect(nameWrong("a".repeat(101))).toMatch(/solo letras/);
});

test("a birthday tells adults from minors", () => {
  expect(birthWrong(undefined, false)).toMatch(/día, el mes y el año/);
  expect(birthWrong(yearsAgo(18), false)).toBeUndefined();
  expect(birthWrong(yearsAgo(18, 1), false)).toMatch(/como menor de edad/);
  expect(birthWrong(yearsAgo(18, 1), true)).toBeUndefined();
  expect(birthWrong(yearsAgo(18), true)).toMatch(/como adulta/);
  expect(birthWrong(daysLater(today(), 1), true)).toMatch(/todavía no llega/);
  expect(birthWrong("1800-01-01", false)).toMatch(/Revise el año/);
});

test("each document has its own shape, and blanks and dashes are forgiven", () => {
  expect(documentWrong("DNI", "0000 0123")).toBeUndefined();
  expect(documentWrong("DNI", "00000123-4")).toMatch(/8 cifras/);
  expect(documentWrong("DNI", "A0000123")).toMatch(/8 cifras/);
  expect(documentWrong("FOREIGNER_CARD", "ce-000123")).toBeUndefined();
  expect(documentWrong("FOREIGNER_CARD", "12345")).toMatch(/6 a 12/);
  expect(documentWrong("PASSPORT", "ab123")).toBeUndefined();
  expect(documentWrong("PASSPORT", "ab12")).toMatch(/5 a 15/);
});

test("a document ends on a day, or says that it does not", () => {
  expect(expiryWrong(undefined, false)).toMatch(/no vence/);
  expect(expiryWrong(undefined, true)).toBeUndefined();
  expect(expiryWrong("2030-01-01", false)).toBeUndefined();
});

test("a country is two letters", () => {
  expect(countryWrong("ve")).toBeUndefined();
  expect(countryWrong("")).toMatch(/país/);
  expect(countryWrong("VEN")).toMatch(/país/);
});

test("what a family may not know is left blank or written well", () => {
  expect(registerWrong("")).toBeUndefined();
  expect(registerWrong("12-345/6")).toBeUndefined();
  expect(registerWrong("1")).toMatch(/en blanco/);
  expect(yearWrong("")).toBeUndefined();
  expect(yearWrong("1988")).toBeUndefined();
  expect(yearWrong("88")).toMatch(/cuatro cifras/);
  expect(yearWrong("2999")).toMatch(/cuatro cifras/);
});

test("a code of the office has nine signs", () => {
  expect(codeWrong("k7m-p3q-x9t")).toBeUndefined();
  expect(codeWrong("K7M P3Q")).toMatch(/9 letras/);
});
