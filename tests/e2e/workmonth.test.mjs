// A month of work in the browser: two chiefs, one on a phone and one at a desk, take it from its workshop to its family.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { audited, auditedBoth, auditedLarge } from "./harness/audit.mjs";
import { DESK, launch, open, PHONE, phone, settled, tap, wake } from "./harness/browser.mjs";
import { losing, sameRequest } from "./harness/losing.mjs";
import { appointed, beside, colleague, eventually, idOf, inmate, newPhone, tiedFamily } from "./harness/people.mjs";
import { line } from "./harness/proxy.mjs";
import { service } from "./harness/service.mjs";
import { signIn, signInStaff } from "./harness/signing.mjs";

/** Nobody else works here. */
const PLACE = "pacasmayo";

/** The month before this one, and days of it on which somebody works: no Sunday among them. */
const today = new Date(Date.now() - 5 * 3_600_000);
const MONTH = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)).toISOString().slice(0, 10);
const DAYS = [10, 11, 12, 13, 14]
  .map((day) => `${MONTH.slice(0, 8)}${day}`)
  .filter((day) => new Date(day).getUTCDay() !== 0);
const NAMES = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];
const WHEN = `${NAMES[Number(MONTH.slice(5, 7)) - 1]} de ${MONTH.slice(0, 4)}`;
const MADE = 10;
/** Of a relative at a bank that does not exist. */
const ACCOUNT = "00110222033344";
const HOLDER = "Elena Muñoz";

let at;
let browser;
/** The chief on a phone and the chief at a desk; the registrar and the supervisor speak to the API. */
let mobile;
let desk;
let registrar;
let supervisor;
/** A family with its phone, who they are tied to, and somebody else who works beside. */
let home;
let other;
before(async () => {
  at = await service();
  browser = await launch();
  registrar = await colleague(at, "visits_registrar", PLACE);
  supervisor = await colleague(at, "work_supervisor", PLACE);
  const context = await phone(browser);
  const page = await open(context, at.address);
  await signIn(page, at, newPhone());
  home = await tiedFamily(at, registrar, { withMinor: false, of: await beside(context, at.address) });
  Object.assign(home, { context, page });
  other = await inmate(at, { place: PLACE, givenNames: "Teodoro" });
  mobile = await seat(PHONE);
  desk = await seat(DESK);
});
after(async () => {
  for (const { wire } of [mobile, desk]) await wire?.close();
  await browser?.close();
  await at?.stop();
});

test("a quiet place says that nothing waits", async () => {
  const { page, context, wire } = mobile;
  await page.getByText("Ninguna pregunta espera.").waitFor();
  await audited(page, "chief-home");
  await auditedLarge(context, wire.address, "/", "chief-home");
  for (const [path, words, name] of [
    [`/office/months/${MONTH}`, /^En este mes ningún taller/, "months-none"],
    ["/office/exits", /^No hay cuentas por confirmar/, "exits-none"],
    ["/office/questions", /^No hay preguntas/, "questions-none"],
    ["/office/corrections", /^No hay correcciones/, "corrections-none"],
    ["/office/payouts", /^Ningún envío espera/, "payouts-none"],
    ["/office/workshops", /^Este lugar todavía no tiene talleres/, "workshops-none"],
  ]) {
    await page.goto(wire.address + path);
    await page.getByText(words).waitFor();
    await audited(page, name);
  }
});

test("a workshop is made at a desk, with its price, and somebody who signed comes into it", async () => {
  const { page } = desk;
  await tap(page, "Talleres", "link");
  await tap(page, "Agregar un taller");
  await page.getByLabel("Nombre del taller").fill("Carpintería");
  await page.getByLabel("Oficio").fill("Muebles");
  await page.getByLabel("Dónde queda").fill("Nave 2");
  await page.getByLabel("Primer día").fill("01/03/2024");
  await page.getByRole("radio", { name: "Taller de la institución" }).click();
  await audited(page, "workshop-adding");
  await tap(page, "Guardar el taller");
  await tap(page, /^Carpintería/, "link");
  await page.getByText("Todavía no hay precios.").waitFor();

  await tap(page, "Agregar un precio");
  await page.getByLabel("Producto").fill("Silla");
  await page.getByLabel("Operación").fill("armado");
  await page.getByLabel("Soles").fill("8.50");
  await page.getByLabel("Vale desde").fill("01/03/2024");
  await tap(page, "Guardar el precio");
  await audited(page, "price-asked");
  await tap(page, "Sí, guardar");
  await page.getByText("Precio agregado.").waitFor();

  await tap(page, "Inscribir a una persona");
  await page.getByLabel("Nombre, apellido o número de registro").fill(home.held.register);
  await tap(page, "Buscar");
  await tap(page, nameOf(home.held));
  await page.getByLabel("Día en que firmó que quiere trabajar").fill("01/04/2024");
  await page.getByLabel("Número de la hoja que firmó").fill("31-2024");
  await page.getByLabel("Número de la hoja que firmó").fill("Hoja 3");
  await page.getByLabel("Primer día de trabajo").fill("02/04/2024");
  await tap(page, "Inscribir");
  await audited(page, "enrol-asked");
  await tap(page, "Sí, inscribir");
  await page.getByText(/^Inscrita en el taller:/).waitFor();

  desk.api = await beside(desk.context, at.address);
  desk.workshop = new URL(page.url()).pathname.split("/").pop();
  const found = async ({ register }) =>
    (await desk.api.ask("inmates", { establishmentId: PLACE, matching: register })).nodes[0].id;
  home.id = await found(home.held);
  const days = { startedOn: "2024-04-02", consentOn: "2024-04-01" };
  await desk.api.act("enrol", { inmateId: await found(other), workshopId: desk.workshop, ...days });
  await wake(page);
  await page.getByText(`${other.surnames}, Teodoro`).waitFor();
  await auditedBoth(page, "workshop");
  await auditedLarge(desk.context, desk.wire.address, new URL(page.url()).pathname, "workshop");
});

test("who recorded work shows the month and keeps each word, and cannot review it", async () => {
  const day = await supervisor.ask("workDay", { workshopId: desk.workshop, onDay: DAYS[0] });
  const [{ id: priceId }] = day.prices;
  const { enrolmentId } = day.people.find(({ worker }) => worker.inmateId === home.id);
  const records = day.people.flatMap((each) => DAYS.map((workedOn) => record(each.enrolmentId, workedOn, priceId)));
  const written = await supervisor.act("recordWork", { establishmentId: PLACE, batchId: randomUUID(), records });
  assert.equal(written.recorded, records.length, JSON.stringify(written.rows));
  mobile.api = await beside(mobile.context, at.address);
  const first = records.find((each) => each.enrolmentId === enrolmentId);
  const corrected = { ...first, id: randomUUID(), pieces: [{ priceId, made: MADE, rejected: 1, rejectReason: "medida" }] };
  await mobile.api.act("correctWork", { recordId: first.id, record: corrected, reason: "Una silla no tenía la medida" });

  const { page, context, wire } = mobile;
  await tap(page, "Meses", "link");
  await tap(page, /^Carpintería/, "link");
  await tap(page, "Mostrar el mes a cada persona");
  await page.getByText("firmar: 2 personas.", { exact: false }).waitFor();
  await audited(page, "month-showing");
  await tap(page, "Sí, calcular y mostrar");
  await page.getByText(/^Listo\. Cifras nuevas/).waitFor();
  await page.getByText("Borrador: falta que contesten 2").waitFor();

  await tap(page, nameOf(other));
  await page.getByRole("radio", { name: "No está de acuerdo" }).click();
  await page.getByLabel("Por qué, con sus palabras").fill("Faltan dos sillas");
  await audited(page, "month-objecting");
  await tap(page, "Guardar lo que dice");
  await page.getByText("“Faltan dos sillas”").waitFor();
  await tap(page, nameOf(other));
  await tap(page, nameOf(home.held));
  await page.getByRole("radio", { name: "Está de acuerdo y firma" }).click();
  await tap(page, "Guardar que firmó");
  await page.getByText("Espera la revisión").waitFor();
  await audited(page, "month-answered");
  await auditedLarge(context, wire.address, new URL(page.url()).pathname, "month");

  await tap(page, "Revisar el mes");
  await page.getByText("1 no está de acuerdo.", { exact: false }).waitFor();
  await tap(page, "Sí, respondo por este mes");
  await page.getByText("Debe revisarlo otra persona.", { exact: false }).waitFor();
  await audited(page, "month-review-refused");
  await tap(page, "Ver día por día", "link");
  await page.getByText("Corrige a otro registro: Una silla no tenía la medida").waitFor();
  await auditedBoth(page, "month-of-one");
});

test("another chief reviews it, and the one who did not closes it", async () => {
  const { page, wire } = desk;
  await tap(page, "Meses", "link");
  await page.getByText("Falta revisar su mes.").waitFor();
  await audited(page, "months");
  await tap(page, /^Carpintería/, "link");
  await tap(page, "Revisar el mes");
  await page.getByText(`responde por 2 personas, ${DAYS.length * 16} h que cuentan`, { exact: false }).waitFor();
  await audited(page, "month-reviewing");
  wire.lose(idOf("reviewMonth"));
  await tap(page, "Sí, respondo por este mes");
  const ofMonth = () => desk.api.ask("workMonth", { workshopId: desk.workshop, month: MONTH });
  await eventually(async () => (await ofMonth()).state, "REVIEWED", "the review arrived, and its answer did not");
  const { reviewedAt } = await ofMonth();
  await reopened(desk);
  await page.getByText("Devolver al taller: ¿por qué?").waitFor();
  assert.equal(await page.getByRole("button", { name: "Revisar el mes" }).count(), 0, "it is not asked for twice");
  assert.equal((await ofMonth()).reviewedAt, reviewedAt, "reviewed once");
  await audited(page, "month-reviewed");

  const small = mobile.page;
  await tap(small, "Meses", "link");
  await wake(small);
  await tap(small, "Cerrar el mes");
  await small.getByText("Se harán 2 cuentas del mes.", { exact: false }).waitFor();
  await audited(small, "closing-month-asked");
  await losing(small, mobile.wire, "closeMonth", () => tap(small, `Sí, cerrar ${WHEN}`));
  await reopened(mobile);
  await small.getByText("Cuentas hechas").waitFor();
  await settled(small);
  const closed = await mobile.api.ask("monthClosing", { establishmentId: PLACE, month: MONTH });
  assert.deepEqual([closed.state, closed.people, closed.made], ["CLOSED", 2, 2], "closed once");
  await audited(small, "closed-month");
  await tap(small, "Ver las cuentas");
  await tap(small, nameOf(home.held));
  await small.getByText(/^Sin redondear: S\/\s\d/).first().waitFor();
  await auditedBoth(small, "closed-month-account");
});

test("what a workshop brought out is drawn in four measures, and said as it was recorded", async () => {
  const { page, wire, api, workshop } = desk;
  await page.goto(`${wire.address}/office/workshops/${workshop}`);
  const rows = page.getByRole("list", { name: "Mes por mes" }).getByRole("listitem");
  const months = await api.ask("workshopOutput", { workshopId: workshop, lastMonth: `${today.toISOString().slice(0, 7)}-01` });
  const [of] = months.filter((each) => each.month === MONTH);
  assert.deepEqual([of.people, of.minutes], [2, 2 * DAYS.length * 480], "what the test recorded");
  for (const [measure, name, read] of [
    ["minutes", "Horas", minutesOf],
    ["pieces", "Piezas", numberOf],
    ["people", "Personas", numberOf],
    ["gross", "Lo ganado", numberOf],
  ]) {
    await page.getByRole("radio", { name }).click();
    if (measure === "minutes") await audited(page, "workshop-output");
    const told = (await rows.allInnerTexts()).map((row) => row.trim().split("\n"));
    assert.deepEqual(
      told.map((words) => read(words.at(-1))),
      months.map((each) => Number(each[measure])),
      measure,
    );
    assert.ok(told.some(([month]) => month === WHEN), "and of which month");
  }
});

test("without the person's word the family reads nothing; with it the account, and an answer to what it asks", async () => {
  const { page } = mobile;
  const { phone: family, id: inmateId } = home;
  await assert.rejects(family.ask("earningStatements", { inmateId }), /NOT_FOUND/);

  await tap(page, "Pagos", "link");
  await page.getByLabel("Nombre, apellido o número de registro").fill(home.held.register);
  await tap(page, "Buscar");
  await tap(page, nameOf(home.held), "link");
  await tap(page, "Ver qué puede leer su familia");
  await page.getByText("No dio permiso a nadie", { exact: false }).waitFor();
  await tap(page, "Anotar un permiso");
  await page.getByRole("radio", { name: /^Elena/ }).click();
  for (const what of ["Lo que gana", "Lo que se le descuenta", "Sus días y horas de trabajo", "El dinero que le envía"]) {
    await page.getByRole("checkbox", { name: what, exact: true }).click();
  }
  await page.getByLabel("Número de la hoja que firmó").fill("Hoja 12");
  await tap(page, "Guardar el permiso");
  await audited(page, "consent-asked");
  await tap(page, "Sí, la persona lo firmó");
  await page.getByText(/^Permiso guardado: Elena/).waitFor();
  await auditedBoth(page, "pay");

  const { months: [month] } = await family.ask("earningStatements", { inmateId });
  const sold = (MADE * DAYS.length - 1) * 850;
  assert.deepEqual([month.month, month.gross], [MONTH, sold]);
  await family.act("askAboutStatement", { statementId: month.id, lineNo: 1, words: "¿Por qué una silla menos?" });

  const large = desk.page;
  desk.wire.reset();
  await large.goto(`${desk.wire.address}/office/questions`);
  await tap(large, nameOf(home.held));
  await large.getByText("Preguntan por esta línea").waitFor();
  await large.getByLabel("Su respuesta").fill("Una silla no tenía la medida y no se aceptó.");
  await tap(large, "Enviar la respuesta");
  await auditedBoth(large, "question-answering");
  await losing(large, desk.wire, "answerStatementQuestion", () => tap(large, "Sí, enviar"));
  await tap(large, "Sí, enviar");
  await large.getByText("Contestada. La familia ya puede leerla.").waitFor();
  const { questions } = await family.ask("myStatementQuestions", { inmateId });
  assert.equal(questions[0].answer, "Una silla no tenía la medida y no se aceptó.");
  sameRequest(desk.wire, "answerStatementQuestion");
});

test("money goes out when another chief lets it, never by who asked", async () => {
  const { page, wire } = mobile;
  await tap(page, "Ver sus cuentas y pedir un envío");
  await tap(page, "Pedir un envío");
  await page.getByRole("radio", { name: "Un familiar" }).click();
  await page.getByRole("radio", { name: /^Elena/ }).click();
  await page.getByLabel("Cuánto", { exact: true }).fill("20.50");
  await page.getByLabel("Número de cuenta en el banco").fill(ACCOUNT);
  await page.getByLabel("Titular, como lo conoce el banco").fill(HOLDER);
  await tap(page, "Guardar");
  await page.getByText(/^Se apartan S\/\s20\.50/).waitFor();
  await audited(page, "payout-asking");
  await tap(page, "Sí, guardar");
  await page.getByText(/^Pedido el envío/).waitFor();

  await page.goto(`${wire.address}/office/payouts`);
  await tap(page, /^S\/\s20\.50/);
  await tap(page, "Aprobar el envío");
  await tap(page, /^Sí, aprobar/);
  await page.getByText("Lo tiene que aprobar otra persona.").waitFor();
  await audited(page, "payout-refused");

  const large = desk.page;
  desk.wire.reset();
  await large.goto(`${desk.wire.address}/office/payouts`);
  await tap(large, /^S\/\s20\.50/);
  await tap(large, "Aprobar el envío");
  await audited(large, "payout-approving");
  await losing(large, desk.wire, "approveRemittance", () => tap(large, /^Sí, aprobar/));
  await tap(large, /^Sí, aprobar/);
  await large.getByText(/^Aprobado: S\/\s20\.50/).waitFor();
  sameRequest(desk.wire, "approveRemittance");
  const [{ id: remittanceId, state }] = await payouts();
  const steps = await desk.api.ask("remittanceSteps", { remittanceId });
  assert.deepEqual([state, ...steps.map((each) => each.state)], ["APPROVED", "ASKED", "APPROVED"], "approved once");
  await audited(large, "payout-approved");
});

test("the bank is given a file and answers with one, and the family sees where its money stands", async () => {
  const { page, wire } = mobile;
  const [{ id: tieId }] = (await home.phone.ask("myTies", { first: 10 })).nodes;
  const to = { payee: "FAMILY", account: ACCOUNT, name: HOLDER, tieId };
  const about = { establishmentId: PLACE, inmateId: home.id, source: "WORKER_PERSONAL", amount: 1000, to };
  const { id: remittanceId, reference: second } = await mobile.api.act("askRemittance", about);
  await desk.api.act("approveRemittance", { remittanceId });
  const first = (await payouts()).find((each) => each.amount === 2050).reference;

  await page.goto(`${wire.address}/office/payouts`);
  await tap(page, "Hacer el archivo para el banco");
  await page.getByText(/^El archivo lleva todo lo aprobado/).waitFor();
  await audited(page, "bank-file-asked");
  const coming = page.waitForEvent("download");
  await tap(page, "Sí, hacer el archivo");
  const content = await readFile(await (await coming).path());
  await page.getByText(/^Archivo hecho y guardado: 2 envíos por S\/\s30\.50/).waitFor();
  assert.ok(content.includes(Buffer.from(HOLDER, "utf8")), "a name arrives letter by letter");
  for (const each of [first, second, ACCOUNT, "20.50", "10.00"]) assert.ok(content.includes(each), each);
  await tap(page, "Ver los archivos hechos");
  await tap(page, /2 envíos/);
  const again = page.waitForEvent("download");
  await tap(page, "Guardar otra vez ese archivo");
  assert.deepEqual(await readFile(await (await again).path()), content, "and once more, byte for byte");
  await page.getByText("Archivo guardado.").waitFor();
  await audited(page, "bank-file-made");

  wire.reset();
  const answered = [`${first};20.50;ABONADO;OP-1`, `${second};10.00;ABONADO;OP-2`, "2222-2222;5.00;ABONADO;OP-3"];
  await losing(page, wire, "readBankAnswers", () => takeAnswers(page, answered));
  await audited(page, "bank-answer-lost");
  await tap(page, "Enviar otra vez la misma respuesta");
  await page.getByText("Leído: 2 envíos cambiaron, 0 ya se sabían, 1 no coincide con nada.").waitFor();
  sameRequest(wire, "readBankAnswers");
  await page.getByText("No hay un envío con ese número").waitFor();
  await auditedBoth(page, "bank-mismatch");
  await tap(page, "Ya lo resolví");
  await audited(page, "bank-mismatch-asked");
  await tap(page, "Sí, ya está resuelto");
  await page.getByText("Resuelto: 2222-2222.").waitFor();
  await takeAnswers(page, [`${first};20.50;ABONADO;OP-1`, `${second};10.00;DEVUELTO;OP-2`]);
  await page.getByText("Leído: 1 envío cambió, 1 ya se sabía, 0 no coinciden con nada.").waitFor();
  assert.deepEqual(
    (await payouts()).map(({ reference, state }) => [reference, state]).sort(),
    [[first, "CONFIRMED"], [second, "RETURNED"]].sort(),
  );

  await home.page.goto(`${at.address}/earnings/${home.id}/sent`);
  const sent = home.page.getByRole("list", { name: "Envíos de dinero" });
  await sent.getByText("Pagado", { exact: true }).waitFor();
  await sent.getByText("Devuelto", { exact: true }).waitFor();
  await auditedBoth(home.page, "earnings-sent-paid-and-returned");
  await home.context.close({ secrets: [ACCOUNT, home.held.surnames] });
  for (const { context } of [mobile, desk])
    await context.close({ secrets: [ACCOUNT, HOLDER, home.held.surnames, home.held.register] });
});

/** What is to be paid at this place, or was. */
async function payouts() {
  return (await desk.api.ask("remittances", { establishmentId: PLACE, first: 10 })).nodes;
}

/** Choose the bank's answer file, with these lines. */
async function takeAnswers(page, lines) {
  const choosing = page.waitForEvent("filechooser");
  await tap(page, "Leer la respuesta del banco");
  const buffer = Buffer.from(["REFERENCIA;IMPORTE;ESTADO;OPERACION", ...lines, ""].join("\r\n"));
  await (await choosing).setFiles({ name: "respuesta.csv", mimeType: "text/csv", buffer });
}

/** The number that words begin with, or that follows “S/”. */
function numberOf(words) {
  return Number(words.replaceAll(",", "").match(/\d+(\.\d+)?/)[0]);
}

/** Minutes of “7 h 30 min”. */
function minutesOf(words) {
  const [hours, minutes = 0] = words.replaceAll(",", "").match(/\d+/g).map(Number);
  return hours * 60 + minutes;
}

/** Somebody as lists call them. */
function nameOf({ surnames, givenNames }) {
  return new RegExp(`^${surnames}, ${givenNames}`);
}

/** A chief in front of a screen, signed in, on a line that can be cut. */
async function seat(size) {
  const wire = await line(at.address);
  const context = await phone(browser, { size });
  const page = await open(context, wire.address);
  await signInStaff(page, await appointed(at, { role: "work_chief", place: PLACE }));
  return { context, page, wire };
}

/** The line is cut and the page is opened anew, as by somebody who does not know what came of their tap; then it holds. */
async function reopened({ page, wire }) {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  wire.cut();
  await page.reload();
  await settled(page);
  wire.lose(undefined);
  wire.mend();
  await page.reload();
  await settled(page);
}

/** A day of eight hours, and ten chairs. */
function record(enrolmentId, workedOn, priceId) {
  return {
    id: randomUUID(),
    enrolmentId,
    workedOn,
    minutes: 480,
    beginsAt: `${workedOn}T13:00:00Z`,
    endsAt: `${workedOn}T21:00:00Z`,
    pieces: [{ priceId, made: MADE }],
  };
}
