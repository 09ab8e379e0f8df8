// Settings: language, discretion, quiet hours, PIN and people of a shared phone, devices, own data, the ways out.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { audited, auditedLarge } from "./harness/audit.mjs";
import { DESK, launch, open, phone, settled, tap, wake } from "./harness/browser.mjs";
import { beside, booked, codeFor, colleague, eventually, newPhone, tiedFamily } from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";

/** No other code is sent to a number before. */
const ANOTHER_CODE = 61_000;

let at;
let browser;
let office;
/** Whose number gets a second code later: whoever comes in first waits least. */
let owner;
let leaver;
before(async () => {
  at = await service();
  browser = await launch();
  owner = await newcomer();
  leaver = await newcomer();
  office = await colleague(at);
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

/** Somebody who has just signed in on a phone of their own. */
async function newcomer() {
  const mine = await phone(browser);
  const page = await open(mine, at.address);
  const number = newPhone();
  const since = Date.now();
  await signIn(page, at, number);
  return { mine, page, number, since, account: await beside(mine, at.address) };
}

/** Until this number may get another code. */
const mayGetCode = ({ since }) => pause(Math.max(0, since + ANOTHER_CODE - Date.now()));

/** To one of the settings, by the bar and the list. */
async function setting(page, name) {
  await page.getByRole("navigation").getByRole("link", { name: "Ajustes" }).click();
  await page.getByRole("heading", { name: "Ajustes", level: 1 }).waitFor();
  if (name) await page.getByRole("link", { name }).click();
  await settled(page);
}

test("settings stand in one list, and the language changes at once and for good", async () => {
  const { mine, page, account } = owner;
  await setting(page);
  await audited(page, "settings");
  await auditedLarge(mine, at.address, "/settings", "settings");
  await page.setViewportSize(DESK);
  await audited(page, "settings");
  await page.setViewportSize({ width: 360, height: 740 });

  await setting(page, /^Idioma/);
  await audited(page, "settings-language");
  await auditedLarge(mine, at.address, "/settings/language", "settings-language");
  await page.getByRole("radio", { name: "English" }).click();
  await page.getByRole("heading", { name: "Language" }).waitFor();
  await settled(page);
  await eventually(async () => (await account.ask("me")).language, "en", "notices will come in it, too");
  await page.reload();
  await page.getByRole("heading", { name: "Language" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await page.getByRole("radio", { name: "Español" }).click();
  await page.getByRole("heading", { name: "Idioma" }).waitFor();
  await settled(page);
  await eventually(async () => (await account.ask("me")).language, "es");
});

test("in discreet mode titles say only the name, and nothing shows before a tap", async () => {
  const { page, account } = owner;
  await setting(page, /^Discreción/);
  await audited(page, "settings-quiet");
  await page.getByRole("switch", { name: "Modo discreto" }).click();
  await tap(page, "Guardar");
  await page.getByText("Guardado.").waitFor();
  assert.equal((await account.ask("me")).preferences.discreet, true);
  const titles = new Set();
  for (const name of ["Visitas", "Mi gente", "Ajustes", "Inicio"]) {
    await page.getByRole("navigation").getByRole("link", { name }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    titles.add(await page.title());
  }
  assert.deepEqual([...titles], ["Encuentro"]);

  await page.reload();
  const show = page.getByRole("button", { name: "Mostrar" });
  await show.waitFor();
  assert.equal((await page.locator("body").innerText()).trim(), "Mostrar", "nothing else is seen");
  assert.equal(await page.title(), "Encuentro");
  await audited(page, "covered");
  await show.click();
  await page.getByRole("heading", { name: "Inicio" }).waitFor();

  await setting(page, /^Discreción/);
  const discreet = page.getByRole("switch", { name: "Modo discreto" });
  assert.equal(await discreet.getAttribute("aria-checked"), "true");
  await discreet.click();
  await tap(page, "Guardar");
  await page.getByText("Guardado.").waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Discreción y horas" }).waitFor();
  assert.match(await page.title(), /Discreción/);
});

test("nobody is called in the hours that were chosen", async () => {
  const { page, account } = owner;
  await setting(page, /^Discreción/);
  const quiet = page.getByRole("switch", { name: "No avisarme a ciertas horas" });
  if ((await quiet.getAttribute("aria-checked")) !== "true") await quiet.click();
  const { quietFrom } = (await account.ask("me")).preferences;
  assert.equal(quietFrom, "21:00:00");
  await tap(page, "Desde las: 1 hora después");
  await page.getByText("10:00 p. m.").waitFor();
  await tap(page, "Guardar");
  await page.getByText("Guardado.").waitFor();
  const { preferences } = await account.ask("me");
  assert.deepEqual([preferences.quietFrom, preferences.quietTo], ["22:00:00", "07:00:00"]);

  for (let hour = 22; hour !== 7; hour = (hour + 1) % 24) await tap(page, "Desde las: 1 hora después");
  await page.getByText("Elija dos horas distintas.").waitFor();
  await tap(page, "Guardar");
  await audited(page, "settings-quiet-refused");
  assert.equal((await account.ask("me")).preferences.quietFrom, "22:00:00", "nothing was saved");
  await quiet.click();
  await tap(page, "Guardar");
  await page.getByText("Guardado.").waitFor();
  assert.equal((await account.ask("me")).preferences.quietFrom, null);
  await auditedLarge(owner.mine, at.address, "/settings/quiet", "settings-quiet");
});

test("a PIN closes the phone, and two people of one phone see only their own", async () => {
  const { mine, page, number, account } = await newcomer();
  const visit = await booked(await tiedFamily(at, office, { of: account, withMinor: false }));
  await wake(page);
  await page.getByText("Sigue en pie").waitFor();
  await setting(page, /^PIN/);
  await audited(page, "settings-pin");
  await page.getByRole("textbox", { name: "Nombre" }).fill("Abuela");
  await tap(page, "Guardar el nombre");
  await page.getByText("Abuela (usted)").waitFor();

  await tap(page, "Poner un PIN");
  await page.getByLabel("PIN nuevo", { exact: true }).fill("1234");
  await page.getByLabel("Otra vez el PIN nuevo").fill("2580");
  await tap(page, "Guardar el PIN");
  await page.getByText("Ese PIN es fácil de adivinar. Elija otro.").waitFor();
  await page.getByLabel("PIN nuevo", { exact: true }).fill("2590");
  await page.getByText("No es igual al de arriba.").waitFor();
  await audited(page, "settings-pin-refused");
  await page.getByLabel("PIN nuevo", { exact: true }).fill("2580");
  await tap(page, "Guardar el PIN");
  await page.getByText("Listo: ya tiene PIN.").waitFor();
  await audited(page, "settings-pin-set");
  await auditedLarge(mine, at.address, "/settings/pin", "locked");

  // Whoever opens the page again knows it, or stays outside.
  await page.goto(`${at.address}/`);
  await page.getByRole("heading", { name: "¿Quién entra?" }).waitFor();
  await audited(page, "locked");
  assert.equal(await page.getByText("Sigue en pie").count(), 0);
  await tap(page, /^Abuela/);
  await page.getByRole("textbox", { name: "PIN" }).fill("0852");
  await tap(page, "Abrir");
  await page.getByText(/^El PIN no es correcto\. Quedan 7 intentos/).waitFor();
  await audited(page, "locked-wrong-pin");
  await page.getByRole("textbox", { name: "PIN" }).fill("2580");
  await tap(page, "Abrir");
  await page.getByText("Sigue en pie").waitFor();
  await setting(page);
  await tap(page, "Cerrar con PIN");
  await page.getByRole("heading", { name: "¿Quién entra?" }).waitFor();

  // A second person comes in with a number of their own, and finds nothing of the first.
  await tap(page, "Entrar con otro número");
  const second = newPhone();
  await signIn(page, at, second);
  await page.getByRole("navigation").getByRole("link", { name: "Inicio" }).click();
  await page.getByRole("heading", { name: "Inicio" }).waitFor();
  await settled(page);
  const reference = visit.reference.replace(/\W/g, "");
  const seen = [await page.locator("body").innerText()];
  await page.goto(`${at.address}/visits/${visit.id}/pass`);
  // Two people, so the phone asks who it is each time it is opened.
  await page.getByRole("heading", { name: "¿Quién entra?" }).waitFor();
  await audited(page, "two-people");
  await tap(page, new RegExp(`^${second.slice(0, 3)}`));
  await page.getByText(/^No encontramos esta visita/).waitFor();
  seen.push(await page.locator("body").innerText());
  await page.getByRole("navigation").getByRole("link", { name: "Visitas" }).click();
  await page.getByText(/^No tiene visitas reservadas/).waitFor();
  for (const words of seen) assert.ok(!words.replace(/\W/g, "").includes(reference), "nothing of the first one's visit");

  // Eight wrong PINs: what this phone kept of the first person is gone, the second person's is not.
  await setting(page, /^PIN/);
  await page.getByText("Abuela", { exact: true }).waitFor();
  await tap(page, "Entrar con otra persona");
  await tap(page, /^Abuela/);
  for (let left = 7; left > 0; left -= 1) {
    await page.getByRole("textbox", { name: "PIN" }).fill("0852");
    await tap(page, "Abrir");
    await page.getByText(new RegExp(`Quedan ${left} intentos`)).waitFor();
  }
  await page.getByRole("textbox", { name: "PIN" }).fill("0852");
  await tap(page, "Abrir");
  await page.getByText(/^Hubo demasiados intentos con un PIN equivocado/).waitFor();
  await audited(page, "locked-for-good");
  assert.equal(await page.getByText("Abuela").count(), 0);
  await tap(page, new RegExp(`^${second.slice(0, 3)}`));
  await page.getByRole("heading", { name: "Inicio" }).waitFor();
  await mine.close({ secrets: [number, second, visit.reference, "2580"] });
});

test("a copy of one's own data is a file that a person can read", async () => {
  const { mine, page, number, account } = leaver;
  const tied = await tiedFamily(at, office, { of: account, withMinor: false });
  const visit = await booked(tied);
  leaver.visit = visit;
  await setting(page, /^Mis datos/);
  await audited(page, "settings-data");
  await auditedLarge(mine, at.address, "/settings/data", "settings-data");
  const coming = page.waitForEvent("download");
  await tap(page, "Guardar mis datos");
  const file = await coming;
  await page.getByText("Listo: el archivo está en su celular.").waitFor();
  await audited(page, "settings-data-saved");

  assert.match(file.suggestedFilename(), /^encuentro-\d{4}-\d\d-\d\d\.txt$/);
  const sections = sectionsOf(await readFile(await file.path(), "utf8"));
  const own = { Cuenta: `+51${number}`, Personas: tied.document, Vínculos: tied.held.surnames, Visitas: visit.reference };
  for (const [name, fact] of Object.entries(own)) assert.ok(sections[name]?.includes(fact), `${fact} under ${name}`);
  assert.match(sections.Avisos, /está reservada/);
  assert.match(sections["Celulares y sesiones"], /Chrome, Linux/);
});

test("a second phone waits, shows the same code, is let in, and is closed again", async () => {
  const { mine, page, number, account } = owner;
  await mayGetCode(owner);
  const yours = await phone(browser);
  const other = await open(yours, at.address);
  await signIn(other, at, number);
  await other.getByRole("heading", { name: "Este celular es nuevo" }).waitFor();
  await settled(other);

  await page.goto(`${at.address}/`);
  await page.getByRole("link", { name: /^Un celular nuevo quiere entrar/ }).waitFor();
  await audited(page, "home-new-phone-waits");
  await page.getByRole("link", { name: /^Un celular nuevo quiere entrar/ }).click();
  await page.getByRole("heading", { name: "Un celular nuevo espera" }).waitFor();
  await audited(page, "devices-waiting");
  await auditedLarge(mine, at.address, "/settings/devices", "devices-waiting");
  const { nodes } = await account.ask("mySessions");
  const { deviceCode } = nodes.find((each) => each.provisional);
  for (const each of [page, other]) await each.getByText(deviceCode, { exact: true }).waitFor();
  await tap(page, "Es mío: confirmar");
  await audited(page, "devices-waiting-asked");
  await tap(page, "Sí, el código es igual");
  await page.getByRole("heading", { name: "Un celular nuevo espera" }).waitFor({ state: "detached" });
  await tap(other, "Ya lo confirmé");
  await other.getByRole("heading", { name: "Inicio" }).waitFor();

  const close = page.getByRole("button", { name: /^Cerrar en (?!todas)/ });
  await close.waitFor();
  await audited(page, "devices");
  await close.click();
  const closed = page.waitForResponse((response) => response.request().method() === "POST");
  await tap(page, "Sí, cerrar");
  await closed;
  await close.waitFor({ state: "detached" });
  await other.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await other.getByText(/^Su sesión terminó\. Entre otra vez/).waitFor();
  await audited(other, "session-ended");
  await yours.close({ secrets: [number] });

  // Out of this one as well, by hand.
  await setting(page);
  await tap(page, "Salir de la cuenta");
  await audited(page, "sign-out-asked");
  await tap(page, "Sí, salir");
  await page.getByLabel("Número de celular").waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  await assert.rejects(account.ask("me"), /SIGN_IN_NEEDED/);
  await mine.close({ secrets: [number, deviceCode] });
});

test("an account is erased with the code that came, and the last screen is calm", async () => {
  const { mine, page, number, account, visit } = leaver;
  await mayGetCode(leaver);
  await setting(page, /^Mis datos/);
  await tap(page, "Quiero borrar mi cuenta");
  await page.getByText(new RegExp(`termina en ${number.slice(-3)}`)).waitFor();
  await audited(page, "erase-asked");
  const since = Date.now() - 1000;
  await tap(page, "Enviar el código para borrar");
  const field = page.getByLabel("Código para borrar");
  await field.waitFor();
  await field.fill("000000");
  await tap(page, "Borrar mi cuenta para siempre");
  await page.getByRole("alert").waitFor();
  await audited(page, "erase-code-refused");
  assert.equal((await account.ask("visit", { id: visit.id })).state, "ACTIVE", "nothing was erased");
  await field.fill(await codeFor(at.address, number, since));
  await tap(page, "Borrar mi cuenta para siempre");
  await page.getByRole("heading", { name: "Su cuenta se borró" }).waitFor();
  await page.getByText("Se canceló 1 visita que estaba por venir.").waitFor();
  await audited(page, "erased");
  await auditedLarge(mine, at.address, "/", "door-after-erasing");
  await assert.rejects(account.ask("me"), /SIGN_IN_NEEDED|SESSION_ENDED/);
  await tap(page, "Cerrar");
  await page.getByLabel("Número de celular").waitFor();
  await mine.close({ secrets: [number, visit.reference] });
});

/** What the file says under each of its headings. */
function sectionsOf(text) {
  const pieces = text.split(/^(\S[^:\n]*):\n/m).slice(1);
  return Object.fromEntries(pieces.flatMap((each, index) => (index % 2 === 0 ? [[each, pieces[index + 1]]] : [])));
}
