/** What can be told about typed data before it is sent: what is wrong, and what to do. */
import { t } from "@lingui/core/macro";
import type { DocumentKind } from "@/data/gen/documents";
import { type Day, today } from "@/l10n/dates";

const ADULT = 18;
const OLDEST = 120;
const LONGEST_NAME = 100;
const FIRST_YEAR = 1900;

/** Figures and signs that no document has in a name. */
const NOT_IN_NAMES = /[0-9_@#$%&*+=/\\<>()[\]{}|~^"!?¿¡:;,]/;

const SHAPES: Record<DocumentKind, RegExp> = {
  DNI: /^[0-9]{8}$/,
  FOREIGNER_CARD: /^[0-9A-Z]{6,12}$/,
  PASSPORT: /^[0-9A-Z]{5,15}$/,
};

/** Full years on a day. */
export function ageOn(bornOn: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return day.slice(5) >= bornOn.slice(5) ? years : years - 1;
}

/** A number without the blanks, dots and dashes that people write for their eyes. */
export function bare(typed: string): string {
  return typed.replace(/[\s.\-/]/g, "").toUpperCase();
}

/** Given names, or surnames. */
export function nameWrong(typed: string): string | undefined {
  if (typed.trim() === "") return t`Falta este dato.`;
  if (NOT_IN_NAMES.test(typed) || typed.trim().length > LONGEST_NAME)
    return t`Escriba solo letras, igual que en el documento.`;
  return undefined;
}

/** A birthday; `minor`: of somebody who must not be of age yet. */
export function birthWrong(bornOn: Day | undefined, minor: boolean): string | undefined {
  if (!bornOn) return t`Escriba el día, el mes y el año.`;
  const age = ageOn(bornOn, today());
  if (age < 0) return t`Esa fecha todavía no llega. Revise el año.`;
  if (age > OLDEST) return t`Revise el año.`;
  if (minor && age >= ADULT) return t`Ya cumplió 18 años. Agregue a esta persona como adulta.`;
  if (!minor && age < ADULT) return t`Todavía no cumple 18 años. Agregue a esta persona como menor de edad.`;
  return undefined;
}

/** The number of a document. */
export function documentWrong(kind: DocumentKind, typed: string): string | undefined {
  if (SHAPES[kind].test(bare(typed))) return undefined;
  if (kind === "DNI") return t`El DNI tiene 8 cifras. No escriba la que va después del guion.`;
  if (kind === "PASSPORT") return t`El pasaporte tiene de 5 a 15 letras y cifras.`;
  return t`El carné tiene de 6 a 12 letras y cifras.`;
}

/** Two letters for a country. */
export function countryWrong(code: string): string | undefined {
  return /^[A-Za-z]{2}$/.test(code.trim()) ? undefined : t`Elija el país del documento.`;
}

/** The last day of a document, unless it has none. */
export function expiryWrong(validUntil: Day | undefined, endless: boolean): string | undefined {
  return validUntil || endless ? undefined : t`Escriba la fecha, o marque que no vence.`;
}

/** A register number, where somebody knows it. */
export function registerWrong(typed: string): string | undefined {
  if (typed.trim() === "" || /^[0-9A-Z]{3,20}$/.test(bare(typed))) return undefined;
  return t`Escriba solo letras y cifras, o déjelo en blanco.`;
}

/** A year of birth, where somebody knows it. */
export function yearWrong(typed: string): string | undefined {
  const year = Number(typed);
  const right = /^\d{4}$/.test(typed) && year >= FIRST_YEAR && year <= Number(today().slice(0, 4));
  return typed === "" || right ? undefined : t`Escriba las cuatro cifras del año, o déjelo en blanco.`;
}

/** A code of the office: nine signs, however they are grouped. */
export function codeWrong(typed: string): string | undefined {
  return /^[0-9A-Z]{9}$/.test(bare(typed)) ? undefined : t`El código tiene 9 letras y cifras.`;
}
