// Activities of an establishment on its families' phones: found, answered, waited for, offered, cancelled; and a calendar.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { audited, auditedBoth, auditedLarge } from "./harness/audit.mjs";
import { launch, open, phone, settled, tap, wake } from "./harness/browser.mjs";
import { beside, colleague, idOf, newPhone, tiedFamily } from "./harness/people.mjs";
import { drawn } from "./harness/pictures.mjs";
import { line } from "./harness/proxy.mjs";
import { service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";

/** Nobody else plans anything here. */
const PLACE = "jaen";

let at;
let browser;
/** Who writes and who releases; the registrar confirms ties. */
let coordinator;
let director;
let registrar;
let programme;
before(async () => {
  at = await service();
  browser = await launch();
  coordinator = await colleague(at, "programme_coordinator", PLACE);
  director = await colleague(at, "director", PLACE);
  registrar = await colleague(at, "visits_registrar", PLACE);
  programme = await coordinator.act("addProgramme", {
    establishmentId: PLACE,
    title: `Temporada ${Date.now()}`,
    summary: "Música y teatro para las familias.",
  });
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

/** A day of Lima, so many days from now. */
const day = (later) => new Date(Date.now() - 5 * 3_600_000 + later * 86_400_000).toISOString().slice(0, 10);

/** All that an event says, unless it says otherwise. */
function content({ title, later = 20, places = {}, ...more }) {
  return {
    kind: "CONCERT",
    audience: "ENROLLED_RELATIVES",
    title,
    summary: "La orquesta toca valses y huainos con sus familias.",
    venue: { where: "INSIDE", room: "Auditorio" },
    dates: { firstOn: day(later), at: "15:30", minutes: 120 },
    places: { partyAdults: 2, partyChildren: 2, ...places },
    answers: {},
    entry: {
      documents: "Cada persona lleva su DNI original.",
      dress: "Ropa clara, sin gorra.",
      bring: "Una botella de agua cerrada.",
      forbidden: "No lleve celular ni comida.",
    },
    access: { stepFree: true, seats: true, toilets: true, signLanguage: false, spoken: ["es", "quz"], note: "" },
    works: [{ title: "Valicha", author: "Miguel Ángel Hurtado" }],
    ...more,
  };
}

/** Written by one, released by the other. `eventId`: of one that is changed. */
async function released(said, eventId) {
  const draft = eventId
    ? await coordinator.act("editEvent", { eventId, version: 0, content: said })
    : await coordinator.act("draftEvent", { establishmentId: PLACE, programmeId: programme.id, content: said });
  const { id, version } = await coordinator.act("submitEvent", { eventId: draft.id, version: draft.version });
  await director.act("releaseEvent", { eventId: id, version });
  return id;
}

const ALT = "Una guitarra apoyada en una silla";

/** Like `released`, with a picture that the office sends before. */
async function releasedWithPoster(said) {
  const draft = await coordinator.act("draftEvent", {
    establishmentId: PLACE,
    programmeId: programme.id,
    content: said,
  });
  const about = { alt: ALT, recognisable: "false", peopleAgreed: "false", requestId: randomUUID() };
  const answer = await fetch(`${at.address}/posters/${draft.id}?${new URLSearchParams(about)}`, {
    method: "POST",
    headers: coordinator.bearing,
    body: await drawn(browser, { width: 1280, height: 900 }),
  });
  assert.equal(answer.status, 201);
  const { poster } = await answer.json();
  const content = { ...said, poster: poster.id };
  const edited = await coordinator.act("editEvent", { eventId: draft.id, version: draft.version, content });
  const { id, version } = await coordinator.act("submitEvent", { eventId: draft.id, version: edited.version });
  await director.act("releaseEvent", { eventId: id, version });
  return poster;
}

/** A family that is signed in on a phone of its own, on a line of its own, with a confirmed tie here. */
async function home(more = {}) {
  const context = await phone(browser);
  const wire = await line(at.address);
  const page = await open(context, wire.address);
  const number = newPhone();
  await signIn(page, at, number);
  const family = await tiedFamily(at, registrar, { of: await beside(context, at.address), ...more });
  const leave = async (secrets = []) => {
    await context.close({ secrets: [family.held.surnames, number, ...secrets] });
    await wire.close();
  };
  return { ...family, context, wire, page, leave };
}

/** Go in by the door of the first screen, and to one event. */
async function find(page, title) {
  await page.getByRole("navigation").getByRole("link", { name: /^Inicio/ }).click();
  await tap(page, /^Actividades para familias/, "link");
  await page.getByRole("heading", { name: "Actividades", level: 1 }).waitFor();
  if (!title) return;
  await tap(page, new RegExp(`^${title}`), "link");
  await page.getByRole("heading", { name: title }).waitFor();
  await settled(page);
}

/** Say that the mother comes; the only one of a family is chosen already. */
async function answer(page) {
  await page.getByRole("checkbox", { name: /^Elena/, checked: true }).waitFor();
  await tap(page, "Responder que van");
}

/** Do this while the answers to a document are lost: the service has acted, and what is asked anew says so. */
async function lost(wire, document, act, shown) {
  wire.lose(idOf(document));
  await act();
  await shown.waitFor();
  wire.lose(undefined);
}

/** A row of the list of activities. */
const row = (page, title) => page.getByRole("link", { name: new RegExp(`^${title}`) });

test("a mother finds a concert, reads what to bring, answers for two, and sees it without signal", async () => {
  const { context, wire, page, leave } = await home();
  const title = `Concierto de valses ${Date.now()}`;
  await released(content({ title }));
  await released(content({ title: `Feria de artesanía ${Date.now()}`, kind: "FAIR", later: 20 }));

  await find(page);
  await row(page, title).waitFor();
  await auditedBoth(page, "events-list");
  await auditedLarge(context, wire.address, "/events", "events-list");
  await tap(page, /^Elegir qué ver/);
  await page.getByRole("radio", { name: "Feria" }).click();
  await row(page, title).waitFor({ state: "detached" });
  await auditedBoth(page, "events-filtered");
  await page.getByRole("radio", { name: "Todas" }).click();

  await row(page, title).click();
  await page.getByRole("heading", { name: title }).waitFor();
  for (const words of [
    "Sigue en pie",
    "de 3:30 p. m. a 5:30 p. m.".replace(/ ([ap])\. m\./g, "\u00a0$1.\u00a0m."),
    "Cada persona lleva su DNI original.",
    "No lleve celular ni comida.",
    "Se entra sin subir gradas.",
    "Valicha",
  ]) {
    await page.getByText(words, { exact: true }).first().waitFor();
  }
  const path = new URL(page.url()).pathname;
  await auditedBoth(page, "event-open");
  await auditedLarge(context, wire.address, path, "event-open");

  await tap(page, "Responder que van");
  await page.getByText("Elija por lo menos a una persona adulta.").waitFor();
  await auditedBoth(page, "event-nobody");
  await page.getByRole("checkbox", { name: /^Elena/ }).click();
  await page.getByRole("checkbox", { name: /^Mateo/ }).click();
  await lost(wire, "answerEvent", () => tap(page, "Responder que van"), page.getByText("Usted va", { exact: true }));
  await page.getByText("1 persona adulta y 1 menor de edad: Elena, Mateo").waitFor();
  await auditedBoth(page, "event-going");
  await auditedLarge(context, wire.address, path, "event-going");

  await tap(page, "Volver");
  await row(page, title).getByText("Usted va").waitFor();
  await page.getByRole("navigation").getByRole("link", { name: /^Inicio/ }).click();
  await wake(page);
  await tap(page, /^Hay una actividad nueva/, "link");
  await page.getByRole("heading", { name: "Actividad", level: 1 }).waitFor();
  await settled(page);

  await page.goto(wire.address + path);
  await page.getByText("Usted va", { exact: true }).waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForTimeout(1000);
  wire.cut();
  for (const [address, words] of [["/events", title], [path, "Usted va"]]) {
    await page.goto(wire.address + address);
    await page.getByText(/^Sin señal\. Esto es lo que se sabía hoy/).first().waitFor();
    await page.getByText(words, { exact: true }).first().waitFor();
  }
  await auditedBoth(page, "event-offline");
  wire.mend();

  await page.goto(wire.address + path);
  await tap(page, "Ya no vamos");
  await auditedBoth(page, "event-withdrawing");
  await tap(page, "Sí, dejar los lugares");
  await page.getByText("Usted retiró su respuesta.").waitFor();
  await page.getByRole("button", { name: "Responder que van" }).waitFor();
  await auditedBoth(page, "event-withdrawn");
  await leave();
});

test("a family sees the picture of an event: small, in its place, and large once it is wanted", async () => {
  const { context, wire, page, leave } = await home({ withMinor: false });
  const title = `Noche de guitarras ${Date.now()}`;
  const poster = await releasedWithPoster(content({ title, later: 12 }));
  const asked = () =>
    [...context.seen.addresses].filter((each) => each.includes(poster.address)).map((each) => each.split("-").at(-1));
  const picture = page.getByRole("img", { name: ALT });
  const width = () => picture.evaluate((image) => image.naturalWidth);

  await find(page);
  await row(page, title).getByRole("img", { name: ALT }).waitFor();
  await page.locator("img").first().waitFor();
  assert.equal(await width(), 320);
  await auditedBoth(page, "events-poster");
  await auditedLarge(context, wire.address, "/events", "events-poster");
  await row(page, title).click();
  await page.getByRole("heading", { name: title }).waitFor();
  await page.getByRole("button", { name: "Ver más grande" }).waitFor();
  assert.equal(await width(), 320);
  assert.deepEqual(asked(), ["320.webp"], "nothing large, and nothing twice under another name");
  const path = new URL(page.url()).pathname;
  await auditedBoth(page, "event-poster");
  await auditedLarge(context, wire.address, path, "event-poster");
  const place = await picture.boundingBox();
  await tap(page, "Ver más grande");
  await page.waitForFunction(() => document.querySelector("img")?.naturalWidth === 720);
  await audited(page, "event-poster-large");
  await tap(page, "Ver más pequeña");
  await page.waitForFunction(() => document.querySelector("img")?.naturalWidth === 320);
  const after = await picture.boundingBox();
  assert.deepEqual([after.width, after.height], [place.width, place.height], "it is as it was");

  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForTimeout(1000);
  wire.cut();
  await page.goto(wire.address + path);
  await page.getByText(ALT, { exact: true }).waitFor();
  assert.equal((await page.getByText(ALT).locator("..").boundingBox()).height, place.height, "its place is kept");
  await auditedBoth(page, "event-poster-offline");
  wire.mend();
  await leave();
});

test("who comes too late for the last place waits, is offered it when it is given up, and takes it", async () => {
  const first = await home({ withMinor: false });
  const second = await home({ withMinor: false });
  const title = `Recital ${Date.now()}`;
  await released(content({ title, kind: "RECITAL", places: { people: 1 } }));

  await find(first.page, title);
  await first.page.getByText("Quedan pocos lugares.").waitFor();
  await answer(first.page);
  await first.page.getByText("Usted va", { exact: true }).waitFor();

  await find(second.page, title);
  await second.page.getByText(/^Ya no quedan lugares/).waitFor();
  await auditedBoth(second.page, "event-full");
  await answer(second.page);
  await second.page.getByText("Está en la lista de espera").waitFor();
  await auditedBoth(second.page, "event-waiting");

  await tap(first.page, "Ya no vamos");
  await tap(first.page, "Sí, dejar los lugares");
  await first.page.getByText("Usted retiró su respuesta.").waitFor();
  await first.page.getByText(/^Ya no quedan lugares/).waitFor();

  await wake(second.page);
  await second.page.getByText("Hay lugar para ustedes").waitFor();
  await second.page.getByText(/^Tiene hasta .+ para aceptar/).waitFor();
  await auditedBoth(second.page, "event-offered");
  await auditedLarge(second.context, second.wire.address, new URL(second.page.url()).pathname, "event-offered");
  const going = second.page.getByText("Usted va", { exact: true });
  await lost(second.wire, "takeOffer", () => tap(second.page, "Aceptar: sí vamos"), going);
  await tap(second.page, "Volver");
  await row(second.page, title).getByText("Usted va").waitFor();
  await first.leave();
  await second.leave();
});

test("a date that is cancelled is seen as cancelled, with why, in the list, on its screen and among the notices", async () => {
  const { page, leave } = await home({ withMinor: false });
  const title = `Obra de teatro ${Date.now()}`;
  const said = content({ title, kind: "THEATRE" });
  const eventId = await released(said);
  await find(page, title);
  await answer(page);
  await page.getByText("Usted va", { exact: true }).waitFor();

  const exceptions = [{ key: said.dates.firstOn, kind: "CANCELLED", why: "Se malogró el techo del auditorio." }];
  await released({ ...said, dates: { ...said.dates, exceptions } }, eventId);
  await wake(page);
  await page.getByText("Cancelada: no vaya").waitFor();
  await page.getByText("Por qué: Se malogró el techo del auditorio.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Responder que van" }).count(), 0);
  await auditedBoth(page, "event-cancelled");

  await tap(page, "Volver");
  await row(page, title).getByText("Cancelada: no vaya").waitFor();
  await audited(page, "events-cancelled");
  await page.getByRole("navigation").getByRole("link", { name: /^Inicio/ }).click();
  await wake(page);
  const notice = page.getByRole("link", { name: /actividad/ }).and(page.locator("[href^='/events/']")).first();
  await notice.click();
  await page.getByText("Cancelada: no vaya").waitFor();
  await leave();
});

test("the calendar of a phone shows when, and neither what nor where; it is changed, and ends", async () => {
  const { context, page, leave } = await home({ withMinor: false });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const title = `Taller de danza ${Date.now()}`;
  await released(content({ title, kind: "WORKSHOP" }));
  await find(page, title);
  await answer(page);
  await page.getByText("Usted va", { exact: true }).waitFor();

  await page.getByRole("navigation").getByRole("link", { name: "Ajustes" }).click();
  await tap(page, /^Calendario de su celular/, "link");
  await page.getByText("Todavía no tiene un enlace.").waitFor();
  await auditedBoth(page, "calendar-none");
  await tap(page, "Crear el enlace");
  await page.getByText("Cópielo ahora").waitFor();
  await auditedBoth(page, "calendar-new");
  await tap(page, "Copiar el enlace");
  await page.getByText("Copiado.").waitFor();
  const first = await page.evaluate(() => navigator.clipboard.readText());

  const read = async (address) => {
    const answered = await fetch(at.address + new URL(address).pathname);
    return { status: answered.status, words: await answered.text() };
  };
  const calendar = await read(first);
  assert.match(calendar.words, /^BEGIN:VCALENDAR/);
  assert.match(calendar.words, new RegExp(`DTSTART[^\\r\\n]*${day(20).replaceAll("-", "")}T153000`));
  assert.doesNotMatch(calendar.words, new RegExp(`${title}|Auditorio|Elena|Jaén`));

  await tap(page, "Cambiar el enlace");
  await auditedBoth(page, "calendar-changing");
  await tap(page, "Sí, cambiar el enlace");
  await page.getByText(first, { exact: true }).waitFor({ state: "detached" });
  await tap(page, "Copiar el enlace");
  await page.getByText("Copiado.").waitFor();
  const second = await page.evaluate(() => navigator.clipboard.readText());
  assert.notEqual(second, first);
  assert.equal((await read(first)).status, 404, "the one before is of no use any more");
  assert.equal((await read(second)).status, 200);

  await page.reload();
  await page.getByText(/^Tiene un enlace\. Se creó hoy/).waitFor();
  assert.equal(await page.getByText(second, { exact: true }).count(), 0, "it is shown once");
  await auditedBoth(page, "calendar-there");
  await tap(page, "Quitar el enlace");
  await tap(page, "Sí, quitar el enlace");
  await page.getByText("Todavía no tiene un enlace.").waitFor();
  assert.equal((await read(second)).status, 404);
  await leave([first, second]);
});
