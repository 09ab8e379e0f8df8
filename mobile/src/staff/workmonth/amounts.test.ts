import {
  centimosOf,
  exactSoles,
  grouped,
  hoursWords,
  minutesTyped,
  percent,
  shareOf,
  sumOf,
} from "./amounts";
import { lastDayOf, monthsLater } from "./months";

test("figures stand in threes", () => {
  expect(["0", "999", "1000", "1234567", "1840.0525"].map(grouped)).toEqual([
    "0",
    "999",
    "1,000",
    "1,234,567",
    "1,840.0525",
  ]);
  expect(exactSoles("840.05")).toBe("S/\u00a0840.05");
  expect(hoursWords(181 * 60)).toBe("181 h");
  expect(hoursWords(75)).toBe("1 h 15 min");
  expect(hoursWords(-75)).toBe("−1 h 15 min");
});

test("what is typed is hours of one day, or nothing", () => {
  expect(["8", "7:30", " 0:05 ", "24"].map(minutesTyped)).toEqual([480, 450, 5, 1440]);
  expect(["", "0", "24:01", "7:60", "7.5", "-1"].map(minutesTyped)).toEqual(Array(6).fill(undefined));
});

test("exact amounts are added exactly", () => {
  expect(sumOf(["565.65", "274.40"])).toBe("840.05");
  expect(sumOf(["0.1", "0.2"])).toBe("0.30");
  expect(sumOf(["434.6153", "0.0525", "99999999.9999"])).toBe("100000434.6677");
  expect(sumOf([])).toBe("0.00");
});

test("what is typed is soles and céntimos, or nothing", () => {
  expect(["45.20", "45,2", "45", " 0.05 "].map(centimosOf)).toEqual([4520, 4520, 4500, 5]);
  expect(["S/ 1,250.50", "s/. 1,250", "1,234,567.8", "S/\u00a045"].map(centimosOf)).toEqual([
    125050, 125000, 123456780, 4500,
  ]);
  expect(["", "45.205", "-3", "1e3", "12345678"].map(centimosOf)).toEqual(Array(5).fill(undefined));
  expect(["S/", "1,25,000", "1250,000", "12,345,678", "1,250,5"].map(centimosOf)).toEqual(
    Array(5).fill(undefined),
  );
});

test("shares are typed in hundredths", () => {
  expect(["25", "60", "100", "12.5", "5", "0,5"].map(shareOf)).toEqual([
    "0.25",
    "0.6",
    "1",
    "0.125",
    "0.05",
    "0.005",
  ]);
  expect(["0", "101", "100.5", "abc", ""].map(shareOf)).toEqual(Array(5).fill(undefined));
  expect(["0.25", "0.125", "1", "0.6", "0.05"].map(percent)).toEqual([
    "25 %",
    "12.5 %",
    "100 %",
    "60 %",
    "5 %",
  ]);
});

test("months go on over the year", () => {
  expect(monthsLater("2026-11-01", 2)).toBe("2027-01-01");
  expect(monthsLater("2026-01-01", -1)).toBe("2025-12-01");
  expect(lastDayOf("2028-02-01")).toBe("2028-02-29");
});
