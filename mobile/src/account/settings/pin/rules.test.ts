import { pinFault } from "./rules";

test.each(["2580", "8361", "19751", "482915377204"])("%s is a PIN", (pin) => {
  expect(pinFault(pin)).toBeUndefined();
});

test.each(["", "123", "12a4", "١٢٣٤", "1234567890123"])("%s is no PIN at all", (pin) => {
  expect(pinFault(pin)).toBe("length");
});

test.each(["0000", "1111", "1234", "4321", "7890", "0987", "2468", "1212", "123123", "000000"])(
  "%s is guessed at once",
  (pin) => {
    expect(pinFault(pin)).toBe("easy");
  },
);
