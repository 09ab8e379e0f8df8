/** The countries that most visitors' documents are from; any other is written by its two letters. */
import { t } from "@lingui/core/macro";

/** By their codes (ISO 3166): Peru, and those that most foreigners in Peru come from. */
export const COUNTRIES = ["PE", "VE", "CO", "EC", "BO", "BR", "CL", "AR", "MX", "ES", "US"] as const;

type Known = (typeof COUNTRIES)[number];

/** The name of a country of the list; of others, their letters. */
export function countryWords(code: string): string {
  const words: Record<Known, string> = {
    PE: t`Perú`,
    VE: t`Venezuela`,
    CO: t`Colombia`,
    EC: t`Ecuador`,
    BO: t`Bolivia`,
    BR: t`Brasil`,
    CL: t`Chile`,
    AR: t`Argentina`,
    MX: t`México`,
    ES: t`España`,
    US: t`Estados Unidos`,
  };
  return words[code as Known] ?? code;
}
