import { soles } from "./money";

const written = (amount: number) => soles(amount).replace("\u00a0", " ");

test("amounts are written as in Peru", () => {
  expect(written(84_005)).toBe("S/ 840.05");
  expect(written(123_450)).toBe("S/ 1,234.50");
  expect(written(123_456_789_01)).toBe("S/ 123,456,789.01");
});

test("little money has its zeros, and none is nothing", () => {
  expect(written(0)).toBe("S/ 0.00");
  expect(written(5)).toBe("S/ 0.05");
  expect(written(100)).toBe("S/ 1.00");
  expect(written(99_999)).toBe("S/ 999.99");
});

test("less than nothing says so before the sign of the sol", () => {
  expect(written(-8400)).toBe("−S/ 84.00");
});

test("no line breaks an amount apart", () => {
  expect(soles(84_005)).not.toContain(" ");
});
