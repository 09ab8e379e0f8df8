// Whether the catalogues hold what the screens say: every sentence there, none left over, every one translated, with
// the same names and marks in it, and none that a neighbour must not read. Drafts no speaker has reviewed carry the
// flag "fuzzy"; a speaker removes it.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOLDER = "src/l10n/words";
const CATALOGUES = ["", "earnings", "events", "staff"];
const LANGUAGES = ["es", "en", "quz", "ay"];
const REVEALING =
  /\b(penal|penales|c[aá]rcel\w*|prisi[oó]n\w*|pres[oa]s?|reos?|intern[oa]s?|prisons?|jails?|inmates?|prisoners?)\b/i;

const faults = [];
const before = Object.fromEntries(LANGUAGES.map((language) => [language, entries(language)]));
const wanted = extracted();

for (const language of LANGUAGES) {
  const have = before[language];
  for (const id of wanted) if (!have.has(id)) faults.push(`${language}: not in the catalogue: ${id}`);
  for (const id of have.keys())
    if (!wanted.has(id)) faults.push(`${language}: no screen says it any more: ${id}`);
  for (const { id, words } of have.values()) {
    const said = words || (language === "es" ? id : "");
    if (!said) faults.push(`${language}: not translated: ${id}`);
    else if (marks(said) !== marks(id))
      faults.push(`${language}: other names or marks than in Spanish: ${id}`);
    if (REVEALING.test(said)) faults.push(`${language}: reveals the place: ${said}`);
  }
  const drafts = [...have.values()].filter((each) => each.draft).length;
  console.log(`${language}: ${have.size} sentences${drafts ? `, ${drafts} await a speaker's review` : ""}`);
}
if (faults.length > 0) {
  console.error(faults.slice(0, 40).join("\n"));
  console.error(
    `${faults.length} faults in the catalogues: run \`npm run words\` in mobile/, and translate what is missing.`,
  );
  process.exit(1);
}

/** The sentences the screens say now. The catalogues are put back as they were. */
function extracted() {
  const kept = mkdtempSync(join(tmpdir(), "words-"));
  cpSync(FOLDER, kept, { recursive: true });
  try {
    execFileSync("npx", ["lingui", "extract", "--clean"], { stdio: "pipe" });
    return new Set(entries("es").keys());
  } finally {
    cpSync(kept, FOLDER, { recursive: true });
    rmSync(kept, { recursive: true });
  }
}

/** From a sentence of the screens to its words in a language, and whether they are a draft. */
function entries(language) {
  const found = new Map();
  for (const catalogue of CATALOGUES) {
    for (const block of readFileSync(join(FOLDER, catalogue, `${language}.po`), "utf8").split(/\n\n+/)) {
      const id = text(block, "msgid");
      if (!id || block.startsWith("#~")) continue;
      const key = catalogue ? `${catalogue}: ${id}` : id;
      found.set(key, { id, words: text(block, "msgstr"), draft: /^#,.*\bfuzzy\b/m.test(block) });
    }
  }
  return found;
}

function text(block, name) {
  const lines = new RegExp(`^${name} ((?:"(?:[^"\\\\]|\\\\.)*"\\n?)+)`, "m").exec(`${block}\n`)?.[1] ?? "";
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .join("");
}

/** The names and tags of a sentence, in one order; what a plural says for a number is no name. */
function marks(words) {
  return [...new Set(words.match(/(?<!(?:one|other|=\d+) )\{\w+(?=[,}])|<\/?\d+\/?>/g) ?? [])]
    .sort()
    .join(" ");
}
