// One real service for the tests in a browser: `encuentro serve --demo` on an embedded database of its own, and beside
// it a web process as in production, on the same database and with the same secret. Who signs in through the second
// reads the code that the first one shows.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { access, chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const READY_SECONDS = 180;
const STOP_SECONDS = 60;
const GIVEN = "ENCUENTRO_E2E";

/** The service that the runner has started, or one of this file's own. */
export async function service() {
  const given = process.env[GIVEN];
  return given ? { ...JSON.parse(given), stop: async () => {} } : start();
}

/** What a test file's process must be told to use this service. */
export function told({ address, production, environment }) {
  return { [GIVEN]: JSON.stringify({ address, production, environment }) };
}

/** Start it all: about a minute, for the demo's people are made with real commands. `page`: another one than ours. */
export async function start({ page } = {}) {
  await access(join(ROOT, "mobile/dist/web/index.html")).catch(() => {
    throw new Error("The page has not been built: `make page` does it.");
  });
  const folder = await mkdtemp(join(tmpdir(), "encuentro-e2e-"));
  await chmod(folder, 0o755); // PostgreSQL's own account passes through
  const common = {
    PATH: process.env.PATH,
    PYTHONPATH: ROOT,
    HOME: folder,
    ENCUENTRO_SECRET: randomBytes(32).toString("hex"),
    ENCUENTRO_BANK_LAYOUT: join(ROOT, "seeds/bank-layout.example.toml"),
    BANK_KEY: "of-no-bank",
  };
  const running = [];
  const stop = async () => {
    process.removeListener("exit", killAll);
    for (const each of running.reverse()) await end(each);
    await rm(folder, { recursive: true, force: true });
  };
  const killAll = () => running.forEach(kill);
  process.once("exit", killAll);
  try {
    const data = join(folder, "data");
    const demo = await run(["serve", "--demo"], { ...common, ENCUENTRO_DATA: data }, folder, running);
    const environment = { ...common, DATABASE_URL: await addressOfDatabase(data, "postgres") };
    const web = { ...common, DATABASE_URL: await addressOfDatabase(data, "encuentro_app") };
    const production = await run(["web"], { ...web, ...(page && { ENCUENTRO_PAGE: page }), ENCUENTRO_PRODUCTION: "1" }, folder, running);
    return { address: demo, production, environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Run a command of the command line on the service's database; what it prints. */
export async function command(environment, ...words) {
  const { stdout } = await promisify(execFile)(await python(), ["-m", "backend.cli", ...words], {
    cwd: ROOT,
    env: environment,
  });
  return stdout;
}

async function run(words, environment, folder, running) {
  const port = await freePort();
  const log = join(folder, `${words[0]}.log`);
  const file = openSync(log, "w");
  const child = spawn(await python(), ["-m", "backend.cli", ...words], {
    cwd: ROOT,
    detached: true,
    env: { ...environment, ENCUENTRO_PORT: String(port) },
    stdio: ["ignore", file, file],
  });
  running.push(child);
  const address = `http://localhost:${port}`;
  for (let tries = 0; tries < READY_SECONDS * 5; tries += 1) {
    if (child.exitCode !== null) break;
    if ((await fetch(`${address}/health`).catch(() => undefined))?.ok) return address;
    await pause(200);
  }
  throw new Error(`The service did not become ready:\n${readFileSync(log, "utf8")}`);
}

/** Ctrl-C, as at a terminal: the service ends its database itself. */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  process.kill(child.pid, "SIGINT");
  const late = setTimeout(() => kill(child), STOP_SECONDS * 1000);
  await gone;
  clearTimeout(late);
}

function kill(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  process.kill(child.pid, "SIGINT");
}

/** The folder of the socket stands on the fifth line of what PostgreSQL writes about itself. */
async function addressOfDatabase(data, role) {
  const [inside] = (await readdir(data, { recursive: true })).filter((name) => name.endsWith("postmaster.pid"));
  const lines = (await readFile(join(data, inside), "utf8")).split("\n");
  return `postgres://${role}@/encuentro?host=${lines[4]}&port=${lines[3]}`;
}

async function python() {
  if (process.env.PYTHON) return process.env.PYTHON;
  return join(ROOT, ".venv/bin/python");
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  return port;
}
