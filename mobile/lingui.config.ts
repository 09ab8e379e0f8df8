import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "es",
  locales: ["es", "quz", "ay", "en"],
  catalogs: [
    {
      path: "<rootDir>/src/l10n/words/{locale}",
      include: ["<rootDir>/src"],
      exclude: ["**/gen/**", "**/*.test.*"],
    },
  ],
  format: formatter({ lineNumbers: false }),
  fallbackLocales: { default: "es" },
  compileNamespace: "ts",
});
