// What somebody earns at work, on their family's phone: the demo's María reads Juan Carlos; another family, whom nothing
// is open to, reads nothing.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { audited, auditedBoth, auditedLarge, TELLING } from "./harness/audit.mjs";
import { launch, open, phone, settled, tap, wake } from "./harness/browser.mjs";
import { losing, sameRequest } from "./harness/losing.mjs";
import { beside, colleague, newPhone, tiedFamily } from "./harness/people.mjs";
import { line } from "./harness/proxy.mjs";
import { service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";

const MARIA = "900099001";
const TITLE = "Lo que gana trabajando";
const NOTHING = /Aquí no hay nada que mostrar/;

let at;
let browser;
let chief;
before(async () => {
  at = await service();
  browser = await launch();
  chief = await colleague(at, "work_chief");
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

/** Céntimos of the amounts that stand in a text, in their order. */
function amountsIn(text) {
  return [...text.matchAll(/(\u2212?)S\/\s([\d,]+)\.(\d\d)/g)].map(
    ([, minus, soles, rest]) => (minus ? -1 : 1) * Number(soles.replaceAll(",", "") + rest),
  );
}

/** The amount beside these words. */
async function amountOf(page, group, words) {
  const line = page.getByRole("group", { name: group }).getByText(words, { exact: true }).locator("xpath=../..");
  return amountsIn(await line.innerText())[0];
}

const goBack = (page) => tap(page, "Volver");

test("a mother reads what her son earned, why, and what is paid off; she asks, and is answered", async () => {
  const wire = await line(at.address);
  const mine = await phone(browser);
  const page = await open(mine, wire.address);
  await signIn(page, at, MARIA);
  const account = await beside(mine, at.address);
  const ties = (await account.ask("myTies", { first: 10 })).nodes;
  const son = ties.find((each) => each.inmate?.givenNames === "Juan Carlos").inmate;
  const { months } = await account.ask("earningStatements", { inmateId: son.id });
  const newest = await account.ask("earningStatement", { id: months[0].id });
  assert.ok(months.length > 1, "the demo has closed two months");

  await tap(page, "Mi gente", "link");
  await tap(page, "Ver y cambiar los vínculos", "link");
  await tap(page, /^Lo que gana trabajando Juan Carlos/, "link");
  const chart = page.getByRole("list", { name: "Mes por mes" });
  await chart.waitFor();
  await page.getByRole("heading", { name: "Sus preguntas" }).waitFor();
  const rows = await chart.getByRole("link").allInnerTexts();
  assert.deepEqual(
    rows.map(amountsIn),
    months.map((each) => [each.gross, each.personal, ...(each.toFamily ? [each.toFamily] : [])]),
    "the chart says in words what it draws",
  );
  const total = months.reduce((sum, each) => sum + each.gross, 0);
  assert.equal(await amountOf(page, `En los últimos ${months.length} meses`, "Ganó"), total);
  await auditedBoth(page, "earnings-months");
  await auditedLarge(mine, wire.address, `/earnings/${son.id}`, "earnings-months");

  await chart.getByRole("link").first().click();
  const summary = page.getByRole("group", { name: "Resumen" });
  await summary.waitFor();
  await page.getByRole("heading", { name: "Lo que se descontó" }).waitFor();
  const told = amountsIn(await summary.innerText());
  const wished = newest.lines.filter((each) => /FAMILY_ASSIGNMENT|SAVINGS/.test(each.code));
  const wish = wished.reduce((sum, each) => sum + each.amount, 0);
  const expected = [newest.gross, newest.withheld - wish, wish, newest.personal, newest.toFamily];
  assert.deepEqual(told, expected.filter((amount) => amount !== 0));
  assert.equal(newest.gross, newest.withheld - wish + wish + newest.personal, "and it adds up");
  const whys = page.getByRole("button", { name: /^¿Por qué\?/ });
  assert.equal(await whys.count(), newest.lines.length, "every line can be asked why");
  for (const index of newest.lines.keys()) await whys.nth(index).click();
  for (const each of newest.lines) await page.getByText(each.why, { exact: true }).first().waitFor();
  await auditedBoth(page, "earnings-statement-why");
  await page.reload();
  await summary.waitFor();
  await auditedBoth(page, "earnings-statement");
  await auditedLarge(mine, wire.address, new URL(page.url()).pathname, "earnings-statement");

  const words = `¿Está bien esta cuenta? ${Date.now()}`;
  await page.getByRole("button", { name: /^¿Por qué\? Trabajo por pieza/ }).first().click();
  await tap(page, "Preguntar por Trabajo por pieza");
  await tap(page, "Enviar la pregunta");
  await page.getByText("Escriba su pregunta.").waitFor();
  await auditedBoth(page, "earnings-question-empty");
  await page.getByLabel("Su pregunta").fill(words);
  wire.reset();
  await losing(page, wire, "askAboutStatement", () => tap(page, "Enviar la pregunta"));
  await auditedBoth(page, "earnings-question-lost");
  await tap(page, "Enviar la pregunta");
  await page.getByText("Recibimos su pregunta").waitFor();
  sameRequest(wire, "askAboutStatement");
  const asked = page.getByRole("group", { name: "Pregunta sobre Trabajo por pieza" }).filter({ hasText: words });
  await asked.getByText("Espera respuesta").waitFor();
  await asked.getByText(/^Tienen que responderle hasta el/).waitFor();
  await auditedBoth(page, "earnings-question-asked");

  const waiting = await chief.ask("statementQuestions", { establishmentId: chief.place });
  const [mineOfAll, ...others] = waiting.filter((each) => each.words === words);
  assert.deepEqual(others, [], "it was sent twice, and is there once");
  assert.equal(mineOfAll.statementId, newest.id);
  await chief.act("answerStatementQuestion", { questionId: mineOfAll.id, words: "Sí: son las piezas de la hoja." });
  await wake(page);
  await asked.getByText("Sí: son las piezas de la hoja.").waitFor();
  await auditedBoth(page, "earnings-question-answered");

  await page.goto(`${wire.address}/earnings/${son.id}/progress`);
  await page.getByRole("group", { name: "Reparación civil" }).getByText("Falta", { exact: true }).first().waitFor();
  const { reparation, savings } = await account.ask("earningsProgress", { inmateId: son.id });
  assert.equal(await amountOf(page, "Reparación civil", "Se pagó con su trabajo"), reparation.withheld);
  assert.equal(await amountOf(page, "Ahorro", "Ahorró hasta hoy"), savings);
  await auditedBoth(page, "earnings-progress");
  await auditedLarge(mine, wire.address, `/earnings/${son.id}/progress`, "earnings-progress");

  await page.goto(`${wire.address}/earnings/${son.id}/sent`);
  const sent = page.getByRole("list", { name: "Envíos de dinero" });
  await sent.getByText("Pagado", { exact: true }).waitFor();
  await sent.getByText("En camino", { exact: true }).waitFor();
  await auditedBoth(page, "earnings-sent");
  await auditedLarge(mine, wire.address, `/earnings/${son.id}/sent`, "earnings-sent");

  await withPapers(page, wire, son, newest);
  await withoutSignal(page, wire, son, months);
  await mine.close({ secrets: [words, son.surnames, MARIA] });
  await wire.close();
});

/** The account and the certificate as files; what the certificate's page says to whoever checks it. */
async function withPapers(page, wire, son, newest) {
  await page.goto(`${wire.address}/earnings/${son.id}/${newest.id}`);
  const file = async (button) => {
    const coming = page.waitForEvent("download");
    await tap(page, button);
    const download = await coming;
    assert.doesNotMatch(download.suggestedFilename(), TELLING);
    assert.doesNotMatch(download.suggestedFilename(), new RegExp(son.surnames.split(" ")[0], "i"));
    return readFile(await download.path());
  };
  assert.equal((await file("Guardar estas cuentas (PDF)")).subarray(0, 5).toString(), "%PDF-");
  wire.reset();
  await losing(page, wire, "askIncomeCertificate", () => tap(page, "Pedir la constancia"));
  await tap(page, "Pedir la constancia");
  const address = page.getByText(/\/check\//);
  await address.waitFor();
  await page.getByText("La constancia está lista").waitFor();
  sameRequest(wire, "askIncomeCertificate");
  await auditedBoth(page, "earnings-certificate");
  const said = (await address.innerText()).trim();
  assert.equal((await file("Guardar la constancia (PDF)")).subarray(0, 5).toString(), "%PDF-");
  const answer = await fetch(at.address + new URL(said).pathname, { headers: { "accept-language": "es" } });
  const checked = await answer.text();
  assert.equal(answer.status, 200);
  assert.ok(amountsIn(checked).includes(newest.gross), "whoever checks it finds the month's total");
  assert.doesNotMatch(checked, TELLING);
}

/** Without signal the months and the last account stay readable, with their age; other accounts do not. */
async function withoutSignal(page, wire, son, months) {
  const list = `${wire.address}/earnings/${son.id}`;
  await page.goto(`${list}/${months[1].id}`);
  await page.getByRole("group", { name: "Resumen" }).waitFor();
  await goBack(page);
  await page.getByRole("list", { name: "Mes por mes" }).waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForTimeout(1000);
  wire.cut();

  const known = page.getByText(/^Sin señal\. Esto es lo que se sabía hoy/);
  await page.goto(list);
  await known.first().waitFor();
  await page.getByRole("list", { name: "Mes por mes" }).waitFor();
  await auditedBoth(page, "earnings-offline-months");
  await page.goto(`${list}/${months[0].id}`);
  await known.first().waitFor();
  await page.getByRole("group", { name: "Resumen" }).waitFor();
  await audited(page, "earnings-offline-statement");
  for (const path of [`${list}/${months[1].id}`, `${list}/sent`, `${list}/progress`]) {
    await page.goto(path);
    await page.getByText(/Aquí todavía no hay nada guardado/).first().waitFor();
    assert.deepEqual(amountsIn(await page.locator("[role=main]").innerText()), [], "no money is kept besides");
  }
  await audited(page, "earnings-offline-nothing-kept");
  wire.mend();
}

test("a family reads nothing without the person's word, what they let it read, and nothing a moment after", async () => {
  const office = await colleague(at);
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  await signIn(page, at, newPhone());
  const account = await beside(mine, at.address);
  const { held } = await tiedFamily(at, office, { of: account, withMinor: false });
  const [tie] = (await account.ask("myTies", { first: 10 })).nodes;
  await page.goto(`${at.address}/earnings`);
  await page.getByText(NOTHING).waitFor();
  await page.getByText(held.givenNames, { exact: true }).waitFor();
  await auditedBoth(page, "earnings-not-open");
  const neutral = await page.locator("[role=main]").innerText();

  const given = { inmateId: tie.inmate.id, tieId: tie.id, categories: ["EARNINGS", "REMITTANCES", "DEDUCTIONS"] };
  const { consents } = await chief.act("giveStatementConsent", { ...given, act: "Hoja 4" });
  await wake(page);
  await page.getByText(/Todavía no hay cuentas de ningún mes/).waitFor();
  await auditedBoth(page, "earnings-no-month-yet");
  await tap(page, /^Envíos de dinero/, "link");
  await page.getByText(/Todavía no hay envíos de dinero/).waitFor();
  await auditedBoth(page, "earnings-nothing-sent");
  await goBack(page);
  await tap(page, /^Lo que debe y lo que ahorra/, "link");
  await page.getByText("No hay ninguna anotada aquí.").waitFor();
  await auditedBoth(page, "earnings-nothing-to-pay");
  await goBack(page);

  for (const { id } of consents) await chief.act("revokeStatementConsent", { consentId: id, act: "Hoja 5" });
  await wake(page);
  await page.getByText(NOTHING).waitFor();
  assert.equal(await page.locator("[role=main]").innerText(), neutral, "as if there had never been anything");
  for (const path of ["sent", "progress", crypto.randomUUID()]) {
    await page.goto(`${at.address}/earnings/${tie.inmate.id}/${path}`);
    await page.getByText(NOTHING).waitFor();
  }
  await page.goto(`${at.address}/earnings/${crypto.randomUUID()}`);
  await page.getByText(NOTHING).waitFor();
  await settled(page);
  await audited(page, "earnings-of-nobody");
  await mine.close({ secrets: [held.surnames] });
});
