// The door: what a stranger sees, how a family comes in, and the shared phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { audited, auditedLarge, TELLING } from "./harness/audit.mjs";
import { DESK, launch, open, PHONE, phone, settled, tap } from "./harness/browser.mjs";
import { family, newPhone } from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";

/** No other code is sent to a number before. */
const ANOTHER_CODE = 61_000;

let at;
let browser;
let owner;
let ownerSince;
before(async () => {
  at = await service();
  browser = await launch();
  owner = await family(at);
  ownerSince = Date.now();
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

for (const size of [PHONE, DESK]) {
  test(`a family signs in for the first time, ${size.width} wide`, async () => {
    const mine = await phone(browser, { size });
    const page = await open(mine, at.address);
    await audited(page, "entrance");
    await auditedLarge(mine, at.address, "/", "entrance");
    const number = newPhone();

    const code = await signIn(page, at, number);

    assert.match(code, /^[A-Z2-9]{4}(-[A-Z2-9]{4})+$/, "a code to keep is shown once");
    await page.getByRole("heading", { name: "Inicio" }).waitFor();
    await audited(page, "home-of-a-newcomer");
    await auditedLarge(mine, at.address, "/", "home-of-a-newcomer");
    await page.reload();
    await page.getByRole("heading", { name: "Inicio" }).waitFor();
    await mine.close({ secrets: [number, code] });
  });
}

test("a wrong code is refused in words, and another number may be tried", async () => {
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  await page.getByLabel("Número de celular").fill("123");
  await tap(page, "Enviar el código");
  await page.getByRole("alert").waitFor();
  await audited(page, "entrance-number-refused");
  await page.getByLabel("Número de celular").fill(newPhone());
  await tap(page, "Enviar el código");
  await page.getByLabel("Código", { exact: true }).fill("000000");
  await audited(page, "entrance-code");
  await tap(page, "Entrar");
  await page.getByRole("alert").waitFor();
  await audited(page, "entrance-code-refused");
  await tap(page, "Cambiar el número");
  await page.getByLabel("Número de celular").waitFor();
  await mine.close();
});

test("staff come in by a way of their own", async () => {
  for (const size of [PHONE, DESK]) {
    const mine = await phone(browser, { size });
    const page = await open(mine, at.address);
    await tap(page, "Soy del personal");
    const password = page.getByLabel("Contraseña", { exact: true });
    await password.waitFor();
    const kept = await page.locator("form input:not([hidden])").evaluateAll((lines) => lines.map((each) => each.autocomplete));
    assert.deepEqual(kept, ["username", "current-password", "one-time-code"]);
    await password.press("Enter");
    await page.getByText("Escriba su contraseña.").waitFor();
    await audited(page, "entrance-staff");
    await mine.close();
  }
});

test("the door speaks four languages, and remembers which", async () => {
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  for (const [name, code] of [
    ["Runasimi", "quz"],
    ["Aymar aru", "ay"],
    ["English", "en"],
  ]) {
    await page.getByRole("radio", { name }).click();
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, code);
    await audited(page, `entrance-${code}`);
  }
  await page.reload();
  await settled(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await mine.close();
});

test("nothing outside the screens says what the app is for", async () => {
  for (const path of ["/manifest.webmanifest", "/robots.txt", "/", "/sw.js"]) {
    const text = await (await fetch(at.production + path)).text();
    assert.doesNotMatch(text.replace(/<script.*?<\/script>/gs, ""), TELLING, path);
  }
});

test("a second phone waits until the first one lets it in", async () => {
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  await pause(Math.max(0, ownerSince + ANOTHER_CODE - Date.now()));
  await signIn(page, at, owner.number);
  await page.getByRole("heading", { name: "Este celular es nuevo" }).waitFor();
  await audited(page, "new-phone");
  await auditedLarge(mine, at.address, "/", "new-phone");

  const { nodes } = await owner.ask("mySessions");
  const waiting = nodes.find((each) => each.provisional);
  assert.ok((await page.locator("main, [role=main]").innerText()).includes(waiting.deviceCode), "both show one code");
  await owner.act("approveDevice", { sessionId: waiting.id });
  await tap(page, "Ya lo confirmé");

  await page.getByRole("heading", { name: "Inicio" }).waitFor();
  await mine.close({ secrets: [owner.number] });
});
