/** Money as people in Peru write it, of whole céntimos: no number with a fraction is ever reckoned with. */

const CENTIMOS = 100;

/** Such as “S/ 1,234.50”, which no line breaks apart; less than nothing is “−S/ 84.00”. */
export function soles(amount: number): string {
  const centimos = Math.abs(amount);
  const rest = centimos % CENTIMOS;
  const whole = String((centimos - rest) / CENTIMOS).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0 ? "\u2212" : ""}S/\u00a0${whole}.${String(rest).padStart(2, "0")}`;
}
