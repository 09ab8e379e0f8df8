// What it costs a family: bytes over the wire against a server as in production, heads included.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, phone, settled, tap, wake } from "./harness/browser.mjs";
import { meter } from "./harness/bytes.mjs";
import { chooseDay } from "./harness/choosing.mjs";
import { beside, booked, colleague, newPhone, tiedFamily } from "./harness/people.mjs";
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
  const page = await open(mine, at.production);
  await signIn(page, at, newPhone());
  const account = await beside(mine, at.production);
  const family = await tiedFamily(at, office, { of: account });
  const visit = await booked(family);
  await wake(page);
  await page.getByText("Sigue en pie").waitFor();
  await page.waitForTimeout(1000);

  const within = (what, counter) => {
    const received = counter.received();
    t.diagnostic(`${what}: ${received} of ${BUDGETS[what]} bytes`);
    assert.ok(received <= BUDGETS[what], `${what}: ${received} bytes\n${counter.table()}`);
    assert.ok(received > 0, `${what}: something was counted`);
  };

  // Cold: signed in, and nothing of the page is kept.
  await forgetPage(page);
  const cold = await mine.newPage();
  const counter = await meter(cold);
  await cold.goto(at.production);
  await cold.getByText("Sigue en pie").waitFor();
  within("first useful screen, cold", counter);

  // Warm: the service worker has what it needs, and the app what it knew.
  await cold.evaluate(() => navigator.serviceWorker.ready);
  await cold.waitForTimeout(3000);
  await cold.close();
  const warm = await mine.newPage();
  const again = await meter(warm);
  await warm.goto(at.production);
  await warm.getByText("Sigue en pie").waitFor();
  await wake(warm);
  await warm.waitForTimeout(1500);
  assert.ok(await warm.evaluate(() => navigator.serviceWorker.controller !== null));
  within("the same, warm through the service worker", again);

  // Looking again: nothing has changed, then something has.
  again.reset();
  await answered(warm, () => wake(warm));
  within("home, nothing changed", again);
  assert.deepEqual([...new Set(again.list().map((each) => each.status))], [304], "told by a word: unchanged");
  await account.act("cancelVisit", { bookingId: visit.id });
  again.reset();
  await answered(warm, () => wake(warm));
  await warm.getByText("No tiene visitas reservadas.").waitFor();
  within("home, something changed", again);

  // A booking: from the first tap until it is booked and kept for a day without signal.
  again.reset();
  await tap(warm, "Reservar una visita", "link");
  await settled(warm);
  if (await warm.getByRole("heading", { name: /^¿Quiénes visitan/ }).isVisible()) {
    const boxes = warm.getByRole("checkbox");
    for (const each of await boxes.all()) {
      const wanted = /^Elena/.test((await each.getAttribute("aria-label")) ?? "");
      if (((await each.getAttribute("aria-checked")) === "true") !== wanted) await each.click();
    }
    await tap(warm, "Ver los días");
  }
  await warm.getByRole("heading", { name: "Elija el día" }).waitFor();
  await settled(warm);
  await chooseDay(warm);
  await warm.getByRole("list", { name: /^Turnos/ }).getByRole("link").first().click();
  await warm.getByRole("timer").waitFor();
  await tap(warm, "Confirmar la visita");
  await warm.getByRole("heading", { name: "Su visita está reservada" }).waitFor();
  await warm.waitForTimeout(1000);
  within("a whole booking", again);
  await mine.close();
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

/** Do it, and wait until the home screen's question has been answered. */
async function answered(page, act) {
  const answer = page.waitForResponse((response) => response.url().includes("/graphql"));
  await act();
  await (await answer).finished();
  await page.waitForTimeout(500);
}
