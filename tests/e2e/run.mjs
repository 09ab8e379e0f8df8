// All browser tests, two files at a time, on one real service that is started for them and stopped after them.
// `node e2e/run.mjs [names of files]`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ROOT, start, told } from "./harness/service.mjs";

/** Files at a time: much of a test is waiting, and more than two would wait for each other on a machine of two cores. */
const AT_ONCE = 2;
const FOLDER = join(ROOT, "tests/e2e");
const wanted = process.argv.slice(2);
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".test.mjs") && (wanted.length === 0 || wanted.some((each) => name.startsWith(each))))
  .sort()
  .map((name) => join(FOLDER, name));

// The tests speak of yesterday and of tomorrow: the day in Lima, five hours behind UTC, must not turn while they run.
const DAY_MS = 86_400_000;
const WHOLE_RUN_MS = 20 * 60_000;
const tillMidnight = DAY_MS - ((Date.now() - 5 * 3_600_000) % DAY_MS);
if (tillMidnight < WHOLE_RUN_MS) {
  process.stdout.write(`It is almost midnight in Lima: the browser tests begin in ${Math.ceil(tillMidnight / 60_000)} minutes.\n`);
  await pause(tillMidnight + 1_000);
}

rmSync(join(FOLDER, "shots"), { recursive: true, force: true });
const service = await start();
try {
  // Nothing may wait for ever: a quarter of an hour is several times what the longest file needs.
  const limits = ["--test-timeout=900000", "--test-force-exit"];
  const words = ["--test", `--test-concurrency=${AT_ONCE}`, "--test-reporter=spec", ...limits, ...files];
  const tests = spawn(process.execPath, words, { stdio: "inherit", env: { ...process.env, ...told(service) } });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => tests.kill(signal));
  [process.exitCode] = await once(tests, "exit");
  process.exitCode ??= 1;
} finally {
  await service.stop();
}
