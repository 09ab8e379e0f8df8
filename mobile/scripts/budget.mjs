// How large the exported page may become: brotli bytes of what each role downloads. Needs no browser; fails when exceeded.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

/** Chunks by the beginning of their names, and the most that they may weigh together. */
const BUDGETS = [
  {
    what: "home of a family, first visit",
    limit: 165_000,
    chunks: ["index", "__expo-metro-runtime", "__common", "Inside"],
    page: true,
  },
  { what: "coming in", limit: 8_000, chunks: ["Entrance"] },
  { what: "visits of a family", limit: 12_000, chunks: ["VisitScreens"] },
  { what: "booking", limit: 12_000, chunks: ["BookingScreens"] },
  { what: "people and ties", limit: 14_000, chunks: ["PeopleScreens"] },
  { what: "settings", limit: 12_000, chunks: ["SettingsScreens", "NoticesScreen"] },
  {
    what: "an office",
    limit: 40_000,
    chunks: [
      "StaffSignIn",
      "StaffScreens",
      "QueueScreens",
      "DayScreen",
      "InmateScreens",
      "ClosedScreen",
      "VouchScreen",
      "es",
    ],
  },
  { what: "English, family and office", limit: 20_000, chunks: ["en"] },
  { what: "Quechua, family and office", limit: 20_000, chunks: ["quz"] },
  { what: "Aymara, family and office", limit: 20_000, chunks: ["ay"] },
  { what: "trying out only", limit: 2_000, chunks: ["Demo"] },
];

const folder = process.argv[2] ?? "dist/web";
const scripts = join(folder, "_expo/static/js/web");
const files = readdirSync(scripts).filter((name) => name.endsWith(".js"));
const chunkOf = (name) => name.replace(/-[0-9a-f]{32}\.js$/, "");
const weight = (path) => brotliCompressSync(readFileSync(path)).length;

let exceeded = false;
const known = new Set();
for (const { what, limit, chunks, page } of BUDGETS) {
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
    `${over ? "✗" : "✓"} ${what.padEnd(32)} ${String(bytes).padStart(7)} of ${limit} bytes${missing ? ", and a chunk is missing" : ""}`,
  );
}
const unknown = files.filter((name) => !known.has(name));
if (unknown.length > 0) console.log(`✗ chunks without a budget: ${unknown.join(", ")}`);
exceeded ||= unknown.length > 0;
process.exitCode = exceeded ? 1 : 0;
