/** The short code of a visit: how it is written, and how it is read aloud. */
import { t } from "@lingui/core/macro";

/** Without anything between its signs, as in the drawing that a camera reads. */
export function plainCode(reference: string): string {
  return reference.replace(/[^0-9A-Z]/gi, "").toUpperCase();
}

/** In two groups of four: K7MP-3QX9. */
export function groupedCode(reference: string): string {
  const signs = plainCode(reference);
  return `${signs.slice(0, 4)}-${signs.slice(4)}`;
}

/** Sign by sign, for readers of the screen: “K, 7, M, P, guion, 3, Q, X, 9”. */
export function spelledCode(reference: string): string {
  const signs = [...plainCode(reference)];
  return [...signs.slice(0, 4), t`guion`, ...signs.slice(4)].join(", ");
}
