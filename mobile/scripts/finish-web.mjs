// After the export: writes the service worker with the list of files, and a Brotli and a gzip copy of everything
// that shrinks, so that the server compresses nothing while a family waits.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { chunkOf, PARTS } from "./chunks.mjs";

const folder = process.argv[2];
const files = readdirSync(folder, { recursive: true })
  .map((name) => join(folder, name))
  .filter((path) => statSync(path).isFile() && !/\.(br|gz|map)$|metadata\.json$|sw\.js$/.test(path))
  .sort();
const address = (path) => `/${relative(folder, path).split(sep).join("/")}`;

// Fetched ahead for a day without signal: the page, and the scripts of families. The rest comes when it is asked for.
const scripts = new Set(PARTS.filter((part) => part.ahead).flatMap((part) => part.chunks));
const wanted = files
  .map(address)
  .filter((each) =>
    each.endsWith(".js") ? scripts.has(chunkOf(each)) : /\.(html|webmanifest|svg)$/.test(each),
  );
const version = createHash("sha256")
  .update(files.map((path) => readFileSync(path)).reduce((all, each) => Buffer.concat([all, each])))
  .digest("hex")
  .slice(0, 16);
const worker = readFileSync(new URL("./sw.template.js", import.meta.url), "utf8")
  .replace('"%VERSION%"', JSON.stringify(version))
  .replace('"%FILES%"', JSON.stringify(wanted.map((each) => (each === "/index.html" ? "/" : each))));
writeFileSync(join(folder, "sw.js"), worker);

for (const path of [...files, join(folder, "sw.js")]) {
  if (!/\.(js|html|css|json|svg|webmanifest|txt)$/.test(path)) continue;
  const bytes = readFileSync(path);
  const best = {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, best));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
