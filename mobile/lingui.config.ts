import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

const NEVER = ["**/gen/**", "**/*.test.*", "**/testing/**"];

export default defineConfig({
  sourceLocale: "es",
  locales: ["es", "quz", "ay", "en"],
  // Two catalogues: families do not pay for the words of an office.
  catalogs: [
    {
      path: "<rootDir>/src/l10n/words/{locale}",
      include: ["<rootDir>/src"],
      exclude: ["**/src/staff/**", ...NEVER],
    },
    { path: "<rootDir>/src/l10n/words/staff/{locale}", include: ["<rootDir>/src/staff"], exclude: NEVER },
  ],
  format: formatter({ lineNumbers: false }),
  fallbackLocales: { default: "es" },
  compileNamespace: "ts",
});
