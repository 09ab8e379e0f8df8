// A GraphQL Code Generator plugin: for every document a constant with its id, typed by what it asks and answers.
// The id is the SHA-256 of the file, as in schema/documents.json: the server runs no other document.
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");

const upper = (name) => name[0].toUpperCase() + name.slice(1);

module.exports = {
  plugin(_schema, documents) {
    const constants = documents.map(({ location, document }) => {
      const [operation, ...others] = document.definitions;
      if (others.length > 0) throw new Error(`${location}: one operation a file`);
      const name = operation.name.value;
      const type = `${name}${upper(operation.operation)}`;
      const id = createHash("sha256").update(readFileSync(location)).digest("hex");
      return `export const ${name}: Document<${type}, ${type}Variables> = { name: "${name}", kind: "${operation.operation}", id: "${id}" };`;
    });
    return {
      prepend: ['import type { Document } from "@/data/document";'],
      content: constants.sort().join("\n"),
    };
  },
};
