/** Figures of work: hours of minutes, exact amounts as text. No sum of money is a floating number. */
import { t } from "@lingui/core/macro";

/** Figures in threes: “12,345”. */
export function grouped(count: number | string): string {
  const [whole = "", places] = String(count).split(".");
  const inThrees = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return places === undefined ? inThrees : `${inThrees}.${places}`;
}

/** Minutes as people say them: “181 h 30 min”. */
export function hoursWords(minutes: number): string {
  if (minutes < 0) return `−${hoursWords(-minutes)}`;
  const hours = grouped(Math.floor(minutes / 60));
  const rest = minutes % 60;
  return rest === 0 ? t`${hours} h` : t`${hours} h ${rest} min`;
}

/** Minutes of hours that somebody typed, such as “8” or “7:30”, no more than a day has; nothing when it is no such time. */
export function minutesTyped(typed: string): number | undefined {
  const [, hours, rest = "0"] = /^(\d{1,2})(?::([0-5]\d))?$/.exec(typed.trim()) ?? [];
  const minutes = hours === undefined ? 0 : Number(hours) * 60 + Number(rest);
  return minutes > 0 && minutes <= 24 * 60 ? minutes : undefined;
}

/** An exact amount of soles, as the service says it: “S/ 1,840.0525”, which no line breaks apart. */
export function exactSoles(exact: string): string {
  return `S/\u00a0${grouped(exact)}`;
}

const PLACES = 12;

/** The sum of exact decimals, exactly: at least two places, no zeros at its end. */
export function sumOf(exact: readonly string[]): string {
  const total = exact.reduce((sum, each) => sum + parts(each), 0n);
  const digits = String(total).padStart(PLACES + 1, "0");
  const places = digits.slice(-PLACES).replace(/0+$/, "").padEnd(2, "0");
  return `${digits.slice(0, -PLACES)}.${places}`;
}

function parts(exact: string): bigint {
  const [whole = "0", places = ""] = exact.split(".");
  return BigInt(whole + places.padEnd(PLACES, "0").slice(0, PLACES));
}

/** Céntimos of what somebody typed in soles, such as “45.20”, “45,2” or “S/ 1,250.50”; nothing when it is no such amount. */
export function centimosOf(typed: string): number | undefined {
  const [, amount = ""] = /^(?:s\/\.?)?(.*)$/i.exec(typed.replace(/\s/g, "")) ?? [];
  // A comma before three figures stands between thousands, as we write them ourselves.
  const bare = /^\d{1,3}(,\d{3})+(\.|$)/.test(amount) ? amount.replaceAll(",", "") : amount;
  const [, whole, places = ""] = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(bare) ?? [];
  return whole === undefined ? undefined : Number(whole + places.padEnd(2, "0"));
}

/** A share of what somebody typed in hundredths: “25” or “12.5” is 0.25 or 0.125; nothing when it is no such share. */
export function shareOf(typed: string): string | undefined {
  const [, whole, places = ""] = /^(\d{1,3})(?:[.,](\d{1,4}))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined) return undefined;
  const digits = whole.padStart(3, "0");
  if (Number(digits) > 100 || (Number(digits) === 100 && Number(places) > 0)) return undefined;
  const share = `${Number(digits.slice(0, -2))}.${digits.slice(-2)}${places}`.replace(/\.?0+$/, "");
  return share === "0" || share === "" ? undefined : share;
}

/** A share as people say it: “0.125” is “12.5 %”. */
export function percent(share: string): string {
  const [whole = "0", places = ""] = share.split(".");
  const digits = `${whole}${places.padEnd(2, "0").slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const rest = places.slice(2).replace(/0+$/, "");
  return rest ? `${digits}.${rest} %` : `${digits} %`;
}
