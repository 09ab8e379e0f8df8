// A month of work in the browser: two chiefs, one on a phone and one at a desk, take it from its workshop to its family.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { audited, auditedBoth, auditedLarge } from "./harness/audit.mjs";
import { DESK, launch, open, PHONE, phone, settled, tap, wake } from "./harness/browser.mjs";
import { appointed, beside, colleague, eventually, inmate, tiedFamily } from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signInStaff } from "./harness/signing.mjs";

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

let at;
let browser;
/** The chief on a phone and the chief at a desk; the registrar and the supervisor speak to the API. */
let mobile;
let desk;
let registrar;
let supervisor;
/** A family, who they are tied to, and somebody else who works beside. */
let home;
let other;
before(async () => {
  at = await service();
  browser = await launch();
  registrar = await colleague(at, "visits_registrar", PLACE);
  supervisor = await colleague(at, "work_supervisor", PLACE);
  home = await tiedFamily(at, registrar, { withMinor: false });
  other = await inmate(at, { place: PLACE, givenNames: "Teodoro" });
  mobile = await seat(PHONE);
  desk = await seat(DESK);
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

test("a quiet place says that nothing waits", async () => {
  const { page, context } = mobile;
  await page.getByText("Ninguna pregunta espera.").waitFor();
  await audited(page, "chief-home");
  await auditedLarge(context, at.address, "/", "chief-home");
  for (const [path, words, name] of [
    [`/office/months/${MONTH}`, /^En este mes ningún taller/, "months-none"],
    ["/office/exits", /^No hay cuentas por confirmar/, "exits-none"],
    ["/office/questions", /^No hay preguntas/, "questions-none"],
    ["/office/corrections", /^No hay correcciones/, "corrections-none"],
    ["/office/payouts", /^Ningún envío espera/, "payouts-none"],
    ["/office/workshops", /^Este lugar todavía no tiene talleres/, "workshops-none"],
  ]) {
    await page.goto(at.address + path);
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
  await auditedLarge(desk.context, at.address, new URL(page.url()).pathname, "workshop");
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

  const { page, context } = mobile;
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
  await auditedLarge(context, at.address, new URL(page.url()).pathname, "month");

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
  const { page } = desk;
  await tap(page, "Meses", "link");
  await page.getByText("Falta revisar su mes.").waitFor();
  await audited(page, "months");
  await tap(page, /^Carpintería/, "link");
  await tap(page, "Revisar el mes");
  await page.getByText(`responde por 2 personas, ${DAYS.length * 16} h que cuentan`, { exact: false }).waitFor();
  await audited(page, "month-reviewing");
  await tap(page, "Sí, respondo por este mes");
  await page.getByText(/^Revisado\. Si alguien/).waitFor();
  await audited(page, "month-reviewed");

  const small = mobile.page;
  await tap(small, "Meses", "link");
  await wake(small);
  await tap(small, "Cerrar el mes");
  await small.getByText("Se harán 2 cuentas del mes.", { exact: false }).waitFor();
  await audited(small, "closing-month-asked");
  await tap(small, `Sí, cerrar ${WHEN}`);
  await small.getByText("Cuentas hechas").waitFor();
  await settled(small);
  await audited(small, "closed-month");
  await tap(small, "Ver las cuentas");
  await tap(small, nameOf(home.held));
  await small.getByText("Sin redondear:", { exact: false }).first().waitFor();
  await auditedBoth(small, "closed-month-account");
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
  for (const what of ["Lo que gana", "Lo que se le descuenta", "Sus días y horas de trabajo"]) {
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
  await large.goto(`${at.address}/office/questions`);
  await tap(large, nameOf(home.held));
  await large.getByText("Preguntan por esta línea").waitFor();
  await large.getByLabel("Su respuesta").fill("Una silla no tenía la medida y no se aceptó.");
  await tap(large, "Enviar la respuesta");
  await auditedBoth(large, "question-answering");
  await tap(large, "Sí, enviar");
  await large.getByText("Contestada. La familia ya puede leerla.").waitFor();
  const { questions } = await family.ask("myStatementQuestions", { inmateId });
  assert.equal(questions[0].answer, "Una silla no tenía la medida y no se aceptó.");
});

test("money goes out when another chief lets it, never by who asked", async () => {
  const { page, context } = mobile;
  await tap(page, "Ver sus cuentas y pedir un envío");
  await tap(page, "Pedir un envío");
  await page.getByRole("radio", { name: "Un familiar" }).click();
  await page.getByRole("radio", { name: /^Elena/ }).click();
  await page.getByLabel("Cuánto", { exact: true }).fill("20.50");
  await page.getByLabel("Número de cuenta en el banco").fill("00110222033344");
  await page.getByLabel("Titular, como lo conoce el banco").fill("Elena Inventada");
  await tap(page, "Guardar");
  await page.getByText(/^Se apartan S\/\s20\.50/).waitFor();
  await audited(page, "payout-asking");
  await tap(page, "Sí, guardar");
  await page.getByText(/^Pedido el envío/).waitFor();

  await page.goto(`${at.address}/office/payouts`);
  await tap(page, /^S\/\s20\.50/);
  await tap(page, "Aprobar el envío");
  await tap(page, /^Sí, aprobar/);
  await page.getByText("Lo tiene que aprobar otra persona.").waitFor();
  await audited(page, "payout-refused");

  const large = desk.page;
  await large.goto(`${at.address}/office/payouts`);
  await tap(large, /^S\/\s20\.50/);
  await tap(large, "Aprobar el envío");
  await audited(large, "payout-approving");
  await tap(large, /^Sí, aprobar/);
  await large.getByText(/^Aprobado: S\/\s20\.50/).waitFor();
  await eventually(
    async () => (await desk.api.ask("remittances", { establishmentId: PLACE, first: 10 })).nodes[0].state,
    "APPROVED",
  );
  await audited(large, "payout-approved");
  await context.close({ secrets: ["00110222033344", home.held.surnames, home.held.register] });
  await desk.context.close({ secrets: [home.held.surnames, home.held.register] });
});

/** Somebody as lists call them. */
function nameOf({ surnames, givenNames }) {
  return new RegExp(`^${surnames}, ${givenNames}`);
}

/** A chief in front of a screen, signed in. */
async function seat(size) {
  const context = await phone(browser, { size });
  const page = await open(context, at.address);
  await signInStaff(page, await appointed(at, { role: "work_chief", place: PLACE }));
  return { context, page };
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
