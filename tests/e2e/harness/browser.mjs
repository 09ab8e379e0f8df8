// A real Chromium, the phones and desks in it, and what every test holds against every page it opens.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ROOT } from "./service.mjs";

export const SHOTS = join(ROOT, "tests/e2e/shots");
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

/** The time a screen may take on a busy machine. */
const PATIENCE = 60_000;

/** Chromium, for one test file, with words of its command line besides. */
export async function launch(options = {}, words = []) {
  const path = execFileSync(join(ROOT, "tests/e2e/chromium.sh"), { encoding: "utf8" }).trim();
  const rootless = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: path, args: [...rootless, ...words], ...options });
}

/**
 * Somebody's own browser: nothing of another one's is in it. It remembers what pages said on the console, what the
 * policy of the page forbade, and every address that was asked for; `close()` fails on what must not have happened.
 */
export async function phone(browser, { size = PHONE, locale = "es-PE", dark = false, ...options } = {}) {
  const context = await browser.newContext({
    viewport: size,
    locale,
    timezoneId: "America/Lima",
    colorScheme: dark ? "dark" : "light",
    hasTouch: size.width < 900,
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const seen = { console: [], addresses: new Set(), forbidden: [] };
  await context.exposeBinding("tellForbidden", (_, what) => seen.forbidden.push(what));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      window.tellForbidden(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`),
    );
  });
  context.on("console", (message) => seen.console.push(`${message.type()}: ${message.text()}`));
  context.on("weberror", (error) => seen.console.push(`uncaught: ${error.error()}`));
  context.on("request", (request) => seen.addresses.add(decodeURIComponent(request.url())));
  context.on("page", (page) => page.on("framenavigated", (frame) => seen.addresses.add(decodeURIComponent(frame.url()))));
  const close = context.close.bind(context);
  /** `secrets`: words of people, which no console and no address may hold. */
  context.close = async ({ secrets = [] } = {}) => {
    await close();
    // What the browser says by itself: advice to developers, and a connection that was cut on purpose.
    const said = seen.console.filter((each) => !/^verbose|Failed to load resource|net::ERR_/.test(each));
    assert.deepEqual(said, [], "the console stays empty");
    assert.deepEqual(seen.forbidden, [], "the page does nothing that its own policy forbids");
    for (const secret of secrets) {
      const leaks = [...seen.addresses, ...seen.console].filter((each) => each.includes(secret));
      assert.deepEqual(leaks, [], `${secret} stands in no address and in no console`);
    }
  };
  context.seen = seen;
  return context;
}

/** A page, at the front door or another address of the app. */
export async function open(context, address, path = "/") {
  const page = await context.newPage();
  await page.goto(address + path);
  await settled(page);
  return page;
}

/** Until the screen has its heading, or is covered, and waits for nothing. */
export async function settled(page) {
  const covered = page.getByRole("button", { name: "Mostrar", exact: true });
  await page.locator("#root h1").filter({ visible: true }).or(covered).first().waitFor();
  await page.waitForFunction(
    () => ![...document.querySelectorAll("[role=progressbar],[aria-busy=true]")].some((each) => each.getClientRects().length),
  );
}

/** Pictures of a step in both themes, as high as the screen is long: `shots/<name>-<width>-<theme>.png`. */
export async function shot(page, name, themes = ["light", "dark"]) {
  mkdirSync(SHOTS, { recursive: true });
  const size = page.viewportSize();
  const long = await page.evaluate(() => {
    const main = document.querySelector("[role=main],main");
    return main ? Math.ceil(main.scrollHeight - main.clientHeight) : 0;
  });
  if (long > 0) await page.setViewportSize({ ...size, height: Math.min(size.height + long, 4000) });
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(SHOTS, `${name}-${size.width}-${colorScheme}.png`), animations: "disabled" });
  }
  await page.emulateMedia({ colorScheme: null });
  if (long > 0) await page.setViewportSize(size);
}

/** Go through a door of the app by what it says. */
export async function tap(page, name, role = "button") {
  await page.getByRole(role, { name, exact: typeof name === "string" }).first().click();
}

/** Come back to the app after a look elsewhere: it asks what is new. */
export async function wake(page) {
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await settled(page);
}
