import type { CodegenConfig } from "@graphql-codegen/cli";

/** One file of documents: their types beside their ids, from the contract; the text stays out of the app. */
const constants = (documents: string[]) => ({
  documents,
  plugins: ["typescript-operations", "./scripts/document-ids.cjs"],
  config: {
    strictScalars: true,
    scalars: { UUID: "string", Day: "string", Instant: "string", Time: "string", JSON: "unknown" },
    enumType: "string-literal",
    enumsAsTypes: true,
    useTypeImports: true,
    skipTypename: true,
    avoidOptionals: { field: true, inputValue: false, object: false },
  },
});

/** Folders whose ids travel with the screens that ask them, and not with everybody's first visit. */
const APART = [
  "family/events",
  "family/statements",
  "staff/account",
  "staff/culture",
  "staff/door",
  "staff/programmes",
  "staff/registry",
  "staff/statements",
  "staff/visits",
  "staff/work",
];

const config: CodegenConfig = {
  schema: "../schema/schema.graphql",
  generates: {
    "src/data/gen/documents.ts": constants([
      "src/**/*.graphql",
      ...APART.map((folder) => `!src/${folder}/**`),
    ]),
    ...Object.fromEntries(
      APART.map((folder) => [`src/data/gen/${folder}.ts`, constants([`src/${folder}/*.graphql`])]),
    ),
  },
};

export default config;
