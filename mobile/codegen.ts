import type { CodegenConfig } from "@graphql-codegen/cli";

/** Types of every document beside its id, from the contract; the text stays out of the app. */
const config: CodegenConfig = {
  schema: "../schema/schema.graphql",
  documents: "src/**/*.graphql",
  generates: {
    "src/data/gen/documents.ts": {
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
    },
  },
};

export default config;
