import { month } from "./invented";
import { countedWords, durationWords, periodWords } from "./words";

test("hours and minutes are said as people do", () => {
  expect([480, 60, 450, 61, 30, 0].map(durationWords)).toEqual([
    "8 horas",
    "1 hora",
    "7 horas 30 minutos",
    "1 hora 1 minuto",
    "30 minutos",
    "0 horas",
  ]);
});

test("what was counted is told as far as it is open", () => {
  expect(countedWords({ workedDays: 24, workedMinutes: 10_860 })).toBe("Trabajo contado: 24 días, 181 horas");
  expect(countedWords({ workedDays: 0, workedMinutes: null })).toBe("Trabajo contado: 0 días");
  expect(countedWords({ workedDays: null, workedMinutes: null })).toBeUndefined();
});

test("a month is called by its name, a part of one by its days", () => {
  expect(periodWords(month("2036-10"))).toBe("octubre de 2036");
  expect(periodWords(month("2036-10", { closesOn: "2036-10-14" }))).toBe("octubre de 2036, del 1 al 14");
});
