import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

const NEVER = ["**/gen/**", "**/*.test.*", "**/testing/**"];

export default defineConfig({
  sourceLocale: "es",
  locales: ["es", "quz", "ay", "en"],
  // Families do not pay for the words of an office, nor those whom no earnings are open to for the words of these.
  catalogs: [
    {
      path: "<rootDir>/src/l10n/words/{locale}",
      include: ["<rootDir>/src"],
      exclude: ["**/src/staff/**", "**/src/family/earnings/**", ...NEVER],
    },
    {
      path: "<rootDir>/src/l10n/words/earnings/{locale}",
      include: ["<rootDir>/src/family/earnings"],
      exclude: NEVER,
    },
    { path: "<rootDir>/src/l10n/words/staff/{locale}", include: ["<rootDir>/src/staff"], exclude: NEVER },
  ],
  format: formatter({ lineNumbers: false }),
  fallbackLocales: { default: "es" },
  compileNamespace: "ts",
});
