import "./plural-rules";
import { i18n, type Messages } from "@lingui/core";
import type { Language } from "./languages";
import { messages as spanish } from "./words/es";

type Catalogue = Promise<{ messages: Messages }>;

/** The words of some screens in every language. */
export type Words = Record<Language, () => Catalogue>;

/** One chunk a language, fetched when it is chosen; Spanish is always there. */
const FAMILY: Words = {
  es: async () => ({ messages: spanish }),
  quz: () => import("./words/quz") as Catalogue,
  ay: () => import("./words/ay") as Catalogue,
  en: () => import("./words/en") as Catalogue,
};

/** The words of an office, which families need not fetch. */
const STAFF: Words = {
  es: () => import("./words/staff/es") as Catalogue,
  quz: () => import("./words/staff/quz") as Catalogue,
  ay: () => import("./words/staff/ay") as Catalogue,
  en: () => import("./words/staff/en") as Catalogue,
};

let catalogues = [FAMILY];

i18n.load("es", spanish);
i18n.activate("es");

/** Speak this language. Without its words (no signal on the first use) the app goes on in the one it has. */
export async function speak(language: Language): Promise<boolean> {
  try {
    for (const catalogue of catalogues) i18n.load(language, (await catalogue[language]()).messages);
  } catch {
    return false;
  }
  i18n.activate(language);
  return true;
}

/** From now on speak these words, too. Raises when they cannot be fetched. */
export async function speakAlso(words: Words): Promise<void> {
  if (catalogues.includes(words)) return;
  i18n.load(i18n.locale, (await words[i18n.locale as Language]()).messages);
  catalogues = [...catalogues, words];
}

/** From now on speak the words of an office, too. */
export function speakOfOffice(): Promise<void> {
  return speakAlso(STAFF);
}

export { i18n };
