// An office at work: its sign-in, queue, day, closed days and people, on a phone and on a desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audited, auditedLarge } from "./harness/audit.mjs";
import { DESK, launch, open, PHONE, phone, settled, tap, wake } from "./harness/browser.mjs";
import {
  appointed,
  beside,
  booked,
  colleague,
  family,
  inmate,
  newPhone,
  person,
  staffPhone,
  tiedFamily,
} from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signIn, signInStaff } from "./harness/signing.mjs";

/** Nobody else works at these two; at the second nobody ever asks for anything. */
const PLACE = "jauja";
const QUIET = "tarma";
const SIZES = [PHONE, DESK];

let at;
let browser;
/** A registrar who acts through the API, and by width those in front of a screen. */
let office;
const seats = new Map();
before(async () => {
  at = await service();
  browser = await launch();
  office = await colleague(at, "visits_registrar", PLACE);
  for (const size of SIZES) seats.set(size.width, await seat(size, "visits_registrar"));
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

for (const size of SIZES) {
  test(`a new colleague chooses a password and finds a quiet office, ${size.width} wide`, async () => {
    const mine = await phone(browser, { size });
    const page = await open(mine, at.address);
    const known = await appointed(at, { place: QUIET });
    await tap(page, "Soy del personal");
    await tap(page, "Entrar");
    await page.getByText("Escriba su contraseña.").waitFor();
    await audited(page, "staff-missing");
    await page.getByLabel("Número de documento").fill(known.dni);
    await page.getByLabel("Contraseña", { exact: true }).fill("no es la suya");
    await page.getByLabel("Código de autenticación").fill(await known.totp());
    await tap(page, "Entrar");
    await page.getByRole("alert").waitFor();
    await audited(page, "staff-refused");
    await page.getByLabel("Contraseña", { exact: true }).fill(known.once);
    await tap(page, "Entrar");
    await page.getByLabel("Contraseña nueva").fill("corta");
    await tap(page, "Entrar");
    await page.getByText("Le faltan signos", { exact: false }).waitFor();
    await audited(page, "staff-new-password-short");
    await page.getByLabel("Contraseña nueva").fill(known.password);
    await page.getByLabel("La misma contraseña, otra vez").fill(`${known.password}x`);
    await tap(page, "Entrar");
    await page.getByText("Las dos no son iguales.").waitFor();
    await audited(page, "staff-new-password-differs");
    await page.getByLabel("La misma contraseña, otra vez").fill(known.password);
    await tap(page, "Entrar");

    await page.getByText("Nadie espera.").waitFor();
    await audited(page, "office");
    await auditedLarge(mine, at.address, "/", "office");
    for (const [room, words, name] of [
      ["Pedidos", /^Nadie espera\. Cuando/, "queue-empty"],
      ["Visitas", /^No hay visitas reservadas/, "day-empty"],
    ]) {
      await tap(page, room, "link");
      await page.getByText(words).waitFor();
      await audited(page, name);
    }
    await tap(page, /^Inicio/, "link");
    await tap(page, /^Días cerrados/, "link");
    await page.getByText("No hay días cerrados por venir.").waitFor();
    await audited(page, "closed-none");

    // Whoever signs in at another desk leaves this one.
    const elsewhere = staffPhone(at, known);
    await elsewhere.signIn();
    await tap(page, "Personas", "link");
    await page.getByLabel("Nombre, apellido o número de registro").fill("Inventado");
    await tap(page, "Buscar");
    await page.getByText("Su sesión terminó.", { exact: false }).waitFor();
    await page.getByRole("heading", { name: "Entrar como personal" }).waitFor();
    await page.getByLabel("Contraseña", { exact: true }).waitFor();
    await audited(page, "office-session-ended");
    assert.deepEqual((await elsewhere.ask("tieQueue", { establishmentId: QUIET })).nodes, []);
    await mine.close({ secrets: [known.dni, known.password, known.once] });
  });

  test(`requests are decided, and of two registrars at once one decides, ${size.width} wide`, async () => {
    const { page } = seats.get(size.width);
    const held = await inmate(at, { place: PLACE });
    const [first, second] = [await asking("Amanda", held), await asking("Brígida", held)];
    const meant = `${held.givenNames} ${held.surnames}`;
    await tap(page, "Pedidos", "link");
    await wake(page);
    await page.getByText(`Brígida ${second.who.surnames}`).first().waitFor();
    await audited(page, "queue");
    await auditedLarge(page.context(), at.address, "/office/requests", "queue");
    await tap(page, new RegExp(`^Amanda ${first.who.surnames}`), "link");
    await page.getByText(first.who.documentNumber).waitFor();
    await audited(page, "queue-request");
    await page.getByRole("radio", { name: new RegExp(`^${meant}.*el número de registro`) }).click();
    await page.getByRole("radio", { name: "Aprobar" }).click();
    await page.getByRole("radio", { name: "La persona dijo que sí" }).click();
    await audited(page, "queue-approving");

    await approve(`Amanda ${first.who.surnames}`);
    await tap(page, `Aprobar con ${meant}`);
    await page.getByText("Otra persona ya lo resolvió.", { exact: false }).waitFor();
    await audited(page, "queue-already-decided");

    await tap(page, "Ver el siguiente pedido");
    await page.getByText(second.who.documentNumber).waitFor();
    await page.getByRole("radio", { name: "Rechazar" }).click();
    await page.getByRole("radio", { name: "No se probó el parentesco" }).click();
    await audited(page, "queue-refusing");
    await tap(page, "Rechazar el pedido");
    await page.getByText(/^Rechazado: el pedido de Brígida/).waitFor();
    await audited(page, "queue-refused");
    assert.deepEqual(await tieStates(first.account), ["APPROVED"]);
    assert.deepEqual(await tieStates(second.account), ["NOT_CONFIRMED"]);
  });

  test(`a day's visits are found, the day closed and opened again, and the family told, ${size.width} wide`, async () => {
    const { page } = seats.get(size.width);
    const mine = await phone(browser, { size });
    const home = await open(mine, at.address);
    const number = newPhone();
    await signIn(home, at, number);
    const account = await beside(mine, at.address);
    const { held, people, mother } = await tiedFamily(at, office, { of: account });
    const visit = await booked({ phone: account, people });
    const { surnames } = (await account.ask("myPeople", { first: 20 })).nodes.find(({ id }) => id === mother.id);
    await wake(home);
    await home.getByText("Sigue en pie").waitFor();

    await tap(page, "Visitas", "link");
    const main = page.getByRole("main");
    await page.getByLabel("Ir a otro día").fill(asWritten(visit.visitOn));
    await tap(page, "Ir a ese día");
    await main.getByText(visit.reference).waitFor();
    await audited(page, "day");
    await auditedLarge(page.context(), at.address, new URL(page.url()).pathname, "day");
    const search = page.getByLabel("Buscar en este día");
    await search.fill("nadie así");
    await page.getByText("Nadie coincide en este día.", { exact: false }).waitFor();
    await audited(page, "day-nobody-found");
    for (const words of [surnames.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(), held.givenNames, visit.reference]) {
      await search.fill(words);
      await main.getByText(visit.reference).waitFor();
    }

    await tap(page, /^Inicio/, "link");
    await tap(page, /^Días cerrados/, "link");
    await page.getByRole("heading", { name: "Días cerrados" }).waitFor();
    if (size === PHONE) await tap(page, "Cerrar días");
    await page.getByLabel("Primer día").fill("01/01/2020");
    await page.getByText("Ese día ya pasó.").waitFor();
    await audited(page, "closing-past");
    await page.getByLabel("Primer día").fill(asWritten(visit.visitOn));
    await page.getByRole("radio", { name: "Mantenimiento" }).click();
    await tap(page, "Cerrar");
    await page.getByText("Las visitas reservadas se cancelarán ahora mismo", { exact: false }).waitFor();
    await audited(page, "closing-asked");
    await tap(page, "Sí, cerrar y cancelar lo reservado");
    await page.getByText("Cerrado. Se canceló 1 visita y avisamos a su familia.").waitFor();
    await audited(page, "closed");
    await auditedLarge(page.context(), at.address, "/office/closed", "closed");

    await wake(home);
    await home.getByText("La visita se suspendió: ese día está cerrado. No vaya.", { exact: false }).waitFor();
    assert.equal(await home.getByText("Sigue en pie").count(), 0);
    await audited(home, "home-called-off");
    await auditedLarge(mine, at.address, "/", "home-called-off");
    await tap(home, /^Ver todos los avisos/, "link");
    await tap(home, /^Se canceló su visita/, "link");
    await home.getByText("ese día está cerrado", { exact: false }).waitFor();
    await audited(home, "visit-called-off");

    await tap(page, "Volver a abrir");
    await audited(page, "reopening-asked");
    await tap(page, "Sí, abrir");
    await page.getByText(/^Otra vez se puede reservar/).waitFor();
    await audited(page, "reopened");
    const { nodes } = await account.ask("myVisits");
    assert.deepEqual(nodes.map((each) => [each.state, each.cancelReason]), [["CANCELLED", "DAY_CLOSED"]]);
    assert.ok((await keptIn(home)).some((name) => name.endsWith("/reads")), "a family's visits are kept, sealed");
    await mine.close({ secrets: [number, held.surnames, visit.reference] });
  });

  test(`a person is found, and a transfer needs the authenticator and calls a visit off, ${size.width} wide`, async () => {
    const { page, totp } = seats.get(size.width);
    const known = await tiedFamily(at, office, { withMinor: false });
    const visit = await booked(known);
    await tap(page, "Personas", "link");
    const field = page.getByLabel("Nombre, apellido o número de registro");
    await field.fill("ab");
    await tap(page, "Buscar");
    await page.getByText("Escriba por lo menos tres letras", { exact: false }).waitFor();
    await audited(page, "search-too-short");
    await auditedLarge(page.context(), at.address, "/office/people", "search");
    await field.fill("Nadie Semejante");
    await tap(page, "Buscar");
    await page.getByText("Nadie de aquí se llama así.", { exact: false }).waitFor();
    await audited(page, "search-nobody");
    await field.fill("julio cesar");
    await tap(page, "Buscar");
    await page.getByRole("list", { name: "Personas encontradas" }).waitFor();
    await audited(page, "search-found");
    await find(page, known.held);
    await audited(page, "held");
    await page.reload();
    await page.getByText(known.held.register, { exact: true }).waitFor();

    await tap(page, "Registrar un hecho");
    await page.getByRole("radio", { name: "Traslado", exact: true }).click();
    await page.getByLabel("¿A qué lugar?").fill("huanuco");
    await page.getByRole("radio", { name: /^E\.P\. de Huánuco/ }).click();
    await audited(page, "event");
    await tap(page, "Registrar");
    await audited(page, "event-asked");
    await tap(page, "Sí, registrar");
    const code = page.getByLabel("Código de autenticación");
    await code.fill("000000");
    await tap(page, "Continuar");
    await page.getByText("El código no es correcto o ya venció.", { exact: false }).waitFor();
    await audited(page, "event-step-up-refused");
    assert.deepEqual(await visitStates(known.phone), [[visit.id, "ACTIVE"]]);
    await code.fill(await totp());
    await tap(page, "Continuar");
    await page.getByText("Registrado. Se canceló 1 visita.").waitFor();
    await settled(page);
    await audited(page, "event-recorded");
    assert.deepEqual(await visitStates(known.phone), [[visit.id, "CANCELLED"]]);
  });

  test(`a tie is ended, and a protection put and taken away by the director, ${size.width} wide`, async () => {
    const { page } = seats.get(size.width);
    const director = await seat(size, "director");
    const known = await tiedFamily(at, office);
    const visit = await booked(known);
    await tap(director.page, "Personas", "link");
    await find(director.page, known.held);
    await tap(director.page, "Poner una restricción");
    await director.page.getByRole("radio", { name: /^Protección entre dos personas/ }).click();
    await director.page.getByLabel("Número de documento").fill(known.document);
    await director.page.getByLabel("Último día", { exact: false }).fill("01/01/2020");
    await director.page.getByText("Debe ser hoy o después", { exact: false }).waitFor();
    await audited(director.page, "restricting-wrong");
    await director.page.getByLabel("Último día", { exact: false }).fill("");
    await director.page.getByRole("radio", { name: "Orden judicial" }).click();
    await tap(director.page, "Poner la restricción");
    await audited(director.page, "restricting-asked");
    await tap(director.page, "Sí, poner y cancelar lo reservado");
    await director.page.getByText("Restricción puesta. Se canceló 1 visita.").waitFor();
    assert.deepEqual(await visitStates(known.phone), [[visit.id, "CANCELLED"]]);

    await tap(page, "Personas", "link");
    await find(page, known.held);
    await tap(page, "Ver sus restricciones");
    await page.getByText("Solo la dirección puede terminarla.").waitFor();
    await audited(page, "restrictions");
    await tap(director.page, "Ver sus restricciones");
    await tap(director.page, "Terminar la restricción");
    await audited(director.page, "restriction-end-asked");
    await tap(director.page, "Sí, terminar");
    await director.page.getByText("No hay restricciones vigentes ni por venir.").waitFor();
    await audited(director.page, "restriction-ended");

    await tap(page, /^Terminar el vínculo de Mateo/);
    await page.getByRole("radio", { name: "Ya no hay parentesco" }).click();
    await audited(page, "tie-ending");
    await tap(page, "Sí, terminar el vínculo");
    await page.getByText("El vínculo terminó.").waitFor();
    await audited(page, "tie-ended-by-office");
    assert.deepEqual((await tieStates(known.phone)).sort(), ["APPROVED", "ENDED"]);

    for (const each of [page, director.page]) {
      const kept = await keptIn(each);
      assert.deepEqual(kept.filter((name) => name.endsWith("/reads")), [], "nothing that staff read stays on the device");
    }
    await director.page.context().close({ secrets: [known.held.surnames, known.document] });
  });
}

/** Somebody of the office in front of a screen, signed in. */
async function seat(size, role) {
  const known = await appointed(at, { role, place: PLACE });
  const page = await open(await phone(browser, { size }), at.address);
  await signInStaff(page, known);
  return { ...known, page };
}

/** A family whose request waits in the queue. */
async function asking(givenNames, held) {
  const account = await family(at);
  const who = person({ givenNames });
  const { id } = await account.act("addVisitor", { person: who, capacity: "OWN" });
  await account.act("requestTie", {
    visitorId: id,
    establishmentId: PLACE,
    kinship: "SPOUSE",
    inmate: { givenNames: held.givenNames, surnames: held.surnames, registerNumber: held.register },
  });
  return { account, who };
}

/** The other registrar is quicker. */
async function approve(asker) {
  const { nodes } = await office.ask("tieQueue", { establishmentId: PLACE, first: 50 });
  const request = nodes.find(({ asker: { givenNames, surnames } }) => `${givenNames} ${surnames}` === asker);
  await office.act("decideTie", {
    tieId: request.id,
    version: request.version,
    decision: "APPROVE",
    reason: "KINSHIP_PROVEN",
    inmateId: request.candidates[0].inmateId,
  });
}

/** Look for somebody by their number, and open them. */
async function find(page, held) {
  await page.getByLabel("Nombre, apellido o número de registro").fill(held.register);
  await tap(page, "Buscar");
  await page.getByRole("link", { name: new RegExp(held.register) }).click();
  await page.getByText("Vínculos confirmados").waitFor();
  await settled(page);
}

async function tieStates(account) {
  return (await account.ask("myTies", { first: 10 })).nodes.map((each) => each.state);
}

async function visitStates(account) {
  return (await account.ask("myVisits")).nodes.map((each) => [each.id, each.state]);
}

/** The names of everything that the browser keeps for this page. */
async function keptIn(page) {
  return page.evaluate(async () => {
    const asked = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = Object.keys(localStorage).concat(Object.keys(sessionStorage));
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        names.push(...(await asked(database.transaction(store).objectStore(store).getAllKeys())).map(String));
      }
      database.close();
    }
    return names;
  });
}

/** A day as people write it. */
function asWritten(day) {
  return day.split("-").reverse().join("/");
}
