/** A person as it is being typed, and whether what was typed is right. */
import type { DocumentKind, Sex } from "@/data/gen/documents";
import type { Day } from "@/l10n/dates";
import { birthWrong, documentWrong, expiryWrong, nameWrong } from "./checks";

export type Typed = {
  givenNames: string;
  surnames: string;
  sex: Sex | undefined;
  bornOn: Day | undefined;
  nationality: string;
  documentKind: DocumentKind;
  documentNumber: string;
  validUntil: Day | undefined;
  /** Their document has no last day. */
  endless: boolean;
};

export const NOBODY: Typed = {
  givenNames: "",
  surnames: "",
  sex: undefined,
  bornOn: undefined,
  nationality: "PE",
  documentKind: "DNI",
  documentNumber: "",
  validUntil: undefined,
  endless: false,
};

/** What a group of questions is given. */
export type Group = {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  /** Show what is wrong. */
  tried: boolean;
  next?: (() => void) | undefined;
};

/** Whether the names are right. */
export const namesReady = (typed: Typed): boolean =>
  !nameWrong(typed.givenNames) && !nameWrong(typed.surnames);

/** Whether sex and birthday are right. */
export const birthReady = (typed: Typed, minor: boolean): boolean =>
  typed.sex !== undefined && !birthWrong(typed.bornOn, minor);

/** Whether the document is right. */
export const documentReady = (typed: Typed): boolean =>
  !documentWrong(typed.documentKind, typed.documentNumber) && !expiryWrong(typed.validUntil, typed.endless);
