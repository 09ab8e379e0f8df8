// What programmes have, what a year came to, and its report, in the office's browser: on a phone and at a desk.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { audited, auditedBoth, auditedLarge } from "./harness/audit.mjs";
import { DESK, launch, open, PHONE, phone, settled, shot, tap } from "./harness/browser.mjs";
import { appointed, beside, inmate } from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signInStaff } from "./harness/signing.mjs";

/** Nobody else plans anything here. */
const PLACE = "piura";
/** Where the demo has had activities. */
const DEMO_PLACE = "lurigancho";
const now = new Date(Date.now() - 5 * 3_600_000);
const YEAR = now.getUTCFullYear();
const figures = (at) => at.toISOString().slice(0, 10).split("-").reverse().join("/");
const TODAY = figures(now);
const NEW_YEAR = `01/01/${YEAR}`;
const PROGRAMME = `Arte para todos ${Date.now()}`;

let at;
let browser;
/** Who writes, on a phone; who writes too, at a desk; somebody of the place. */
let coordinator;
let director;
let held;
before(async () => {
  at = await service();
  browser = await launch();
  held = await inmate(at, { place: PLACE });
  coordinator = await seat("programme_coordinator", PHONE);
  director = await seat("director", DESK);
  const staff = await beside(coordinator.context, at.address);
  await staff.act("addProgramme", { establishmentId: PLACE, title: PROGRAMME, summary: "" });
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

/** A colleague of this role, signed in on the screen. */
async function seat(role, size, place = PLACE) {
  const known = await appointed(at, { role, place });
  const context = await phone(browser, { size, acceptDownloads: true });
  const page = await open(context, at.address);
  await signInStaff(page, known);
  return { ...known, context, page };
}

async function look(page, path) {
  await page.goto(`${at.address}${path}`);
  await settled(page);
}

/** Every line of a chart, as a reader of the screen hears it. */
async function tableOf(page, title) {
  const rows = await page.getByRole("table", { name: title }).getByRole("row").all();
  return Promise.all(rows.map(async (row) => (await row.innerText()).split(/\s*\n\s*/).join(" | ").replaceAll("\u00a0", " ")));
}

test("a year of which nothing is known says what to do; the programmes lead to all the rest", async () => {
  const { page } = coordinator;
  await tap(page, /^El año en cifras/, "link");
  await page.getByText(`De ${YEAR} todavía no hay nada.`, { exact: false }).waitFor();
  await auditedBoth(page, "year-empty");
  await tap(page, `Año ${YEAR - 1}`, "link");
  await page.getByText(`De ${YEAR - 1} no hay nada anotado.`, { exact: false }).waitFor();
  await audited(page, "year-past-empty");
  await look(page, "/office/programmes");
  await auditedBoth(page, "programmes-doors");
  await tap(page, /^Elencos/, "link");
  await page.getByText(/^Todavía no hay elencos\./).waitFor();
  await audited(page, "ensembles-none");
});

test("an ensemble with what it plays on and what it presents, and who is in it over time", async () => {
  const { page, context } = coordinator;
  await tap(page, "Agregar un elenco");
  await tap(page, "Guardar");
  await page.getByText("Escriba cómo se llama.").waitFor();
  await auditedBoth(page, "ensemble-missing");
  await page.getByRole("radio", { name: PROGRAMME }).click();
  await page.getByLabel("Nombre del elenco").fill("Orquesta juvenil");
  await page.getByRole("radio", { name: "Orquesta", exact: true }).click();
  await page.getByLabel("Desde cuándo existe").fill(NEW_YEAR);
  await tap(page, "Agregar un instrumento");
  await page.getByLabel("Instrumento 1", { exact: true }).fill("violines");
  await page.getByLabel("Cuántos hay del instrumento 1").fill("10");
  await audited(page, "ensemble-written");
  await tap(page, "Guardar");
  await page.getByRole("heading", { name: "Orquesta juvenil" }).waitFor();

  await tap(page, "Agregar a una persona");
  await page.getByLabel("Nombre, apellido o número de registro").fill(held.register);
  await tap(page, "Buscar");
  await tap(page, new RegExp(`^${held.surnames}, `));
  await page.getByLabel("Qué toca o hace (si se sabe)").fill("violín");
  await page.getByLabel("Desde cuándo", { exact: true }).fill(NEW_YEAR);
  await audited(page, "member-adding");
  await tap(page, "Guardar");
  await page.getByText(/^Agregado al elenco:/).waitFor();
  await tap(page, "Agregar una obra");
  await page.getByLabel("Título de la obra").fill("El cóndor pasa");
  await page.getByLabel("De quién es (si se sabe)").fill("Daniel Alomía Robles");
  await tap(page, "Guardar");
  await page.getByText(/^Agregada al repertorio:/).waitFor();
  await page.getByText("1 integrante", { exact: true }).waitFor();
  await tap(page, "Ver a los integrantes");
  await page.getByText(`violín · desde el ${NEW_YEAR}`).waitFor();
  await auditedBoth(page, "ensemble");
  await auditedLarge(context, at.address, new URL(page.url()).pathname, "ensemble");
});

test("a whole ensemble is named for an activity at once", async () => {
  const { page } = coordinator;
  const staff = await beside(coordinator.context, at.address);
  const programme = (await staff.ask("programmes", { establishmentId: PLACE })).find((each) => each.title === PROGRAMME);
  const in30days = new Date(now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  const content = {
    kind: "CONCERT",
    audience: "INSIDE",
    title: "Concierto de la orquesta",
    summary: "",
    venue: { where: "INSIDE", room: "Auditorio" },
    dates: { firstOn: in30days, at: "15:30", minutes: 60 },
    places: {},
    answers: {},
    entry: {},
    access: {},
  };
  const about = { establishmentId: PLACE, programmeId: programme.id, seasonId: null };
  const event = await staff.act("draftEvent", { ...about, content });
  await look(page, `/office/events/${event.id}/people`);
  await tap(page, "Anotar a todo un elenco");
  await page.getByRole("radio", { name: /^Orquesta juvenil/ }).click();
  await audited(page, "ensemble-naming");
  await tap(page, "Guardar");
  await page.getByText("1 anotada.").waitFor();
  await page.getByText(new RegExp(`^${held.surnames}, `)).first().waitFor();
});

test("partners, what they gave in money and in goods, and a correction that keeps both in sight", async () => {
  const { page, context } = coordinator;
  await look(page, `/office/partners/${YEAR}`);
  await page.getByText(new RegExp(`^En ${YEAR} no hay aportes anotados`)).waitFor();
  await auditedBoth(page, "partners-none");
  await tap(page, "Agregar un aliado");
  await page.getByRole("radio", { name: PROGRAMME }).click();
  await page.getByLabel("Nombre del aliado").fill("Museo Supuesto");
  await page.getByRole("radio", { name: "Museo", exact: true }).click();
  await audited(page, "partner-adding");
  await tap(page, "Guardar");
  await page.getByText("Agregado: Museo Supuesto.").waitFor();

  await tap(page, "Anotar un aporte");
  await page.getByRole("radio", { name: /^Museo Supuesto/ }).click();
  await page.getByLabel("Qué aporta", { exact: true }).fill("Transporte de la orquesta");
  await page.getByLabel("Cuánto", { exact: true }).fill("S/ 1,250.50");
  await page.getByLabel("Qué día").fill(NEW_YEAR);
  await audited(page, "contribution-adding");
  await tap(page, "Guardar");
  await page.getByText("Aporte anotado.").waitFor();
  await tap(page, "Anotar un aporte");
  await page.getByRole("radio", { name: /^Museo Supuesto/ }).click();
  await page.getByRole("radio", { name: "en bienes o servicios" }).click();
  await page.getByLabel("Qué aporta", { exact: true }).fill("Diez atriles");
  await page.getByLabel("Cuánto vale (si se sabe)").fill("9,000");
  await page.getByLabel("Qué día").fill(NEW_YEAR);
  await tap(page, "Guardar");
  await page.getByRole("button", { name: /^Diez atriles/ }).waitFor();

  await tap(page, /^Diez atriles/);
  await tap(page, /^Corregir/);
  await page.getByLabel("Cuánto vale (si se sabe)").fill("900");
  await audited(page, "contribution-correcting");
  await tap(page, "Guardar");
  await page.getByText("Aporte corregido.").waitFor();
  await page.getByText("Corregido: ya no cuenta").waitFor();
  const total = page.getByRole("group", { name: "En total" });
  assert.match(await total.innerText(), /1,250\.50[\s\S]*S\/\s900\.00/);
  await auditedBoth(page, "partners");
  await auditedLarge(context, at.address, `/office/partners/${YEAR}`, "partners");
});

test("a budget: planned by source, spent with its papers, taken back, and a line that is closed", async () => {
  const { page, context } = coordinator;
  await look(page, `/office/budget/${YEAR}`);
  await page.getByText(new RegExp(`^En ${YEAR} no hay presupuesto anotado`)).waitFor();
  await auditedBoth(page, "budget-none");
  for (const [item, planned, source] of [
    ["Instrumentos", "S/ 5,000.00", "Recursos ordinarios"],
    ["Vestuario", "800", "Ventas"],
  ]) {
    await tap(page, "Agregar una línea");
    await page.getByRole("radio", { name: PROGRAMME }).click();
    await page.getByLabel("Qué se necesita").fill(item);
    await page.getByLabel("Cuánto se planea").fill(planned);
    await page.getByRole("radio", { name: source }).click();
    if (item === "Instrumentos") await auditedBoth(page, "budget-line-adding");
    await tap(page, "Guardar");
    await page.getByText(`Agregada: ${item}.`).waitFor();
  }
  await tap(page, /^Instrumentos/);
  await tap(page, /^Anotar un gasto/);
  await page.getByLabel("Cuánto", { exact: true }).fill("1,300.50");
  await page.getByLabel("Qué día").fill(TODAY);
  await page.getByLabel("Número del comprobante").fill("F001-22");
  await audited(page, "spending-adding");
  await tap(page, "Guardar");
  await page.getByText(/^Anotado: S\/\s1,300\.50\.$/).waitFor();
  await tap(page, /^Anotar un gasto/);
  await page.getByRole("radio", { name: /^Una corrección/ }).click();
  await page.getByLabel("Cuánto", { exact: true }).fill("50");
  await page.getByLabel("Número del comprobante").fill("F001-22");
  await tap(page, "Guardar");
  await page.getByText(/^Anotado: −S\/\s50\.00\.$/).waitFor();
  await page.getByText(/^Se gastó S\/\s1,250\.50 de S\/\s5,800\.00 planeados: 22 %\.$/).waitFor();
  await auditedBoth(page, "budget");
  await auditedLarge(context, at.address, `/office/budget/${YEAR}`, "budget");
  await tap(page, /^Instrumentos/); // closes it, with its own button of that name
  await tap(page, /^Vestuario/);
  await tap(page, "Cerrar la línea");
  await tap(page, "Sí, cerrar");
  await page.getByText("Cerrada: Vestuario.").waitFor();
  await audited(page, "budget-line-closed");
});

test("the year in charts that are tables too, beside each other on a desk", async () => {
  const { page, context } = coordinator;
  await look(page, `/office/year/${YEAR}`);
  await page.getByRole("heading", { name: "Dinero por fuente" }).waitFor();
  assert.ok((await tableOf(page, "Dinero por fuente")).some((each) => /^Recursos ordinarios.*gastado: S\/ 1,250\.50/.test(each)));
  assert.deepEqual(await tableOf(page, "Lo que dieron los aliados"), [
    "Museo Supuesto (Museo) | en dinero: S/ 1,250.50 | en bienes: S/ 900.00",
  ]);
  await auditedBoth(page, "year");
  await auditedLarge(context, at.address, `/office/year/${YEAR}`, "year");

  const demo = await seat("programme_coordinator", DESK, DEMO_PLACE);
  await look(demo.page, `/office/year/${YEAR}`);
  await demo.page.getByRole("heading", { name: "Público por mes" }).waitFor();
  const [months, audience] = await Promise.all(
    ["Público por mes", "Quiénes vinieron"].map((name) => demo.page.getByRole("group", { name }).boundingBox()),
  );
  assert.equal(months.y, audience.y, "charts stand beside each other");
  assert.ok(months.x + months.width <= audience.x);
  await auditedBoth(demo.page, "year-demo");
  await demo.context.close();
});

test("the report: the sentence of figures, what is missing, and what was typed stays until it is saved", async () => {
  const { page, context } = coordinator;
  await tap(page, "El informe de este año", "link");
  await page.getByText("El formulario pide, y falta").waitFor();
  await auditedBoth(page, "report-empty");
  await page.getByLabel("Título de la medida").fill("Arte y cultura en la reinserción");
  await tap(page, "Poner esta frase en los resultados");
  await page.getByLabel("Tipo de cambio", { exact: true }).fill("3.7512");
  await tap(page, "Guardar el informe");
  await page.getByText("Faltan corregir 2 datos.").waitFor();
  await audited(page, "report-faults");
  await page.waitForTimeout(500);
  await page.reload();
  await page.getByText(/^Lo que escribió sigue en este celular/).waitFor();
  assert.equal(await page.getByLabel("Título de la medida").inputValue(), "Arte y cultura en la reinserción");
  await page.getByLabel("Día del tipo de cambio").fill(TODAY);
  await page.getByLabel("De dónde sale el tipo de cambio").fill("Banco Supuesto");
  await page.getByRole("checkbox").first().click();
  await tap(page, "Guardar el informe");
  await page.getByText("Informe guardado.").waitFor();
  // 1,250.50 soles by 3.7512.
  await page.getByText("Gastado en el año: US$ 333.36").waitFor();
  await auditedBoth(page, "report-saved");
  await auditedLarge(context, at.address, `/office/year/${YEAR}/report`, "report");
});

test("when another one saved meanwhile, it says who, and what was typed stays", async () => {
  const [mine, theirs] = [coordinator.page, director.page];
  await mine.getByLabel("Título de la medida").fill("Lo mío");
  await look(theirs, `/office/year/${YEAR}/report`);
  await theirs.getByLabel("Título de la medida").fill("Lo suyo");
  await tap(theirs, "Guardar el informe");
  await theirs.getByText("Informe guardado.").waitFor();

  await tap(mine, "Guardar el informe");
  await mine.getByText("Se guardaron otros cambios").waitFor();
  await mine.getByText(/Nélida Supuesta guardó este informe/).waitFor();
  assert.equal(await mine.getByLabel("Título de la medida").inputValue(), "Lo mío");
  await auditedBoth(mine, "report-overtaken");
  await tap(mine, "Seguir con lo mío, encima");
  await tap(mine, "Guardar el informe");
  await mine.getByText("Informe guardado.").waitFor();
  await look(theirs, `/office/year/${YEAR}/report`);
  assert.equal(await theirs.getByLabel("Título de la medida").inputValue(), "Lo mío");
});

test("the report is kept as a file of each kind, for everybody and for the office", async () => {
  const { page } = director;
  await page.getByText(/cuando el año termine/).waitFor();
  await look(page, `/office/year/${YEAR - 1}/report`);
  const kept = async (name) => {
    const coming = page.waitForEvent("download");
    await tap(page, name);
    const download = await coming;
    await page.getByText("Listo: ya tiene el archivo.").waitFor();
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const pdf = await kept(/^PDF/);
  assert.match(pdf.name, /\.pdf$/);
  assert.equal(pdf.bytes.subarray(0, 5).toString(), "%PDF-");
  const docx = await kept(/^Word/);
  assert.match(docx.name, /\.docx$/);
  assert.equal(docx.bytes.subarray(0, 2).toString(), "PK");
  const csv = await kept(/^CSV/);
  assert.match(csv.name, /\.csv$/);
  await page.getByRole("radio", { name: /^Para la oficina/ }).click();
  const whole = await kept(/^CSV/);
  assert.notDeepEqual(whole.bytes, csv.bytes);
  for (const { bytes } of [csv, whole]) assert.ok(!bytes.toString().includes(held.surnames));
  await audited(page, "report-files");
});

test("a programme is called otherwise, and ended; its activities go on", async () => {
  const { page } = director;
  await look(page, "/office/programmes");
  await tap(page, new RegExp(`^${PROGRAMME}`));
  await tap(page, /^Cambiar el programa/);
  await page.getByLabel("Nombre del programa").fill(`${PROGRAMME} y más`);
  await auditedBoth(page, "programme-changing");
  await tap(page, "Guardar");
  await page.getByText(`Guardado: ${PROGRAMME} y más.`).waitFor();
  await tap(page, /^Terminar el programa/);
  await audited(page, "programme-ending");
  await tap(page, "Guardar");
  await page.getByText(`Terminado: ${PROGRAMME} y más.`).waitFor();
  await shot(page, "programme-ended", ["light"]);
  for (const each of [coordinator, director]) await each.context.close({ secrets: [held.surnames] });
});
