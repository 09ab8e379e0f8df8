import "./plural-rules";
import { i18n, type Messages } from "@lingui/core";
import type { Language } from "./languages";
import { messages as spanish } from "./words/es";

type Catalogue = Promise<{ messages: Messages }>;

/** One chunk a language, fetched when it is chosen; Spanish is always there. */
const catalogues: Record<Exclude<Language, "es">, () => Catalogue> = {
  quz: () => import("./words/quz") as Catalogue,
  ay: () => import("./words/ay") as Catalogue,
  en: () => import("./words/en") as Catalogue,
};

i18n.load("es", spanish);
i18n.activate("es");

/** Speak this language. Without its words (no signal on the first use) the app goes on in the one it has. */
export async function speak(language: Language): Promise<boolean> {
  if (language !== "es") {
    try {
      i18n.load(language, (await catalogues[language]()).messages);
    } catch {
      return false;
    }
  }
  i18n.activate(language);
  return true;
}

export { i18n };
