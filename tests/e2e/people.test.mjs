// A family's people and ties, and the desk that answers: the family on a phone, the registrar on a desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { audited, auditedBoth, auditedLarge } from "./harness/audit.mjs";
import { DESK, launch, open, phone, settled, tap, wake } from "./harness/browser.mjs";
import {
  appointed,
  approveAll,
  beside,
  booked,
  colleague,
  family,
  inmate,
  newPhone,
  person,
  tiedFamily,
} from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signIn, signInStaff } from "./harness/signing.mjs";

/** Nobody else's requests wait there. */
const PLACE = "ancon";
/** No other code is sent to a number before. */
const ANOTHER_CODE = 61_000;

let at;
let browser;
/** A registrar who acts through the API, and one who sits at a desk. */
let office;
let registrar;
let desk;
let owner;
let ownerSince;
before(async () => {
  at = await service();
  browser = await launch();
  office = await colleague(at, "visits_registrar", PLACE);
  owner = await tiedFamily(at, office, { withMinor: false });
  ownerSince = Date.now();
  registrar = await appointed(at, { place: PLACE });
  desk = await open(await phone(browser, { size: DESK }), at.address);
  await signInStaff(desk, registrar);
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

test("a new family puts itself on the list, asks for a tie, and the office confirms it", async () => {
  const held = await inmate(at, { givenNames: "Wilmer Jesús", place: PLACE });
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  const number = newPhone();
  await signIn(page, at, number);
  const everybody = {
    own: person({ givenNames: "Rosario", bornOn: "1975-03-08" }),
    minor: person({ givenNames: "Dayana", bornOn: "2019-12-01" }),
    shared: person({ givenNames: "Honorio", sex: "MALE", bornOn: "1971-06-17" }),
    carried: person({ givenNames: "Eulalia", bornOn: "1946-01-30" }),
  };

  await tap(page, /^1\. Agregue sus datos/, "link");
  await page.getByRole("heading", { name: "Mi gente" }).waitFor();
  await auditedBoth(page, "people-nobody");
  await tap(page, "Agregar mis datos", "link");
  await tap(page, "Siguiente");
  await page.getByText("Falta este dato.").first().waitFor();
  await auditedBoth(page, "add-own-1-names-missing");
  await auditedLarge(mine, at.address, "/people/add/own", "add-own-1-names");
  await names(page, everybody.own);
  await tap(page, "Siguiente");
  await page.getByText("Elija una de las dos.").waitFor();
  await page.getByLabel("Fecha de nacimiento").fill("31/02/1975");
  await page.getByText("Escriba el día, el mes y el año.").waitFor();
  await auditedBoth(page, "add-own-2-birth-wrong");
  await birth(page, { ...everybody.own, bornOn: everybody.minor.bornOn });
  await page.getByText("Todavía no cumple 18 años.", { exact: false }).waitFor();
  await birth(page, everybody.own);
  await page.getByLabel("Número del documento").fill("1234");
  await tap(page, "Siguiente");
  await page.getByText("El DNI tiene 8 cifras.", { exact: false }).waitFor();
  await page.getByText("Escriba la fecha, o marque que no vence.").waitFor();
  await auditedBoth(page, "add-own-3-document-wrong");
  await papers(page, everybody.own);
  await page.getByRole("heading", { name: "Revise los datos" }).waitFor();
  await auditedBoth(page, "add-own-4-review");
  await tap(page, "Agregar a mi lista");
  await page.getByText("Rosario ya está en su lista.").waitFor();
  await audited(page, "add-own-5-added");

  await tap(page, "Ver mi gente", "link");
  await tap(page, /^Menor de edad/, "link");
  await names(page, everybody.minor);
  await birth(page, everybody.own);
  await page.getByText("Ya cumplió 18 años.", { exact: false }).waitFor();
  await birth(page, everybody.minor);
  await papers(page, everybody.minor, { validUntil: "01/12/2031" });
  await audited(page, "add-minor-review");
  await tap(page, "Agregar a mi lista");
  await page.getByText("Dayana ya está en su lista.").waitFor();

  await tap(page, "Ver mi gente", "link");
  await tap(page, /^Otra persona adulta/, "link");
  await names(page, everybody.shared);
  await birth(page, everybody.shared);
  await page.getByRole("radio", { name: "Carné de extranjería" }).click();
  await page.getByLabel("Número del documento").fill("002 345-678");
  await page.getByRole("switch", { name: "No vence, o no dice fecha" }).click();
  await tap(page, "Siguiente");
  await page.getByRole("heading", { name: "País" }).waitFor();
  await auditedBoth(page, "add-shared-4-country");
  await page.getByRole("radio", { name: "Venezuela" }).click();
  await tap(page, "Siguiente");
  await page.getByText("002345678").waitFor();
  await tap(page, "Agregar a mi lista");
  await page.getByText("Honorio ya está en su lista.").waitFor();

  await tap(page, "Ver mi gente", "link");
  await tap(page, /^Familiar sin celular/, "link");
  await page.getByRole("radio", { name: /^Rosario/ }).click();
  await tap(page, "Siguiente");
  await page.getByText("Lea esto a su familiar", { exact: false }).waitFor();
  await tap(page, "Siguiente");
  await page.getByText("Sin su permiso no puede agregar a su familiar.").waitFor();
  await auditedBoth(page, "add-carried-2-consent-missing");
  await page.getByRole("radio", { name: "Por llamada" }).click();
  await page.getByRole("switch", { name: "Le leí todo y está de acuerdo" }).click();
  await tap(page, "Siguiente");
  await names(page, everybody.carried);
  await birth(page, everybody.carried);
  await papers(page, everybody.carried);
  await audited(page, "add-carried-review");
  await tap(page, "Agregar a mi lista");
  await page.getByText("Eulalia ya está en su lista.").waitFor();
  await tap(page, "Ver mi gente", "link");
  await page.getByText("Usted pide sus visitas", { exact: false }).first().waitFor();
  await auditedBoth(page, "people");
  await auditedLarge(mine, at.address, "/people", "people");

  await askForTie(page, mine, { visitor: "Rosario", held });
  await tap(page, /^Inicio/, "link");
  await page.getByText("Vínculo de Rosario con Wilmer Jesús").waitFor();
  await auditedBoth(page, "home-tie-waits");

  await tap(desk, "Pedidos", "link");
  await tap(desk, new RegExp(`^Rosario ${everybody.own.surnames}`), "link");
  await desk.getByText(everybody.own.documentNumber).waitFor();
  await audited(desk, "request");
  await auditedLarge(desk.context(), at.address, new URL(desk.url()).pathname, "request");
  await desk.getByRole("radio", { name: new RegExp(`^${held.givenNames} ${held.surnames}`) }).click();
  await desk.getByRole("radio", { name: "Aprobar" }).click();
  await desk.getByRole("radio", { name: "Está en la lista de visitas de la persona" }).click();
  await audited(desk, "request-decision");
  await tap(desk, `Aprobar con ${held.givenNames} ${held.surnames}`);
  await desk.getByText(/^Aprobado: Rosario/).waitFor();
  await audited(desk, "request-approved");

  await wake(page);
  await page.getByText("Hay respuesta a un pedido suyo.", { exact: false }).waitFor();
  await page.getByRole("link", { name: "Reservar una visita" }).waitFor();
  await auditedBoth(page, "home-tie-confirmed");
  await tap(page, /^Hay respuesta/, "link");
  await page.getByText("Confirmado", { exact: true }).waitFor();
  await auditedBoth(page, "ties-confirmed");
  await auditedLarge(mine, at.address, "/ties", "ties-confirmed");

  const account = await beside(mine, at.address);
  const known = (await account.ask("myPeople", { first: 20 })).nodes.map((each) => [each.givenNames, each.capacity]);
  assert.deepEqual(new Map(known), new Map([
    ["Rosario", "OWN"],
    ["Dayana", "MINOR"],
    ["Honorio", "SHARED_PHONE"],
    ["Eulalia", "REPRESENTED"],
  ]));
  await mine.close({ secrets: [number, everybody.own.surnames, everybody.own.documentNumber, held.surnames] });
});

test("a code of the office confirms a tie at once, and no other code does", async () => {
  const held = await inmate(at, { givenNames: "Fidel Ernesto", place: PLACE });
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  await signIn(page, at, newPhone());
  const account = await beside(mine, at.address);
  await tap(page, "Mi gente", "link");
  await tap(page, "Agregar mis datos", "link");
  await page.goto(`${at.address}/ties/code`);
  await page.getByText("Primero agréguese usted.", { exact: false }).waitFor();
  await audited(page, "claim-nobody");
  const wife = person({ givenNames: "Rosario", bornOn: "1988-03-08" });
  const father = person({ givenNames: "Honorio", sex: "MALE", bornOn: "1961-06-17" });
  await account.act("addVisitor", { person: wife, capacity: "OWN" });
  await account.act("addVisitor", { person: father, capacity: "SHARED_PHONE" });
  await wake(page);

  await tap(desk, "Personas", "link");
  await desk.getByLabel("Nombre, apellido o número de registro").fill(held.register);
  await tap(desk, "Buscar");
  await tap(desk, new RegExp(held.givenNames), "link");
  await tap(desk, "Entregar un código a un familiar");
  await desk.getByLabel("Número de documento").fill(father.documentNumber);
  await desk.getByRole("radio", { name: "Padre" }).click();
  await audited(desk, "claim-code-form");
  await tap(desk, "Hacer el código");
  await desk.getByRole("heading", { name: "Código para entregar" }).waitFor();
  const [code] = /[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}/.exec(await desk.locator("[role=main]").innerText());
  await audited(desk, "claim-code-issued");

  await page.getByRole("radio", { name: /^Rosario/ }).click();
  await page.getByLabel("Código", { exact: true }).fill("K7M");
  await tap(page, "Usar el código");
  await page.getByText("El código tiene 9 letras y cifras.").waitFor();
  await audited(page, "claim-too-short");
  await auditedLarge(mine, at.address, "/ties/code", "claim");
  await page.getByLabel("Código", { exact: true }).fill(code.toLowerCase());
  await tap(page, "Usar el código");
  await page.getByText("El código no es válido o ya venció.", { exact: false }).waitFor();
  await auditedBoth(page, "claim-of-somebody-else");
  assert.deepEqual((await account.ask("myTies", { first: 10 })).nodes, []);
  await page.getByRole("radio", { name: /^Honorio/ }).click();
  await tap(page, "Usar el código");
  await page.getByRole("heading", { name: "Vínculo confirmado" }).waitFor();
  await audited(page, "claim-confirmed");
  const ties = (await account.ask("myTies", { first: 10 })).nodes;
  assert.deepEqual(ties.map((each) => [each.state, each.kinship, each.visitor.givenNames]), [["APPROVED", "FATHER", "Honorio"]]);
  await tap(page, "Reservar una visita", "link");
  await settled(page);
  await mine.close({ secrets: [code, father.documentNumber, father.surnames] });
});

test("a correction, a withdrawal and a removal say what they call off", async () => {
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  await signIn(page, at, newPhone());
  const account = await beside(mine, at.address);
  const { held, people } = await tiedFamily(at, office, { of: account });
  await booked({ phone: account, people });
  await wake(page);
  await tap(page, "Mi gente", "link");
  await tap(page, /^Elena/, "link");
  await page.getByText("Para quitar a Elena de su lista, primero quite", { exact: false }).waitFor();
  await auditedBoth(page, "person");
  await auditedLarge(mine, at.address, new URL(page.url()).pathname, "person");

  await tap(page, "Renovar el documento");
  await tap(page, "Guardar");
  await page.getByText("Escriba la fecha, o marque que no vence.").waitFor();
  await audited(page, "person-renew-missing");
  await page.getByLabel("Fecha en que vence").fill("01/02/2035");
  await tap(page, "Guardar");
  await page.getByText("Guardado. Sus vínculos y sus visitas no cambian.").waitFor();
  assert.deepEqual((await states(account)).ties, ["APPROVED", "APPROVED"]);

  await tap(page, "Corregir los datos");
  await page.getByLabel("Apellidos").fill("Corregida Supuesta");
  await tap(page, "Guardar");
  await page.getByText("Se cancelarán sus visitas reservadas.", { exact: false }).waitFor();
  await auditedBoth(page, "person-correction-asked");
  await tap(page, "Sí, guardar");
  await page.getByText("Guardado. La oficina confirmará otra vez sus vínculos.").waitFor();
  await audited(page, "person-corrected");
  assert.deepEqual(await states(account), { ties: ["APPROVED", "RECEIVED"], visits: ["CANCELLED"] });
  await tap(page, /^Inicio/, "link");
  await page.getByText("Vínculo de Elena con", { exact: false }).waitFor();
  await audited(page, "home-after-correction");

  await approveAll(office, held.register);
  await booked({ phone: account, people });
  await tap(page, "Mi gente", "link");
  await tap(page, "Ver y cambiar los vínculos", "link");
  await wake(page);
  const card = page.getByLabel(`Vínculo de Elena con ${held.givenNames} ${held.surnames}`);
  await card.getByRole("button", { name: "Terminar este vínculo" }).click();
  await card.getByText("Se cancelarán las visitas reservadas con este vínculo.", { exact: false }).waitFor();
  await auditedBoth(page, "tie-end-asked");
  await tap(page, "Sí, terminarlo");
  await page.getByText("Se canceló 1 visita.").waitFor();
  await audited(page, "tie-ended");
  assert.deepEqual(await states(account), { ties: ["APPROVED", "ENDED"], visits: ["CANCELLED", "CANCELLED"] });

  await tap(page, "Mi gente", "link");
  await tap(page, /^Mateo/, "link");
  await tap(page, "Quitar de mi lista");
  await auditedBoth(page, "person-removal-asked");
  await tap(page, "Sí, quitar a Mateo");
  await page.getByText("Mateo ya no está en su lista.", { exact: false }).waitFor();
  await audited(page, "person-removed");
  assert.deepEqual((await states(account)).ties, ["ENDED", "ENDED"]);
  const left = (await account.ask("myPeople", { first: 20 })).nodes;
  assert.deepEqual(left.map((each) => each.givenNames), ["Elena"]);
  await mine.close({ secrets: [held.surnames, people[1].givenNames] });
});

test("the registrar who saw the document lets a new phone in, by the code on it", async () => {
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  await pause(Math.max(0, ownerSince + ANOTHER_CODE - Date.now()));
  await signIn(page, at, owner.phone.number);
  await page.getByRole("heading", { name: "Este celular es nuevo" }).waitFor();
  const { nodes } = await owner.phone.ask("mySessions");
  const { deviceCode } = nodes.find((each) => each.provisional);
  await page.getByText(deviceCode, { exact: true }).waitFor();

  await tap(desk, "Celulares", "link");
  await auditedLarge(desk.context(), at.address, "/office/phones", "vouch");
  await desk.getByLabel("Número de celular").fill(owner.phone.number);
  await desk.getByLabel("Código del celular nuevo").fill(deviceCode.toLowerCase());
  await tap(desk, "Vi su documento: confirmar este celular");
  await desk.getByText("Por seguridad, escriba el código que muestra su autenticador.", { exact: false }).waitFor();
  await audited(desk, "vouch-step-up");
  await desk.getByLabel("Código de autenticación").fill("000000");
  await tap(desk, "Continuar");
  await desk.getByText("El código no es correcto o ya venció.", { exact: false }).waitFor();
  await audited(desk, "vouch-step-up-refused");
  await desk.getByLabel("Código de autenticación").fill(await registrar.totp());
  await tap(desk, "Continuar");
  await desk.getByText(/^Listo\. El celular del número/).waitFor();
  await audited(desk, "vouched");

  await tap(page, "Ya lo confirmé");
  await page.getByRole("heading", { name: "Inicio" }).waitFor();
  await page.getByRole("link", { name: "Reservar una visita" }).waitFor();
  await mine.close({ secrets: [owner.phone.number, deviceCode] });
});

/** Where the ties and visits of an account stand. */
async function states(account) {
  const ties = (await account.ask("myTies", { first: 10 })).nodes.map((each) => each.state).sort();
  const visits = (await account.ask("myVisits", { past: false })).nodes.map((each) => each.state);
  return { ties, visits };
}

async function names(page, { givenNames, surnames }) {
  await page.getByLabel("Nombres", { exact: true }).fill(givenNames);
  await page.getByLabel("Apellidos", { exact: true }).fill(surnames);
  await tap(page, "Siguiente");
}

async function birth(page, { sex, bornOn }) {
  await page.getByRole("radio", { name: sex === "FEMALE" ? "Mujer" : "Hombre" }).click();
  await page.getByLabel("Fecha de nacimiento").fill(asWritten(bornOn));
  await tap(page, "Siguiente");
}

async function papers(page, { documentNumber }, { validUntil = "15/08/2034" } = {}) {
  await page.getByLabel("Número del documento").fill(documentNumber);
  await page.getByLabel("Fecha en que vence").fill(validUntil);
  await tap(page, "Siguiente");
}

/** A day as people write it. */
function asWritten(day) {
  return day.split("-").reverse().join("/");
}

/** Through the questions of a request, the establishment found by a word without its accent. */
async function askForTie(page, context, { visitor, held }) {
  await tap(page, "Pedir un vínculo", "link");
  await page.getByRole("radio", { name: new RegExp(`^${visitor}`) }).click();
  await auditedBoth(page, "ask-1-visitor");
  await auditedLarge(context, at.address, "/ties/ask", "ask-1-visitor");
  await tap(page, "Siguiente");
  await tap(page, "Siguiente");
  await page.getByText("Falta este dato.").first().waitFor();
  await page.getByLabel("Nombres de su familiar").fill(held.givenNames);
  await page.getByLabel("Apellidos de su familiar").fill(held.surnames);
  await page.getByLabel("Año de nacimiento").fill("90");
  await page.getByText("Escriba las cuatro cifras del año", { exact: false }).waitFor();
  await auditedBoth(page, "ask-2-relative-wrong");
  await page.getByLabel("Año de nacimiento").fill("1990");
  await tap(page, "Siguiente");
  await tap(page, "Otro parentesco");
  await auditedBoth(page, "ask-3-kinship");
  await page.getByRole("radio", { name: "Madre" }).click();
  await tap(page, "Siguiente");
  await page.getByLabel("Buscar el lugar").fill("xyz");
  await page.getByText("No hay ningún lugar así.", { exact: false }).waitFor();
  await auditedBoth(page, "ask-4-no-such-place");
  await page.getByLabel("Buscar el lugar").fill("ancon");
  await page.getByRole("radio", { name: /^E\.P\. de Ancón/ }).click();
  await auditedBoth(page, "ask-4-place");
  await tap(page, "Siguiente");
  await auditedBoth(page, "ask-5-review");
  await tap(page, "Enviar el pedido");
  await page.getByText("Recibimos su pedido.", { exact: false }).waitFor();
  await audited(page, "ask-6-sent");
}
