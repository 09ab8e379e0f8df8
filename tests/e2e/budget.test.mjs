// What it costs a family: bytes over the wire against a server as in production, heads included.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { launch, open, phone, tap, wake } from "./harness/browser.mjs";
import { chooseDay, daysToBook } from "./harness/choosing.mjs";
import { beside, booked, colleague, idOf, newPhone, tiedFamily } from "./harness/people.mjs";
import { line } from "./harness/proxy.mjs";
import { service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";

/** The most that may come over the wire, in bytes. */
const BUDGETS = {
  "first useful screen, cold": 170_000,
  "the same, warm through the service worker": 10_000,
  "home, nothing changed": 2_000,
  "home, something changed": 2_000,
  "a whole booking": 10_000,
};

let at;
let browser;
let office;
before(async () => {
  at = await service();
  browser = await launch();
  office = await colleague(at);
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

test("a family's bytes stay within their budgets", async (t) => {
  const mine = await phone(browser);
  const wire = await line(at.production);
  const page = await open(mine, wire.address);
  await signIn(page, at, newPhone());
  const account = await beside(mine, at.production);
  const family = await tiedFamily(at, office, { of: account });
  const visit = await booked(family);
  await wake(page);
  await page.getByText("Sigue en pie").waitFor();
  await page.waitForTimeout(1000);

  const within = (what, received = wire.received()) => {
    t.diagnostic(`${what}: ${received} of ${BUDGETS[what]} bytes`);
    assert.ok(received <= BUDGETS[what], `${what}: ${received} bytes\n${wire.list().join("\n")}`);
    assert.ok(received > 0, `${what}: something was counted`);
  };

  // Cold: signed in, and nothing of the page is kept.
  await forgetPage(page);
  const cold = await mine.newPage();
  wire.reset();
  await cold.goto(wire.address);
  await cold.getByText("Sigue en pie").waitFor();
  await cold.evaluate(() => navigator.serviceWorker.ready);
  // The service worker is asked for once the answer is there, and fetches ahead what a day without signal may need.
  assert.ok(wire.receivedBefore("GET /graphql") < wire.receivedBefore("GET /sw.js"));
  within("first useful screen, cold", wire.receivedBefore("GET /sw.js"));

  // Warm: the service worker has what it needs, and the app what it knew.
  // What to bring to the visit is asked for, too, a moment later, and kept.
  await asked(wire, 3);
  await cold.waitForTimeout(3000);
  t.diagnostic(`afterwards, with what is fetched ahead: ${wire.received()} bytes`);
  await cold.close();
  const warm = await mine.newPage();
  wire.reset();
  await answered(warm, () => warm.goto(wire.address));
  await warm.getByText("Sigue en pie").waitFor();
  assert.ok(await warm.evaluate(() => navigator.serviceWorker.controller !== null));
  within("the same, warm through the service worker");

  // Looking again: nothing has changed, then something has.
  // What was told within a minute may be told twice: only then is there nothing new in the inbox.
  await pause(61_000);
  for (let each = 0; each < 2; each += 1) await answered(warm, () => wake(warm));
  wire.reset();
  const unchanged = await answered(warm, () => wake(warm));
  assert.deepEqual(unchanged, [304, 304], "home and inbox are unchanged, in a word each");
  within("home, nothing changed");
  await account.act("cancelVisit", { bookingId: visit.id });
  wire.reset();
  await answered(warm, () => wake(warm));
  await warm.getByText("No tiene visitas reservadas.").waitFor();
  within("home, something changed");

  // A booking: from the first tap until it is booked, and its pass and what to bring are kept for a day without signal.
  wire.reset();
  await daysToBook(warm);
  await chooseDay(warm);
  await warm.getByRole("list", { name: /^Turnos/ }).getByRole("link").first().click();
  await warm.getByRole("timer").waitFor();
  await tap(warm, "Confirmar la visita");
  await warm.getByRole("heading", { name: "Su visita está reservada" }).waitFor();
  await warm.waitForTimeout(3000);
  within("a whole booking");
  await mine.close();
  await wire.close();
});

/** Throw away what the browser keeps of the page itself, as a phone does that is short of room. */
async function forgetPage(page) {
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  await page.close();
}

/** Wait until the page has asked so many questions since the bytes were last counted from nothing. */
async function asked(wire, questions) {
  const give = Date.now() + 60_000;
  while (wire.list().filter((each) => each.includes("GET /graphql")).length < questions && Date.now() < give) {
    await pause(100);
  }
}

/** Do it, and wait until the home screen's two questions have been answered: how, each. */
async function answered(page, act) {
  const answers = ["home", "inbox"].map((name) => page.waitForResponse((each) => each.url().includes(idOf(name))));
  await act();
  const responses = await Promise.all(answers);
  await page.waitForTimeout(800);
  return responses.map((each) => each.status());
}
