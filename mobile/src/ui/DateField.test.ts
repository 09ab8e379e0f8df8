import { dayOf, stroked } from "./DateField";

test("strokes come by themselves while typing", () => {
  expect(stroked("2", "")).toBe("2");
  expect(stroked("21", "2")).toBe("21/");
  expect(stroked("21/1", "21/")).toBe("21/1");
  expect(stroked("21112026", "")).toBe("21/11/2026");
});

test("erasing is never undone", () => {
  expect(stroked("21", "21/")).toBe("21");
});

test("a day that does not exist is none", () => {
  expect(dayOf("29/02/2024")).toBe("2024-02-29");
  expect(dayOf("29/02/2023")).toBeUndefined();
  expect(dayOf("31/11/2026")).toBeUndefined();
  expect(dayOf("1/3/2026")).toBe("2026-03-01");
  expect(dayOf("21/11/26")).toBeUndefined();
});
