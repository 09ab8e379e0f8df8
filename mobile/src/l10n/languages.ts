/** The languages of the app, each by the name its speakers give it. */
export const LANGUAGES = { es: "Español", quz: "Runasimi", ay: "Aymar aru", en: "English" } as const;

export type Language = keyof typeof LANGUAGES;

/** The first of these language tags that we speak; Spanish otherwise. */
export function spoken(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = tag.toLowerCase().split(/[-_]/)[0] ?? "";
    if (language === "qu") return "quz";
    if (language in LANGUAGES) return language as Language;
  }
  return "es";
}
