// Lighthouse on the page as a family meets it first, beside a bare Expo page made with the same libraries, both served
// by the same web process as in production: a cheap phone (processor four times slower) on slow 4G, really throttled.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { launch } from "../e2e/harness/browser.mjs";
import { ROOT, start } from "../e2e/harness/service.mjs";

/** What the page must reach, in points of a hundred. */
const TARGETS = { performance: 90, accessibility: 100, "best-practices": 95 };
const RUNS = 3;

const bare = exported();
let missed = false;
try {
  const pages = [
    ["ours", join(ROOT, "mobile/dist/web")],
    ["bare Expo", join(bare, "dist")],
  ];
  console.log("\nThe page, by Lighthouse: mobile, slow 4G and four times slower processor applied, medians of three");
  console.log("            performance  accessibility  practices     FCP     LCP     TTI   JavaScript");
  for (const [name, folder] of pages) {
    const { scores, times, kilobytes } = await measured(folder);
    const points = Object.keys(TARGETS).map((each) => String(scores[each]).padStart(11));
    const seconds = times.map((each) => `${(each / 1000).toFixed(2)} s`.padStart(8));
    console.log(`${name.padEnd(12)}${points.join("  ")} ${seconds.join("")}  ${kilobytes} KB`);
    if (name === "ours") missed = Object.entries(TARGETS).some(([each, least]) => scores[each] < least);
  }
} finally {
  rmSync(bare, { recursive: true, force: true });
}
if (missed) {
  console.error(`The page misses its targets: ${JSON.stringify(TARGETS)}`);
  process.exitCode = 1;
}

/** The bare page, exported in a folder of its own. */
function exported() {
  const folder = mkdtempSync(join(tmpdir(), "bare-page-"));
  cpSync(join(ROOT, "tests/bench/bare-page"), folder, { recursive: true });
  symlinkSync(join(ROOT, "mobile/node_modules"), join(folder, "node_modules"));
  const env = { ...process.env, CI: "1", EXPO_OFFLINE: "1", EXPO_NO_TELEMETRY: "1" };
  execFileSync("npx", ["expo", "export", "--platform", "web", "--output-dir", "dist"], { cwd: folder, env, stdio: "pipe" });
  execFileSync(process.execPath, [join(ROOT, "mobile/scripts/finish-web.mjs"), join(folder, "dist")], { stdio: "pipe" });
  return folder;
}

/** Medians of several runs, each in a browser that knows nothing yet. */
async function measured(page) {
  const service = await start({ page });
  const found = [];
  try {
    for (let run = 0; run < RUNS; run += 1) found.push(await once(service.production));
  } finally {
    await service.stop();
  }
  const median = (of) => found.map(of).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  const audit = (name) => median((each) => each.audits[name].numericValue);
  return {
    scores: Object.fromEntries(
      Object.keys(TARGETS).map((name) => [name, Math.round(median((each) => each.categories[name].score) * 100)]),
    ),
    times: ["first-contentful-paint", "largest-contentful-paint", "interactive"].map(audit),
    kilobytes: Math.round(median(scripts) / 1024),
  };
}

function scripts(report) {
  const requests = report.audits["network-requests"].details.items.filter((each) => each.resourceType === "Script");
  return requests.reduce((sum, each) => sum + each.transferSize, 0);
}

async function once(address) {
  const port = await freePort();
  // In Spanish, as the browsers of nearly all families are.
  const words = [`--remote-debugging-port=${port}`, "--lang=es-PE", "--accept-lang=es-PE"];
  const browser = await launch({}, words);
  try {
    const result = await lighthouse(`${address}/`, {
      port,
      logLevel: "error",
      onlyCategories: Object.keys(TARGETS),
      formFactor: "mobile",
      throttlingMethod: "devtools",
    });
    return result.lhr;
  } finally {
    await browser.close();
  }
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
