// An office's papers about work and pay, on a chief's phone: each is written, asked about, and there afterwards. What
// needs a second person is done by another chief, who speaks to the API.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { audited } from "./harness/audit.mjs";
import { launch, open, phone, settled, tap, wake } from "./harness/browser.mjs";
import { appointed, beside, colleague, inmate, tiedFamily } from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signInStaff } from "./harness/signing.mjs";

/** Nobody else works here. */
const PLACE = "chota";

const today = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 10);
const NOW = `${today.slice(0, 8)}01`;
/** The month before this one, days of it on which somebody works, and the day after whose end two people were gone. */
const MONTH = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 2, 1)).toISOString().slice(0, 10);
const DAYS = [10, 11, 12].map((day) => `${MONTH.slice(0, 8)}${day}`).filter((day) => new Date(day).getUTCDay() !== 0);
const LEFT = `${MONTH.slice(0, 8)}20`;
/** As people write a day. */
const written = (day) => day.split("-").reverse().join("/");

let at;
let browser;
/** The chief on a phone; another one and a supervisor speak to the API. */
let context;
let page;
let api;
let second;
let supervisor;
/** A family and who they are tied to; two who left; the workshop of all of them. */
let home;
let leavers;
let shop;
before(async () => {
  at = await service();
  browser = await launch();
  const roles = ["visits_registrar", "work_chief", "work_supervisor"];
  let registrar;
  [registrar, second, supervisor] = await Promise.all(roles.map((role) => colleague(at, role, PLACE)));
  home = await tiedFamily(at, registrar, { withMinor: false });
  leavers = [await inmate(at, { place: PLACE, givenNames: "Teodoro" }), await inmate(at, { place: PLACE, givenNames: "Saúl" })];
  await worked([home.held, ...leavers]);
  await registrar.act("stepUp", { totp: await registrar.totp() });
  for (const { id } of leavers) await registrar.act("recordCustodyEvent", { inmateId: id, kind: "RELEASE", effectiveOn: LEFT });
  context = await phone(browser);
  page = await open(context, at.address);
  await signInStaff(page, await appointed(at, { role: "work_chief", place: PLACE }));
  api = await beside(context, at.address);
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

/** A workshop in which these people worked some days of the month, as everybody signed. */
async function worked(people) {
  const about = { name: "Cuero", trade: "Calzado", modality: "INPE_WORKSHOP", place: "Nave 1", openedOn: "2024-03-01" };
  shop = (await second.act("addWorkshop", { establishmentId: PLACE, ...about })).id;
  const price = { product: "Zapato", operation: "cosido", basis: "PIECE", rate: "8.50", validFrom: "2024-03-01" };
  const { id: priceId } = await second.act("addPrice", { workshopId: shop, ...price });
  const records = [];
  for (const each of people) {
    const found = await second.ask("inmates", { establishmentId: PLACE, matching: each.register });
    each.id = found.nodes[0].id;
    const given = { workshopId: shop, startedOn: "2024-04-02", consentOn: "2024-04-01", consentAct: "Hoja 1" };
    each.enrolmentId = (await second.act("enrol", { inmateId: each.id, ...given })).id;
    records.push(...DAYS.map((workedOn) => record(each.enrolmentId, workedOn, priceId)));
  }
  const { recorded } = await supervisor.act("recordWork", { establishmentId: PLACE, batchId: randomUUID(), records });
  assert.equal(recorded, records.length);
  const { id: monthId } = await supervisor.act("presentMonth", { workshopId: shop, month: MONTH });
  const { lines } = await supervisor.ask("workMonth", { workshopId: shop, month: MONTH });
  for (const { worker, digest } of lines)
    await supervisor.act("answerMonth", { monthId, inmateId: worker.inmateId, seen: digest, outcome: "SIGNED" });
}

test("a workshop's papers: a Sunday that counts, an agreement and its end, somebody who takes their word back", async () => {
  await page.goto(`${at.address}/office/workshops`);
  await tap(page, "Autorizar un domingo o feriado");
  await page.getByLabel("Día", { exact: true }).fill(written(DAYS[0]));
  await page.getByLabel("Número del acta").fill("ACTA-7");
  await page.getByLabel("Motivo que dice el acta").fill("Pedido que vence el lunes");
  await audited(page, "day-authorising");
  await tap(page, "Guardar la autorización");
  await page.getByText(/^Guardado: el trabajo del .* cuenta\.$/).waitFor();

  await tap(page, /^Cuero/, "link");
  await tap(page, "Agregar un convenio");
  await page.getByLabel("Número del convenio").fill("CONV-9");
  await page.getByLabel("Con quién").fill("Calzados Inventados");
  await page.getByLabel("Día de la firma").fill("01/03/2024");
  await page.getByLabel("Primer día que vale").fill("01/03/2024");
  await page.getByLabel("Puestos de trabajo").fill("20");
  await page.getByLabel("Día del mes en que paga").fill("5");
  await audited(page, "agreement-adding");
  await tap(page, "Guardar el convenio");
  await page.getByText("Convenio agregado.").waitFor();
  await page.getByRole("list", { name: "Convenios" }).getByText("Vigente").waitFor();
  await tap(page, /^Terminar antes este convenio/);
  await tap(page, "Terminar el convenio");
  await audited(page, "agreement-ending");
  await tap(page, "Sí, terminar");
  await page.getByText(/^El convenio CONV-9 termina el/).waitFor();

  const apprentice = await inmate(at, { place: PLACE, givenNames: "Nicanor" });
  const { nodes } = await second.ask("inmates", { establishmentId: PLACE, matching: apprentice.register });
  const signed = { startedOn: NOW, consentOn: NOW, consentAct: "Hoja 2" };
  await second.act("enrol", { inmateId: nodes[0].id, workshopId: shop, ...signed });
  await wake(page);
  await tap(page, nameOf(apprentice));
  await page.getByRole("radio", { name: "Retira su palabra de trabajar" }).click();
  await page.getByLabel(/^Número de la hoja en que lo retira/).fill("Hoja 6");
  await tap(page, "Sacar del taller");
  await audited(page, "enrolment-ending");
  await tap(page, "Sí, es su último día");
  await page.getByText(new RegExp(`^El último día de .*Nicanor es el ${written(today)}`)).waitFor();
});

test("what a person's pay rests on is written act by act, and ended", async () => {
  await page.goto(`${at.address}/office/pay/${home.held.id}`);
  await tap(page, "Constancia de aportes al día");
  const coming = page.waitForEvent("download");
  await tap(page, "Guardar en PDF: Constancia de aportes al día");
  const kept = await readFile(await (await coming).path());
  assert.equal(kept.subarray(0, 5).toString(), "%PDF-", "nothing is owed yet");
  await page.getByText(/^Listo: constancia/).waitFor();
  await audited(page, "contribution-certificate");
  await acted("La orden de un juez", "order", "Orden anotada.", async () => {
    await page.getByRole("radio", { name: "Alimentos" }).click();
    await sheet("EXP-11");
    await page.getByLabel(/^Parte de cada mes/).fill("25");
    await page.getByRole("radio", { name: "de todo lo que gana" }).click();
    await page.getByLabel(/^Orden entre varias/).fill("1");
    await page.getByLabel("Vale desde").fill(written(NOW));
  });
  await acted("La reparación civil", "reparation", "Reparación anotada.", async () => {
    await sheet("EXP-12");
    await page.getByLabel("Cuánto es en total").fill("1000");
    await page.getByLabel("Cuánto se pagó ya").fill("200");
    await page.getByLabel("Vale desde").fill(written(NOW));
  });
  await acted("Lo que la persona elige", "instruction", "Anotado lo que la persona elige.", async () => {
    await page.getByRole("radio", { name: "Sus ahorros" }).click();
    await sheet("HOJA-13");
    await page.getByRole("radio", { name: "Una parte de lo que le queda libre" }).click();
    await page.getByLabel("Parte", { exact: true }).fill("10");
    await page.getByLabel("Vale desde").fill(written(NOW));
  });
  await acted("Aportes atrasados en cuotas", "arrears", "Cuotas anotadas.", async () => {
    await sheet("ACTA-14");
    await page.getByLabel("Cuánto debe de aportes").fill("271.20");
    await page.getByLabel(/^Un día del mes de la primera cuota/).fill(written(today));
  });
  await acted("Materiales adelantados", "advance", "Anotado. Otra persona tiene que aprobarlo.", async () => {
    await page.getByRole("radio", { name: /^Cuero/ }).click();
    await page.getByLabel("Cuánto valen los materiales").fill("120");
    await page.getByLabel("En cuántas cuotas").fill("3");
    await page.getByLabel("Día de la entrega").fill(written(today));
  });
  await acted("Ingresos declarados o verificados", "assessment", "Ingreso anotado.", async () => {
    await page.getByRole("radio", { name: "La autoridad lo verificó" }).click();
    await sheet("INF-15");
    await page.getByLabel("Un día del mes", { exact: true }).fill(written(today));
    await page.getByLabel("Cuánto ganó en el mes").fill("950");
  });
  await acted("Cómo se cuentan sus días", "labour", "Cuenta de días anotada.", async () => {
    await sheet("RES-16");
    await page.getByLabel("Vale desde").fill(written(NOW));
    await page.getByRole("radio", { name: /^Artículo/ }).first().click();
  });
  await settled(page);
  await audited(page, "pay-of-one");
  const pay = await api.ask("personPay", { inmateId: home.held.id });
  const one = ["orders", "reparations", "instructions", "arrearsPlans", "advances", "assessments", "labourRates"];
  assert.deepEqual(one.map((each) => pay[each].length), one.map(() => 1), "each act is there once");

  // The line that opens, and the button that asks.
  await tap(page, "Retirar");
  await page.getByRole("button", { name: "Retirar", exact: true }).last().click();
  await audited(page, "instruction-revoking");
  await tap(page, "Sí, retirar");
  await page.getByText(/^Retirado: ya no se aparta nada/).waitFor();
});

/** Fill in one act about a person's pay, and see what is asked about it and what it says once it is kept. */
async function acted(kind, name, said, fill) {
  await tap(page, "Anotar algo sobre su pago");
  await page.getByRole("radio", { name: kind, exact: true }).click();
  await fill();
  await tap(page, "Guardar");
  await audited(page, `pay-act-${name}`);
  await tap(page, "Sí, guardar");
  await page.getByText(said, { exact: true }).waitFor();
}

const sheet = (number) => page.getByLabel("Número del acto o de la hoja firmada").fill(number);

test("who left is settled or looked at again, and a month goes back to its workshop", async () => {
  await untilSettled(leavers.length);
  await page.goto(`${at.address}/office/exits`);
  await tap(page, nameOf(leavers[0]));
  await tap(page, "Confirmar la cuenta");
  await audited(page, "exit-confirming");
  await tap(page, "Sí, confirmar");
  await page.getByText(/^Confirmada la cuenta de/).waitFor();
  await tap(page, nameOf(leavers[1]));
  await page.getByRole("radio", { name: "Las horas no coinciden" }).click();
  await tap(page, "Devolver la cuenta");
  await audited(page, "exit-returning");
  await tap(page, "Sí, devolver");
  await page.getByText(/^Devuelta la cuenta de/).waitFor();
  await page.getByText(/^No hay cuentas por confirmar/).waitFor();

  await page.goto(`${at.address}/office/months/${MONTH}`);
  await tap(page, /^Cuero/, "link");
  await tap(page, "Revisar el mes");
  await tap(page, "Sí, respondo por este mes");
  await page.getByRole("radio", { name: "Las piezas no coinciden" }).click();
  await tap(page, "Devolver al taller");
  await audited(page, "month-returning");
  await tap(page, "Sí, devolver");
  await page.getByText("Devuelto al taller.").waitFor();
  await page.getByRole("button", { name: "Revisar el mes" }).waitFor();
  await audited(page, "month-returned");
});

test("after the closing: what is corrected, what is certified, who read it, and a permit that is taken back", async () => {
  const { id: monthId } = await second.ask("workMonth", { workshopId: shop, month: MONTH });
  await second.act("reviewMonth", { monthId, unanswered: 0, objected: 0 });
  await api.act("closeMonth", { establishmentId: PLACE, month: MONTH });
  await until(async () => (await api.ask("monthClosing", { establishmentId: PLACE, month: MONTH })).state === "CLOSED");

  await page.goto(`${at.address}/office/months/${MONTH}`);
  await tap(page, "Ver las cuentas");
  await page.getByText("Devuelta: no vale").waitFor();
  await tap(page, nameOf(home.held));
  await tap(page, "Constancia de ingresos");
  await page.getByRole("radio", { name: "Runasimi" }).click();
  const coming = page.waitForEvent("download");
  await tap(page, "Guardar en PDF: Constancia de ingresos");
  const download = await coming;
  assert.equal((await readFile(await download.path())).subarray(0, 5).toString(), "%PDF-");
  const number = download.suggestedFilename().replace(".pdf", "");
  await page.getByText(`Listo: constancia ${number}.`).waitFor();
  await audited(page, "income-certificate");
  assert.equal((await fetch(`${at.address}/check/${number}`)).status, 200, "whoever is given it can check it");

  await page.goto(`${at.address}/office/pay/${home.held.id}`);
  await acted("Corregir un mes ya cerrado", "adjustment", "Anotado. Otra persona tiene que aprobarlo.", async () => {
    await page.getByLabel("Un día del mes que se corrige").fill(written(DAYS[0]));
    await page.getByRole("radio", { name: "Ganó más" }).click();
    await page.getByLabel("La diferencia").fill("12.50");
    await page.getByLabel("Por qué", { exact: true }).fill("Se contaron mal dos pares");
  });
  const of = { establishmentId: PLACE, inmateId: home.held.id, ofMonth: MONTH };
  await second.act("recordAdjustment", { ...of, amount: 700, reason: "Un par que no se anotó" });
  await page.goto(`${at.address}/office/corrections`);
  await page.getByText("Lo anotó usted: lo tiene que aprobar otra persona.").nth(1).waitFor();
  await tap(page, "Aprobar");
  await audited(page, "corrections");
  await tap(page, "Sí, aprobar");
  await page.getByText(/^Aprobado:/).waitFor();
  const left = await api.ask("waitingCorrections", { establishmentId: PLACE });
  assert.deepEqual([left.adjustments.length, left.advances.length], [1, 1], "one's own wait for somebody else");

  const [{ id: tieId }] = (await home.phone.ask("myTies", { first: 10 })).nodes;
  await second.act("giveStatementConsent", { inmateId: home.held.id, tieId, categories: ["EARNINGS"], act: "Hoja 8" });
  const { months } = await home.phone.ask("earningStatements", { inmateId: home.held.id });
  await home.phone.ask("earningStatement", { id: months[0].id });
  await page.goto(`${at.address}/office/pay/${home.held.id}`);
  await tap(page, "Ver qué puede leer su familia");
  await tap(page, "Ver quién leyó sus cuentas");
  await page.getByRole("list", { name: "Quién leyó sus cuentas" }).getByText(/^Elena/).first().waitFor();
  await tap(page, /^Retirar el permiso/);
  await page.getByLabel(/^Número de la hoja en que lo retira/).fill("Hoja 9");
  await page.getByRole("button", { name: "Retirar el permiso", exact: true }).last().click();
  await audited(page, "consent-revoking");
  await tap(page, "Sí, retirar");
  await page.getByText(/^Permiso retirado: Elena/).waitFor();
  await settled(page);
  await audited(page, "consent-revoked");
  await assert.rejects(home.phone.ask("earningStatement", { id: months[0].id }), /NOT_FOUND/);
  await context.close({ secrets: [home.held.surnames, home.held.register] });
});

/** So many people who left wait for a chief: the worker sees within a minute or so that somebody has gone. */
async function untilSettled(count) {
  await until(async () => (await api.ask("waitingExits", { establishmentId: PLACE })).length === count);
}

/** Two minutes at most. */
async function until(ask) {
  for (let tries = 0; tries < 240; tries += 1) {
    if (await ask()) return;
    await pause(500);
  }
  assert.fail(`not within two minutes: ${ask}`);
}

/** Somebody as lists call them. */
function nameOf({ surnames, givenNames }) {
  return new RegExp(`^${surnames}, ${givenNames}`);
}

/** A day of eight hours, and ten shoes. */
function record(enrolmentId, workedOn, priceId) {
  const hours = { beginsAt: `${workedOn}T13:00:00Z`, endsAt: `${workedOn}T21:00:00Z` };
  return { id: randomUUID(), enrolmentId, workedOn, minutes: 480, ...hours, pieces: [{ priceId, made: 10 }] };
}
