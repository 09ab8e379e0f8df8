/** What a PIN must be: four to twelve figures, and none that everybody tries first. */
export type Fault = "length" | "easy";

export const SHORTEST = 4;
export const LONGEST = 12;

/** What is wrong with a PIN; nothing for a good one. */
export function pinFault(pin: string): Fault | undefined {
  if (!/^\d+$/.test(pin) || pin.length < SHORTEST || pin.length > LONGEST) return "length";
  return isRun(pin) || isRepeated(pin) ? "easy" : undefined;
}

/** 1111, 1234, 4321, 2468: the same step from figure to figure, 9 to 0 included. */
function isRun(pin: string): boolean {
  const steps = [...pin].slice(1).map((each, index) => (Number(each) - Number(pin[index]) + 10) % 10);
  return new Set(steps).size === 1;
}

/** 1212, 123123: a piece and nothing but the piece again. */
function isRepeated(pin: string): boolean {
  return /^(\d{1,3})\1+$/.test(pin);
}
