import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

const NEVER = ["**/gen/**", "**/*.test.*", "**/testing/**"];

export default defineConfig({
  sourceLocale: "es",
  locales: ["es", "quz", "ay", "en"],
  // Families do not pay for the words of an office, nor for those of rooms that not all of them enter.
  catalogs: [
    {
      path: "<rootDir>/src/l10n/words/{locale}",
      include: ["<rootDir>/src"],
      exclude: ["**/src/staff/**", "**/src/family/earnings/**", "**/src/family/events/**", ...NEVER],
    },
    {
      path: "<rootDir>/src/l10n/words/earnings/{locale}",
      include: ["<rootDir>/src/family/earnings"],
      exclude: NEVER,
    },
    {
      path: "<rootDir>/src/l10n/words/events/{locale}",
      include: ["<rootDir>/src/family/events"],
      exclude: NEVER,
    },
    { path: "<rootDir>/src/l10n/words/staff/{locale}", include: ["<rootDir>/src/staff"], exclude: NEVER },
  ],
  format: formatter({ lineNumbers: false }),
  fallbackLocales: { default: "es" },
  compileNamespace: "ts",
});
