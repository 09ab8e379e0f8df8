/**
 * The plural categories of our four languages, installed on every platform before anything asks for them.
 *
 * Hermes has no `Intl.PluralRules`, and no engine knows Quechua or Aymara: asked for them they answer by the rules of
 * whatever language the machine speaks. CLDR: Spanish and English have `one` for 1 and `other` otherwise; Quechua
 * and Aymara do not inflect by number after a numeral.
 */
class FourLanguages {
  private readonly counts: boolean;

  constructor(locales?: string | string[]) {
    const language = (Array.isArray(locales) ? locales[0] : locales) ?? "es";
    this.counts = !/^(qu|ay)/.test(language);
  }

  select(count: number): Intl.LDMLPluralRule {
    return this.counts && count === 1 ? "one" : "other";
  }
}

(Intl as { PluralRules: unknown }).PluralRules = FourLanguages;

export {};
