// What a family is told: the inbox with what is new, why it came and how its kind comes, and somebody who helps.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audited, auditedBoth, auditedLarge } from "./harness/audit.mjs";
import { launch, open, phone, settled, tap, wake } from "./harness/browser.mjs";
import { beside, colleague, eventually, freeSlots, newPhone, tiedFamily } from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";

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

/** Somebody who has just signed in on a phone of their own. */
async function newcomer() {
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  const number = newPhone();
  await signIn(page, at, number);
  return { mine, page, number, account: await beside(mine, at.address) };
}

/** A visit on the last day that can be booked, where no other test closes anything. */
async function bookedLate({ phone: account, people }) {
  const { nodes } = await account.ask("myTies", { first: 10 });
  const inmateId = nodes.find((each) => each.inmate).inmate.id;
  const visitorIds = [people[0].id];
  const slots = await freeSlots(account, inmateId, visitorIds);
  return account.act("bookVisit", { slotId: slots.at(-1).id, inmateId, visitorIds });
}

const bar = (page, name) => page.getByRole("navigation").getByRole("link", { name, exact: typeof name === "string" });

async function setting(page, name) {
  await bar(page, "Ajustes").click();
  await page.getByRole("heading", { name: "Ajustes", level: 1 }).waitFor();
  await page.getByRole("link", { name }).click();
  await settled(page);
}

test("a visit that the office calls off is told in the inbox, with why and the switch of its kind", async () => {
  const { mine, page, number, account } = await newcomer();
  const family = await tiedFamily(at, office, { of: account, withMinor: false });
  const visit = await bookedLate(family);
  const day = { firstOn: visit.visitOn, lastOn: visit.visitOn };
  const closure = await office.act("closeDays", { establishmentId: office.place, ...day, reason: "MAINTENANCE" });
  try {
    await wake(page);
    await bar(page, /^Inicio, \d+ avisos? sin ver$/).waitFor();
    await page.getByRole("link", { name: /Ver todos los avisos/ }).waitFor();
    await auditedBoth(page, "home-news");
    await tap(page, /Ver todos los avisos/, "link");
    await page.getByRole("heading", { name: "Avisos", level: 1 }).waitFor();
    const off = page.getByRole("link", { name: /^Se canceló su visita/ });
    await off.getByText("Nuevo").waitFor();
    await auditedBoth(page, "inbox");

    await eventually(async () => (await account.ask("inbox")).unseen, 0, "looking at it is opening it");
    await page.reload();
    await off.waitFor();
    assert.equal(await page.getByText("Nuevo").count(), 0);
    await bar(page, "Inicio").waitFor();

    await tap(page, /^¿Por qué recibí esto\? Se canceló su visita/);
    await page.getByText(/^Le avisamos porque/).waitFor();
    await auditedBoth(page, "inbox-why");
    const push = page.getByRole("switch", { name: /^Aviso en el celular/ });
    assert.equal(await push.getAttribute("aria-checked"), "true");
    await push.click();
    await page.getByText("Guardado.").waitFor();
    assert.equal(await push.getAttribute("aria-checked"), "false");
    const chosen = (await account.ask("noticeChoices")).find(({ kind }) => kind === "visit_called_off");
    assert.equal(chosen.push, false);
    await auditedLarge(mine, at.address, "/notices", "inbox");
    await off.click();
    await page.getByText("ese día está cerrado", { exact: false }).waitFor();
  } finally {
    await office.act("reopenDays", { closureId: closure.id });
  }

  await setting(page, /^Avisos/);
  const kind = page.getByRole("list", { name: "Visitas" }).getByRole("button", { name: /^Visita que se cancela/ });
  await kind.waitFor();
  await auditedBoth(page, "settings-notices");
  await kind.click();
  await page.getByRole("radio", { name: "Nunca" }).click();
  await page.getByText("Guardado.").waitFor();
  await audited(page, "settings-notices-kind");
  await auditedLarge(mine, at.address, "/settings/notices", "settings-notices");
  const { sms } = (await account.ask("noticeChoices")).find((each) => each.kind === "visit_called_off");
  assert.equal(sms, "NEVER");
  await mine.close({ secrets: [number, family.held.surnames, visit.reference] });
});

test("somebody who helps is invited and agrees, is told of visits and of nothing else, until either ends it", async () => {
  const family = await newcomer();
  const tied = await tiedFamily(at, office, { of: family.account, withMinor: false });
  const helper = await newcomer();

  await setting(family.page, /^Quien me ayuda/);
  await family.page.getByText("Nadie recibe sus avisos.").waitFor();
  await auditedBoth(family.page, "helpers-none");
  await tap(family.page, "Invitar a alguien");
  const code = await family.page.getByText(/^[A-Z2-9]{3}(-[A-Z2-9]{3})+$/).innerText();
  await auditedBoth(family.page, "helpers-invited");

  await setting(helper.page, /^Quien me ayuda/);
  await helper.page.getByLabel("Código que le dieron").fill(code);
  await tap(helper.page, "Ayudar a esa persona");
  await helper.page.getByText("Marque que acepta.").waitFor();
  await audited(helper.page, "helping-refused");
  await helper.page.getByRole("checkbox", { name: /^Acepto recibir/ }).click();
  await tap(helper.page, "Ayudar a esa persona");
  await helper.page.getByText(/^Listo\. Los avisos de esa persona/).waitFor();
  await helper.page.getByText(new RegExp(`${family.number.slice(-3)}$`)).waitFor();
  await auditedBoth(helper.page, "helping");
  await auditedLarge(helper.mine, at.address, "/settings/helpers", "helping");

  const visit = await bookedLate(tied);
  await helper.page.goto(`${at.address}/notices`);
  await helper.page.getByText("Para otra persona").first().waitFor();
  await auditedBoth(helper.page, "inbox-of-a-helper");
  const told = await helper.page.locator("main, [role=main]").innerText();
  for (const secret of [tied.held.surnames, tied.held.givenNames, visit.reference, family.number])
    assert.ok(!told.includes(secret), "whom one helps stays their own secret");
  assert.equal(await helper.page.locator(`a[href*="${visit.id}"]`).count(), 0);

  await setting(family.page, /^Quien me ayuda/);
  await wake(family.page);
  await tap(family.page, "Que ya no me ayude");
  await audited(family.page, "helpers-ending");
  await tap(family.page, "Sí, terminar");
  await family.page.getByText("Nadie recibe sus avisos.").waitFor();
  await wake(helper.page);
  await helper.page.getByText("Para otra persona").first().waitFor({ state: "detached" });

  const secrets = [family.number, helper.number, code, tied.held.surnames, visit.reference];
  await family.mine.close({ secrets });
  await helper.mine.close({ secrets });
});
