// How large the exported page may become: brotli bytes of what each role downloads. Needs no browser; fails when exceeded.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chunkOf, PARTS } from "./chunks.mjs";

const folder = process.argv[2] ?? "dist/web";
const scripts = join(folder, "_expo/static/js/web");
const files = readdirSync(scripts).filter((name) => name.endsWith(".js"));
const weight = (path) => brotliCompressSync(readFileSync(path)).length;

let exceeded = false;
const known = new Set();
for (const { what, limit, chunks, page } of PARTS) {
  const mine = files.filter((name) => chunks.includes(chunkOf(name)));
  for (const name of mine) known.add(name);
  const bytes = mine.reduce(
    (sum, name) => sum + weight(join(scripts, name)),
    page ? weight(join(folder, "index.html")) : 0,
  );
  const missing = chunks.some((chunk) => !mine.some((name) => chunkOf(name) === chunk));
  const over = bytes > limit || missing;
  exceeded ||= over;
  console.log(
    `${over ? "✗" : "✓"} ${what.padEnd(34)} ${String(bytes).padStart(7)} of ${limit} bytes${missing ? ", and a chunk is missing" : ""}`,
  );
}
const unknown = files.filter((name) => !known.has(name));
if (unknown.length > 0) console.log(`✗ chunks without a budget: ${unknown.join(", ")}`);
exceeded ||= unknown.length > 0;
process.exitCode = exceeded ? 1 : 0;
