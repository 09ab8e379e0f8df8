// Activities in the office's browser: written on a phone, released at a desk, changed, and called off in an emergency;
// what their families are told of it is asked through the API.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audited, auditedBoth, auditedLarge } from "./harness/audit.mjs";
import { DESK, launch, open, PHONE, phone, settled, tap, wake } from "./harness/browser.mjs";
import { drawn } from "./harness/pictures.mjs";
import { appointed, colleague, eventually, newPhone, tiedFamily } from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signInStaff } from "./harness/signing.mjs";

/** Nobody else plans anything here. */
const PLACE = "tarma";
const TITLE = `Tardes de música ${Date.now()}`;
const ALT = "Una guitarra apoyada en una silla";
const WHY = "Mantenimiento del auditorio";

/** The Saturday in three weeks, and those after it. */
const now = new Date(Date.now() - 5 * 3_600_000);
const SATURDAYS = [0, 1, 2].map((week) => {
  const later = 21 + ((6 - now.getUTCDay() + 7) % 7) + 7 * week;
  return new Date(now.getTime() + later * 86_400_000).toISOString().slice(0, 10);
});
const figures = (day) => day.split("-").reverse().join("/");
const MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];
const named = (day) => `sábado ${Number(day.slice(8))} de ${MONTHS[Number(day.slice(5, 7)) - 1]}`;

let at;
let browser;
/** Who writes, on a phone; who releases, at a desk; a family that comes, and one that does not. */
let coordinator;
let director;
let home;
let other;
before(async () => {
  at = await service();
  browser = await launch();
  const registrar = await colleague(at, "visits_registrar", PLACE);
  home = await tiedFamily(at, registrar, { withMinor: false });
  other = await tiedFamily(at, registrar, { withMinor: false });
  coordinator = await seat("programme_coordinator", PHONE);
  director = await seat("director", DESK);
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

/** A colleague of this role, signed in on the screen. */
async function seat(role, size) {
  const known = await appointed(at, { role, place: PLACE });
  const context = await phone(browser, { size });
  const page = await open(context, at.address);
  await signInStaff(page, known);
  return { ...known, context, page };
}

/** What the inbox of a family says of activities, the newest first. */
async function told({ phone: family }) {
  const { notices } = await family.ask("inbox");
  return notices.filter((each) => each.kind.startsWith("event_")).map((each) => each.kind);
}

/** Open the activity from the list, wherever somebody is. */
async function find(page) {
  await page.getByRole("navigation").getByRole("link", { name: /^Inicio/ }).click();
  await tap(page, /^Actividades para las familias/, "link");
  await wake(page);
  await tap(page, new RegExp(`^${TITLE}`), "link");
  await page.getByRole("heading", { name: TITLE }).waitFor();
  await settled(page);
}

/** A family answers that its mother comes to the next date that stands; the id of that date. */
async function answered({ phone: family, mother }) {
  const { nodes } = await family.ask("whatsOn", {});
  const next = nodes.find((each) => each.title === TITLE && each.state === "PLANNED");
  const { through } = await family.ask("happening", { id: next.id });
  await family.act("answerEvent", { occurrenceId: next.id, inmateId: through[0].id, visitorIds: [mother.id] });
  return next.id;
}

test("a place without activities says so, and leads to its programmes", async () => {
  const { page, context } = coordinator;
  await audited(page, "planner-home");
  await tap(page, /^Actividades para las familias/, "link");
  await page.getByText("No hay actividades por venir.").waitFor();
  await audited(page, "activities-none");
  await tap(page, "Programas y temporadas", "link");
  await tap(page, "Agregar un programa");
  await page.getByLabel("Nombre del programa").fill("Música en familia");
  await audited(page, "programme-adding");
  await tap(page, "Agregar");
  await page.getByText("Agregado: Música en familia.").waitFor();
  await tap(page, /^Música en familia/);
  await tap(page, "Agregar una temporada");
  await page.getByLabel("Nombre de la temporada").fill("Verano");
  await page.getByLabel("Primer día").fill(figures(SATURDAYS[0]));
  await page.getByLabel("Último día").fill(figures(SATURDAYS[2]));
  await audited(page, "season-adding");
  await tap(page, "Agregar");
  await page.getByText("Agregado: Verano.").waitFor();
  await auditedLarge(context, at.address, "/office/programmes", "programmes");
});

test("a coordinator writes a series on a phone, leaves it, comes back to it, and sends it", async () => {
  const { page, context } = coordinator;
  await page.goto(`${at.address}/office/events/new`);
  await tap(page, /^Música en familia/, "radio");
  await tap(page, /^Verano/, "radio");
  await tap(page, "Guardar el borrador");
  await page.getByText(/^Faltan corregir \d+ datos\.$/).waitFor();
  await auditedBoth(page, "activity-missing");

  await page.getByLabel("Título", { exact: true }).fill(TITLE);
  await page.getByRole("radio", { name: "Concierto", exact: true }).click();
  await page.getByRole("radio", { name: /^Todas las familias de aquí/ }).click();
  await page.getByLabel("Día", { exact: true }).fill(figures(SATURDAYS[0]));
  await page.getByLabel("Empieza").fill("1530");
  await page.getByLabel("Termina", { exact: true }).fill("17:00");
  await page.getByRole("radio", { name: "Cada semana" }).click();
  await page.getByLabel("Cuántas veces").fill("3");
  await page.getByLabel("Ambiente").fill("Auditorio");
  await page.getByRole("radio", { name: /^No hay visitas/ }).click();
  await page.getByLabel("Cuántas personas entran en total").fill("40");
  await page.waitForTimeout(500);
  await page.reload();
  await page.getByText(/^Lo que escribió sigue en este celular/).waitFor();
  assert.equal(await page.getByLabel("Título", { exact: true }).inputValue(), TITLE);
  await page.getByText(/^Son 3 fechas: desde el sábado/).waitFor();
  await tap(page, /^En otros idiomas/);
  await tap(page, "Escribirlo en quechua");
  await page.getByLabel("Título en quechua").fill("Takiy p'unchaykuna");
  await auditedBoth(page, "activity-written");
  await auditedLarge(context, at.address, "/office/events/new", "activity-written");
  await tap(page, "Guardar el borrador");

  await page.getByRole("heading", { name: TITLE }).waitFor();
  await page.getByText("Se avisará a menos de 5 familias.").waitFor();
  await page.getByText("No hay visitas", { exact: true }).waitFor();
  await auditedBoth(page, "activity-draft");
  await auditedLarge(context, at.address, new URL(page.url()).pathname, "activity-draft");
});

test("a picture is sent with what it shows, and lies in the draft; what is no picture is refused in words", async () => {
  const { page } = coordinator;
  await find(page);
  await page.getByText("Todavía no tiene imagen.").waitFor();
  await tap(page, "Mandar una imagen");
  await tap(page, "Mandar la imagen");
  await page.getByText("Elija una imagen.").waitFor();
  await auditedBoth(page, "poster-missing");
  const choose = async (name, buffer) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: /^Elegir (la|otra) imagen$/ }).click();
    await (await chooser).setFiles({ name, mimeType: "image/png", buffer });
  };
  await page.getByLabel("Qué muestra la imagen, en español").fill(ALT);
  await page.getByRole("radio", { name: "No", exact: true }).click();
  await choose("lista.png", Buffer.from("no picture at all"));
  await tap(page, "Mandar la imagen");
  await page.getByText(/^El archivo no se pudo leer como imagen\./).waitFor();
  await audited(page, "poster-refused");

  await choose("afiche.png", await drawn(browser, { width: 1280, height: 900 }));
  await page.getByRole("img", { name: ALT }).waitFor();
  await page.getByRole("radio", { name: "Sí", exact: true }).click();
  await page.getByRole("checkbox", { name: /^Todas las personas/ }).click();
  await page.getByLabel("Número del acta donde consta").fill("Acta 12-2026");
  await auditedBoth(page, "poster-sending");
  await tap(page, "Mandar la imagen");
  await page.getByText(/^La imagen quedó en el borrador\./).waitFor();
  await page.getByText("Así la verán las familias cuando se publique el borrador.").waitFor();
  await page.waitForFunction(() => document.querySelector("img")?.naturalWidth >= 320);
  await auditedBoth(page, "poster-chosen");
  await settled(page);
  await tap(page, "Enviar a la dirección");
  await audited(page, "activity-sending");
  await tap(page, "Sí, enviar");
  await page.getByText(/^Enviado\. Falta que otra persona/).waitFor();
  assert.equal(await page.getByRole("button", { name: "Publicar", exact: true }).count(), 0);
  await audited(page, "activity-sent");
  assert.deepEqual(await told(home), []);
});

test("a director sees what will happen and who will be told, sends it back once, and releases it", async () => {
  const { page } = director;
  await find(page);
  await page.getByText("Se avisará a menos de 5 familias.").waitFor();
  await page.getByText("Es la primera vez que se publica.").waitFor();
  await page.getByText("No hay visitas", { exact: true }).waitFor();
  await page.getByRole("img", { name: ALT }).waitFor();
  await auditedBoth(page, "release-preview");
  await page.getByLabel("Si lo devuelve, por qué").fill("Falta decir qué documento se lleva");
  await tap(page, "Devolver para corregir");
  await tap(page, "Sí, devolver");
  await page.getByText("Devuelto a quien lo escribió.").waitFor();

  const mine = coordinator.page;
  await find(mine);
  await mine.getByText("Falta decir qué documento se lleva").waitFor();
  await audited(mine, "activity-returned");
  await tap(mine, "Seguir escribiendo", "link");
  await tap(mine, /^Para entrar/);
  await mine.getByLabel("Qué documento hay que llevar").fill("DNI de cada persona");
  await tap(mine, "Guardar el borrador");
  await tap(mine, "Enviar a la dirección");
  await tap(mine, "Sí, enviar");
  await mine.getByText(/^Enviado\./).waitFor();

  await find(page);
  await tap(page, "Publicar");
  await audited(page, "releasing");
  await tap(page, "Sí, publicar y avisar a menos de 5 familias");
  await page.getByText("Publicada. Se avisa a 2 familias.").waitFor();
  await audited(page, "released");
  for (const each of [home, other]) {
    await eventually(async () => String(await told(each)), "event_published", "a family is told");
  }
});

test("a date is cancelled with its reason in a new draft, and only who was coming is told of it", async () => {
  const first = await answered(home);
  const { page } = coordinator;
  await find(page);
  await tap(page, new RegExp(`^${named(SATURDAYS[0])}`));
  await page.getByText("Con lugar: 1 adulto y ningún niño.").waitFor();
  await page.getByRole("radio", { name: "Cancelarla" }).click();
  await tap(page, "Poner en el borrador");
  await page.getByText("Escriba el motivo: las familias lo leerán.").waitFor();
  await page.getByLabel("Motivo").fill(WHY);
  await audited(page, "date-cancelling");
  await tap(page, "Poner en el borrador");
  await page.getByText(/^Quedó en el borrador\./).waitFor();
  await page.getByText("Se avisará a menos de 5 familias.").waitFor();
  await audited(page, "date-in-draft");
  await tap(page, "Enviar a la dirección");
  await tap(page, "Sí, enviar");
  await page.getByText(/^Enviado\./).waitFor();

  const desk = director.page;
  await find(desk);
  await desk.getByText(new RegExp(`^Se cancela: ${named(SATURDAYS[0])}`)).waitFor();
  await desk.getByText(`${WHY} · 1 familia con respuesta`).waitFor();
  await auditedBoth(desk, "cancel-preview");
  await tap(desk, "Publicar");
  await tap(desk, "Sí, publicar y avisar a menos de 5 familias");
  await desk.getByText("Publicada. Se avisa a 1 familia.").waitFor();
  await eventually(async () => (await told(home))[0], "event_cancelled", "who was coming is told");
  assert.deepEqual(await told(other), ["event_published"]);
  const happening = await home.phone.ask("happening", { id: first });
  assert.deepEqual([happening.state, happening.why], ["CANCELLED", WHY]);
});

test("who takes part is named by the director, and no family is shown it", async () => {
  const { page } = director;
  await find(page);
  await tap(page, /^Quiénes participan o invitan/, "link");
  await page.getByText("Todavía no se anotó a nadie.").waitFor();
  await page.getByLabel("Nombre, apellido o número de registro").fill(home.held.register);
  await tap(page, "Buscar");
  await tap(page, new RegExp(`^${home.held.surnames}, `));
  await tap(page, "Anotar a 1 persona");
  await page.getByText("1 anotada.").waitFor();
  await audited(page, "people-named");
  const happenings = JSON.stringify(await other.phone.ask("whatsOn", {}));
  assert.ok(!happenings.includes(home.held.surnames));
  await tap(page, new RegExp(`^${home.held.surnames}, `));
  await tap(page, "Quitar");
  await tap(page, "Sí, quitar");
  await page.getByText(/^Quitado de la actividad:/).waitFor();
});

test("in an emergency the director cancels everything that is to come, and who was coming is told", async () => {
  await answered(home);
  const cancelled = async () => (await told(home)).filter((each) => each === "event_cancelled").length;
  const before = await cancelled();

  const { page } = director;
  await page.getByRole("navigation").getByRole("link", { name: "Actividades" }).click();
  await page.getByLabel("Por qué se cancela todo").fill("Cuarentena");
  await tap(page, "Cancelar todas las actividades");
  await audited(page, "emergency-asked");
  await tap(page, "Sí, cancelar todo ahora");
  const code = page.getByLabel("Código de autenticación");
  const done = page.getByText("Canceladas: 1 actividad, 2 fechas. Se avisa a 1 familia.");
  await code.or(done).first().waitFor();
  if (await code.isVisible()) {
    await audited(page, "emergency-code");
    await code.fill(await director.totp());
    await tap(page, "Continuar");
  }
  await done.waitFor();
  await audited(page, "emergency-done");
  await eventually(cancelled, before + 1, "who was coming is told");
  assert.deepEqual(await told(other), ["event_published"]);
  for (const each of [coordinator, director]) await each.context.close({ secrets: [home.held.surnames] });
});
