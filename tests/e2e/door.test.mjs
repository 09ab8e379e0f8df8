// A door without signal: two phones mark the same guests, answers are lost, a date is cancelled meanwhile; who took part,
// what came of it, and a certificate of hours.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { audited, auditedBoth, auditedLarge } from "./harness/audit.mjs";
import { launch, open, phone, settled, tap, wake } from "./harness/browser.mjs";
import { appointed, colleague, eventually, idOf, tiedFamily } from "./harness/people.mjs";
import { line } from "./harness/proxy.mjs";
import { service } from "./harness/service.mjs";
import { signInStaff } from "./harness/signing.mjs";

/** Nobody else keeps a door here. */
const PLACE = "huaral";
/** Where the demo has had activities. */
const DEMO_PLACE = "lurigancho";
const TITLE = `Serenata ${Date.now()}`;

let at;
let browser;
/** Who writes and who releases. */
let coordinator;
let director;
/** Three households of two, who come to the date. */
let families;
let date;
let said;
let eventId;
const lines = [];
before(async () => {
  at = await service();
  browser = await launch();
  coordinator = await colleague(at, "programme_coordinator", PLACE);
  director = await colleague(at, "director", PLACE);
  const registrar = await colleague(at, "visits_registrar", PLACE);
  families = [];
  for (let count = 0; count < 3; count += 1) families.push(await tiedFamily(at, registrar));
  await announced();
});
after(async () => {
  for (const each of lines) await each.close();
  await browser?.close();
  await at?.stop();
});

/** Tomorrow in Lima: its door is kept from today on, at whatever hour the tests run. */
const TOMORROW = new Date(Date.now() - 5 * 3_600_000 + 86_400_000).toISOString().slice(0, 10);

/** Written by one, released by the other. */
async function released(content, of) {
  const draft = of
    ? await coordinator.act("editEvent", { eventId: of, version: 0, content })
    : await coordinator.act("draftEvent", { ...(await programme()), content });
  const { id, version } = await coordinator.act("submitEvent", { eventId: draft.id, version: draft.version });
  await director.act("releaseEvent", { eventId: id, version });
  return id;
}

async function programme() {
  const about = { establishmentId: PLACE, title: `Noches ${Date.now()}`, summary: "" };
  return { establishmentId: PLACE, programmeId: (await coordinator.act("addProgramme", about)).id };
}

/** A serenade tomorrow evening, to which all three households come. */
async function announced() {
  said = {
    kind: "CONCERT",
    audience: "ENROLLED_RELATIVES",
    title: TITLE,
    summary: "Valses y huainos.",
    venue: { where: "INSIDE", room: "Auditorio" },
    dates: { firstOn: TOMORROW, at: "23:00", minutes: 45 },
    places: { partyAdults: 2, partyChildren: 2 },
    answers: { closeHours: 1 },
    entry: {},
    access: {},
    works: [],
  };
  eventId = await released(said);
  for (const { phone: family, people } of families) {
    const { nodes } = await family.ask("whatsOn", {});
    date = nodes.find((each) => each.title === TITLE).id;
    const { through } = await family.ask("happening", { id: date });
    const visitorIds = people.map(({ id }) => id);
    await family.act("answerEvent", { occurrenceId: date, inmateId: through[0].id, visitorIds });
  }
}

/** A colleague's phone, on a line that can be cut. */
async function seat(role, place = PLACE) {
  const wire = await line(at.address);
  lines.push(wire);
  const mine = await phone(browser, { acceptDownloads: true });
  const page = await open(mine, wire.address);
  await signInStaff(page, await appointed(at, { role, place }));
  return { wire, mine, page };
}

/** Go in by the first screen, and open the list while there is a signal. */
async function opened({ page }) {
  await page.getByRole("navigation").getByRole("link", { name: "Inicio" }).click();
  await tap(page, /^Puerta de las actividades/, "link");
  await tap(page, new RegExp(`^${TITLE}`), "link");
  await page.getByRole("heading", { name: TITLE }).waitFor();
  await guests(page).nth(5).waitFor();
  await settled(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForTimeout(1500);
}

const guests = (page) => page.getByRole("main").getByRole("checkbox");
const nameOf = ({ people }, nth = 0) => `${people[nth].surnames}, ${people[nth].givenNames}`;
const guest = (page, family, nth = 0) => guests(page).filter({ hasText: nameOf(family, nth) });
const totals = (page, came) => page.getByText(`${came} de 6`, { exact: true }).waitFor();
const marks = async () => (await coordinator.ask("doorList", { occurrenceId: date })).marks;

test("two phones without signal mark the same guests; an answer is lost; each guest is in once", async () => {
  const [first, second] = [await seat("gate_officer"), await seat("gate_officer")];
  await first.page.getByRole("main").getByRole("link", { name: /^Puerta de las actividades/ }).waitFor();
  await audited(first.page, "door-home");
  await tap(first.page, /^Puerta de las actividades/, "link");
  await first.page.getByText(/Ábrala mientras haya señal/).waitFor();
  await auditedBoth(first.page, "door-dates");
  await opened(first);
  await opened(second);
  await auditedBoth(first.page, "door-list");
  const path = new URL(first.page.url()).pathname;
  await auditedLarge(first.mine, first.wire.address, path, "door-list");
  for (const { wire } of [first, second]) wire.cut();

  // The first phone: a whole household, one of another, and two who were never expected.
  const { page, wire } = first;
  await page.reload();
  await page.getByText(/^Sin señal\. Esto es lo que se sabía hoy/).waitFor();
  const [whole, partly, last] = families;
  await page.getByRole("button", { name: `Entraron todos: familia ${await surnamesOf(page, whole)}` }).click();
  await guest(page, partly).click();
  await totals(page, 3);
  await tap(page, /^Sin lugar: entró alguien/);
  await page.getByRole("radio", { name: "Autoridades" }).click();
  await page.getByLabel("Adultos, Autoridades").fill("2");
  await tap(page, "Anotar que entraron");
  await page.getByText("Anotado: Autoridades, 2 personas adultas.").waitFor();
  await page.getByText("Por enviar: 4").waitFor();
  await auditedBoth(page, "door-offline");
  await page.goto(`${wire.address}/office/door`);
  await page.getByText(/La lista está en este celular/).waitFor();
  await audited(page, "door-dates-offline");
  await page.goto(wire.address + path);
  await totals(page, 3);
  await page.getByText("Por enviar: 4").waitFor();

  // The second one: a guest whom the first has marked, too, and the third household.
  const other = second.page;
  await guest(other, partly).click();
  await other.getByLabel("Buscar por nombre o código").fill(nameOf(last).slice(0, 6));
  await guest(other, last).first().click();
  await other.getByLabel("Buscar por nombre o código").fill("");
  await guest(other, last, 1).click();
  await totals(other, 3);
  assert.deepEqual(await marks(), [], "nothing has been sent");

  // Back on the line, and the answer is lost: the service has the marks, the phone does not know it.
  wire.lose(idOf("markDoor"));
  wire.mend();
  await wake(page);
  await eventually(async () => (await marks()).length, 4, "all four arrived");
  await page.getByText("Por enviar: 4").waitFor();
  wire.lose(undefined);
  await wake(page);
  await page.getByText("Por enviar: 4").waitFor({ state: "detached" });
  assert.equal((await marks()).length, 4, "sent twice is there once");

  // The other phone's come with the next answer, and are put together.
  second.wire.mend();
  await wake(other);
  await totals(other, 5);
  assert.equal((await marks()).length, 7);
  await tap(page, "Más");
  await tap(page, "Traer lo que marcaron otros");
  await totals(page, 5);
  await page.getByText(/Además: 2\./).waitFor();
  await audited(page, "door-merged");

  // Whom both have marked is taken back on both.
  await guest(page, partly).click();
  await audited(page, "door-taking-back");
  await tap(page, "Sí, quitar la marca");
  await totals(page, 4);
  await eventually(async () => (await marks()).filter(({ undoes }) => undoes).length, 2, "both were taken back");
  await wake(other);
  await totals(other, 4);

  await tap(page, /^Sin lugar reservado y conteos/, "link");
  await page.getByText("Autoridades: 2 personas adultas").waitFor();
  await page.getByRole("radio", { name: "Público" }).click();
  await page.getByLabel("Adultos, Público").fill("31");
  await tap(page, "Guardar el conteo");
  await page.getByText(/^31 personas adultas · hoy/).waitFor();
  await auditedBoth(page, "door-counts");
  for (const { mine } of [first, second]) await mine.close();
});

/** The surnames by which a household is called: of the first of it. */
async function surnamesOf(page, family) {
  const label = await page.getByRole("group", { name: /^Familia / }).filter({ hasText: nameOf(family) }).getAttribute("aria-label");
  return label.replace(/^Familia /, "");
}

test("a coordinator says without signal who took part, and it is sent when there is one", async () => {
  const { page, wire, mine } = await seat("programme_coordinator");
  const registers = families.slice(0, 2).map(({ held }) => held.surnames);
  const found = [];
  for (const matching of registers) {
    const { nodes } = await coordinator.ask("inmates", { establishmentId: PLACE, matching, first: 10 });
    found.push(nodes[0].id);
  }
  await coordinator.act("nameForEvent", { eventId, inmateIds: found, part: "PARTICIPANT" });
  await page.goto(`${wire.address}/office/events/${eventId}`);
  await page.getByRole("heading", { name: TITLE }).waitFor();
  await audited(page, "door-of-event");
  await tap(page, /^Asistencia y horas/, "link");
  await page.getByText(/^Todavía no empezó ninguna fecha/).waitFor();
  await audited(page, "attendance-none");
  await tap(page, "Horas y constancias", "link");
  await page.getByText(/^Todavía no hay horas anotadas/).waitFor();
  await audited(page, "hours-none");

  await page.goto(`${wire.address}/office/door/${date}/parts`);
  await page.getByText("Falta anotar a 2 personas.").waitFor();
  await auditedBoth(page, "parts-open");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForTimeout(1500);
  wire.cut();
  await tap(page, "Los que faltan participaron 45 min");
  await page.getByText("Por enviar: 2").waitFor();
  await page.reload();
  await page.getByText("Por enviar: 2").waitFor();
  const people = page.getByRole("list", { name: "Participantes" }).getByRole("button", { name: /Participó/ });
  await people.first().click();
  await page.getByLabel(/^Minutos, /).fill("30");
  await audited(page, "parts-changing");
  await tap(page, /^Guardar los minutos/);
  await page.getByText("Participó 30 min").waitFor();
  wire.mend();
  await wake(page);
  await page.getByText(/^Por enviar/).first().waitFor({ state: "detached" });
  const minutes = async () => {
    const { people: told } = await coordinator.ask("partSheet", { occurrenceId: date });
    return told.map((each) => each.minutes).sort().join(" ");
  };
  assert.equal(await minutes(), "30 45");
  await audited(page, "parts-sent");
  await mine.close();
});

test("a date that is cancelled says so in large, and what was marked meanwhile is kept with the reason", async () => {
  const { page, wire, mine } = await seat("gate_officer");
  await opened({ page });
  const path = new URL(page.url()).pathname;
  wire.cut();
  await guest(page, families[1]).click();
  await page.getByText("Por enviar: 1").waitFor();
  await released(
    { ...said, dates: { ...said.dates, exceptions: [{ key: TOMORROW, kind: "CANCELLED", why: "Se malogró el techo." }] } },
    eventId,
  );
  wire.mend();
  await wake(page);
  await page.getByText("1 no se aceptó").waitFor();
  await page.goto(`${wire.address}/office/door`);
  await page.getByText("Cancelada", { exact: true }).waitFor();
  await audited(page, "door-dates-cancelled");
  await page.goto(wire.address + path);
  await page.getByText("CANCELADA", { exact: true }).waitFor();
  await auditedBoth(page, "door-cancelled");
  await tap(page, "Ver cuáles y por qué", "link");
  await page.getByText(`${nameOf(families[1])}: entró`).waitFor();
  await auditedBoth(page, "door-refused");
  await tap(page, "Quitar de este celular");
  await tap(page, "Sí, quitar");
  await page.getByText("No queda nada por enviar.").waitFor();
  await audited(page, "door-nothing-unsent");
  await mine.close();
});

test("what came of past dates is seen, and somebody's hours are certified as a PDF", async () => {
  const { page, wire, mine } = await seat("programme_coordinator", DEMO_PLACE);
  const asking = await colleague(at, "programme_coordinator", DEMO_PLACE);
  const { nodes } = await asking.ask("officeEvents", { establishmentId: DEMO_PLACE, past: true });
  let past;
  for (const { id } of nodes) {
    const hours = await asking.ask("eventHours", { eventId: id });
    if (hours.length > 0) past = { ...hours[0].inmate, id };
  }
  await page.goto(`${wire.address}/office/events/${past.id}/attendance`);
  await page.getByText(/^Participaron: /).first().waitFor();
  await auditedBoth(page, "attendance");
  await tap(page, "Horas y constancias", "link");
  await tap(page, new RegExp(`^${past.surnames}, ${past.givenNames}`));
  await auditedBoth(page, "hours");
  await page.getByRole("radio", { name: "Runasimi" }).click();
  const downloading = page.waitForEvent("download");
  await tap(page, /^Constancia de horas en PDF/);
  const file = readFileSync(await (await downloading).path(), "latin1");
  assert.match(file, /^%PDF-/);
  await page.getByText("Listo: la constancia está en PDF.").waitFor();
  await page.getByText(/^Constancia [2-9A-Z]{25}, del /).waitFor();
  await audited(page, "hours-certified");
  await mine.close();
});
