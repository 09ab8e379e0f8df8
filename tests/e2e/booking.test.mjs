// The main job: a family books, carries and cancels a visit, on a phone and on a desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audited, auditedLarge } from "./harness/audit.mjs";
import { DESK, launch, open, PHONE, phone, settled, tap, wake } from "./harness/browser.mjs";
import { beside, colleague, newPhone, tiedFamily } from "./harness/people.mjs";
import { pagesOf, readQr } from "./harness/paper.mjs";
import { service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";
import { chooseDay } from "./harness/choosing.mjs";

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

for (const size of [PHONE, DESK]) {
  test(`a mother books for herself and a child, carries the pass and cancels, ${size.width} wide`, async () => {
    const mine = await phone(browser, { size });
    const page = await open(mine, at.address);
    const number = newPhone();
    await signIn(page, at, number);
    const account = await beside(mine, at.address);
    const { held, people, document } = await tiedFamily(at, office, { of: account });
    await wake(page);

    await tap(page, "Reservar una visita", "link");
    await settled(page);
    if (await page.getByRole("heading", { name: "¿A quién va a visitar?" }).isVisible()) {
      await tap(page, new RegExp(held.givenNames), "link");
    }
    await page.getByRole("heading", { name: `¿Quiénes visitan a ${held.givenNames}?` }).waitFor();
    await audited(page, "book-1-party");
    await auditedLarge(mine, at.address, new URL(page.url()).pathname, "book-1-party");
    for (const each of [/Mateo/, /Elena/]) {
      const box = page.getByRole("checkbox", { name: each });
      if ((await box.first().getAttribute("aria-checked")) !== "true") await box.first().click();
    }
    await tap(page, "Ver los días");
    await page.getByRole("heading", { name: "Elija el día" }).waitFor();
    await settled(page);
    await audited(page, "book-2-calendar");
    await auditedLarge(mine, at.address, new URL(page.url()).pathname, "book-2-calendar");

    // Why not, in words: a day on which this party may not come.
    await tap(page, "Cambiar quiénes van");
    await page.getByRole("checkbox", { name: /^Mateo/ }).click();
    await tap(page, "Ver los días");
    await settled(page);
    const no = page.getByRole("button", { name: /no se puede/i }).first();
    if (await no.isVisible()) {
      await no.click();
      await page.getByText(/No se puede: \S/).first().waitFor();
      await audited(page, "book-3-why-not");
      await no.click();
    }
    await chooseDay(page);
    await audited(page, "book-4-turns");
    await page.getByRole("list", { name: /^Turnos/ }).getByRole("link").first().click();
    await page.getByRole("timer").waitFor();
    const before = await page.getByRole("timer").innerText();
    assert.match(before, /^(9:\d\d|10:00)$/, "ten minutes are kept");
    await page.waitForFunction((said) => document.querySelector("[role=timer]").innerText !== said, before);
    await audited(page, "book-5-held");

    await tap(page, "Confirmar la visita");
    await page.getByRole("heading", { name: "Su visita está reservada" }).waitFor();
    const [visit] = (await account.ask("myVisits")).nodes;
    const shown = (await page.locator("main, [role=main]").innerText()).replace(/\s/g, "");
    assert.ok(shown.includes(visit.reference), "its code is shown at once");
    await audited(page, "book-6-booked");

    await tap(page, "Ver el pase", "link");
    await page.getByRole("img", { name: /Dibujo del código/ }).waitFor();
    await audited(page, "pass");
    await auditedLarge(mine, at.address, new URL(page.url()).pathname, "pass");
    assert.equal(await readQr(page), visit.reference.replace("-", ""), "the drawn code says what the letters say");
    const paper = await pagesOf(page);
    assert.deepEqual(paper, { count: 1, size: "A5" }, "the pass is one sheet of A5");

    await tap(page, "Volver");
    await page.getByRole("heading", { name: "Su visita", exact: true }).waitFor();
    await settled(page);
    await audited(page, "visit");
    await auditedLarge(mine, at.address, new URL(page.url()).pathname, "visit");
    await page.goto(`${at.address}/`);
    await page.getByText("Sigue en pie").waitFor();
    await audited(page, "home-with-a-visit");
    await auditedLarge(mine, at.address, "/", "home-with-a-visit");
    await tap(page, "Qué llevar y cómo ir", "link");
    await page.getByText(/Marque lo que ya está listo/).waitFor();
    await page.getByRole("checkbox").first().click();
    await audited(page, "advice");
    await auditedLarge(mine, at.address, new URL(page.url()).pathname, "advice");
    await page.getByRole("navigation").getByRole("link", { name: "Visitas" }).click();
    await page.getByRole("heading", { name: "Próximas" }).waitFor();
    await settled(page);
    await audited(page, "visits");

    await page.getByRole("list", { name: "Próximas visitas" }).getByRole("link").first().click();
    await tap(page, "Cancelar esta visita");
    await audited(page, "visit-cancel-asked");
    await tap(page, "Sí, cancelar la visita");
    await page.getByText("Cancelada", { exact: true }).waitFor();
    await settled(page);
    await audited(page, "visit-cancelled");
    const { nodes } = await account.ask("myVisits");
    assert.deepEqual(nodes.map((each) => [each.id, each.state]), [[visit.id, "CANCELLED"]]);
    await page.getByRole("navigation").getByRole("link", { name: "Visitas" }).click();
    await tap(page, "Ver las anteriores");
    await settled(page);
    await audited(page, "visits-earlier");

    await mine.close({ secrets: [number, people[0].surnames, visit.reference, document] });
  });
}

test("the keyboard alone books a visit, and one always sees where it is", async () => {
  const mine = await phone(browser, { size: DESK });
  const page = await open(mine, at.address);
  await signIn(page, at, newPhone());
  const account = await beside(mine, at.address);
  const { held } = await tiedFamily(at, office, { of: account, withMinor: false });
  await wake(page);

  await reach(page, { role: "link", name: /^Reservar una visita/ });
  await page.keyboard.press("Enter");
  await settled(page);
  if (await page.getByRole("heading", { name: "¿A quién va a visitar?" }).isVisible()) {
    await reach(page, { role: "link", name: new RegExp(held.givenNames) });
    await page.keyboard.press("Enter");
  }
  if (await page.getByRole("heading", { name: /^¿Quiénes visitan/ }).isVisible()) {
    const box = { role: "checkbox", name: /Elena/ };
    await reach(page, box);
    if ((await page.getByRole(box.role, { name: box.name }).getAttribute("aria-checked")) !== "true") {
      await page.keyboard.press("Space");
    }
    await reach(page, { role: "button", name: /^Ver los días/ });
    await page.keyboard.press("Enter");
  }
  await page.getByRole("heading", { name: "Elija el día" }).waitFor();
  await settled(page);
  const days = page.locator("[role=button][aria-expanded]");
  const labels = await days.evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
  const first = labels.findIndex((each) => /hay lugar|libre|quedan|pocos/i.test(each));
  await reach(page, { role: "button", name: labels[0] });
  for (let step = 0; step < Math.floor(first / 7); step += 1) await page.keyboard.press("ArrowDown");
  for (let step = 0; step < first % 7; step += 1) await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), labels[first]);
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: /^Turnos/ }).waitFor();
  const turn = await page.getByRole("list", { name: /^Turnos/ }).getByRole("link").first().innerText();
  await reach(page, { role: "link", name: turn.split("\n")[0] });
  await page.keyboard.press("Enter");
  await page.getByRole("timer").waitFor();
  await reach(page, { role: "button", name: /^Confirmar la visita/ });
  await page.keyboard.press("Space");
  await page.getByRole("heading", { name: "Su visita está reservada" }).waitFor();

  assert.equal((await account.ask("myVisits")).nodes.length, 1);
  await mine.close();
});

/** Go on with the Tab key until this is reached; each place on the way must be seen. */
async function reach(page, { role, name }) {
  const wanted = page.getByRole(role, { name }).first();
  await wanted.waitFor();
  for (let steps = 0; steps < 80; steps += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const seen = (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
      const typing = /INPUT|TEXTAREA/.test(element.tagName) && borderColor !== "";
      return { label: element.getAttribute("aria-label") ?? element.textContent, seen: seen || typing, top: box.top, bottom: box.bottom, high: innerHeight };
    });
    if (!here) continue;
    assert.ok(here.seen, `one sees that the keyboard is at “${here.label}”`);
    assert.ok(here.bottom > 0 && here.top < here.high, `“${here.label}” is in sight`);
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`the keyboard does not reach ${role} ${name}`);
}
