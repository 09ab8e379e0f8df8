// No signal: what was known stays readable, what is wished waits and is sent once, and two phones tell one truth.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { audited, auditedLarge } from "./harness/audit.mjs";
import { launch, open, phone, settled, shot, tap, wake } from "./harness/browser.mjs";
import { chooseDay, daysToBook } from "./harness/choosing.mjs";
import { beside, booked, colleague, idOf, newPhone, tiedFamily } from "./harness/people.mjs";
import { readQr } from "./harness/paper.mjs";
import { line } from "./harness/proxy.mjs";
import { service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";

/** No other code is sent to a number before. */
const ANOTHER_CODE = 61_000;
const BOOKING = idOf("bookVisit");
const CANCELLING = idOf("cancelVisit");

let at;
let browser;
let office;
const lines = [];
/** A family whose second phone comes in later. */
let first;
let firstSince;
before(async () => {
  at = await service();
  browser = await launch();
  office = await colleague(at);
  first = await familyOnALine();
  firstSince = Date.now();
});
after(async () => {
  for (const each of lines) await each.close();
  await browser?.close();
  await at?.stop();
});

/** A mother with a confirmed tie, signed in over the line that can be cut. */
async function familyOnALine() {
  const wire = await line(at.address);
  lines.push(wire);
  const mine = await phone(browser);
  const page = await open(mine, wire.address);
  const number = newPhone();
  await signIn(page, at, number);
  const account = await beside(mine, at.address);
  const tied = await tiedFamily(at, office, { of: account, withMinor: false });
  await wake(page);
  await page.getByRole("link", { name: "Reservar una visita" }).waitFor();
  return { wire, mine, page, number, account, tied };
}

/** As after a day of use: the page is kept by its service worker, and what the screens were told by the app. */
async function keptForLater(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForTimeout(1000);
}

/** Every visit of an account, as the service knows them. */
async function visitsOf(account) {
  return (await account.ask("myVisits")).nodes;
}

/** Leave a wish for a turn of the chosen day, without signal; answers the turn's address. */
async function wish(page, index = 0) {
  await daysToBook(page);
  await chooseDay(page, index);
  await firstTurn(page).click();
  await tap(page, "Guardar mi pedido");
  await page.getByRole("heading", { name: "Su pedido está guardado" }).waitFor();
  return page.url();
}

const firstTurn = (page) => page.getByRole("list", { name: /^Turnos/ }).getByRole("link").first();
const home = (page) => page.getByRole("navigation").getByRole("link", { name: "Inicio" }).click();

test("a family reads, wishes and cancels without signal; two open tabs send each thing once", async () => {
  const { wire, mine, page, account, tied } = await familyOnALine();
  const visit = await booked(tied);
  await wake(page);
  await tap(page, "Qué llevar y cómo ir", "link");
  await page.getByText(/Marque lo que ya está listo/).waitFor();
  await home(page);
  await page.getByRole("navigation").getByRole("link", { name: "Visitas" }).click();
  await page.getByRole("list", { name: "Próximas visitas" }).waitFor();
  await home(page);
  await daysToBook(page);
  await keptForLater(page);
  wire.cut();

  // The page itself opens from what the browser keeps, each screen from what the app keeps.
  await page.goto(`${wire.address}/`);
  const known = page.getByText(/^Sin señal\. Esto es lo que se sabía/);
  await known.waitFor();
  await page.getByText("Sigue en pie").waitFor();
  await audited(page, "offline-home");
  await auditedLarge(mine, wire.address, "/", "offline-home");
  await tap(page, "Ver el pase", "link");
  await known.waitFor();
  assert.equal(await readQr(page), visit.reference.replace("-", ""), "the pass opens without signal");
  await audited(page, "offline-pass");
  await page.reload();
  await known.waitFor();
  await home(page);
  await tap(page, "Qué llevar y cómo ir", "link");
  await known.waitFor();
  await page.getByText(/Marque lo que ya está listo/).waitFor();
  await audited(page, "offline-advice");
  await page.getByRole("navigation").getByRole("link", { name: "Visitas" }).click();
  await known.waitFor();
  await page.getByRole("list", { name: "Próximas visitas" }).waitFor();
  await audited(page, "offline-visits");

  // What was never read says so, and does not pretend.
  await tap(page, "Ver las anteriores");
  await page.getByText(/Aquí todavía no hay nada guardado/).waitFor();
  await audited(page, "offline-nothing-kept");

  // A turn of the days that were read before becomes a wish, and outlives the page.
  await home(page);
  await daysToBook(page);
  await known.waitFor();
  await chooseDay(page);
  await audited(page, "offline-calendar");
  await firstTurn(page).click();
  await page.getByText(/No se pudo guardar su lugar/).waitFor();
  await audited(page, "offline-wish-offered");
  await auditedLarge(mine, wire.address, new URL(page.url()).pathname, "offline-wish-offered");
  await tap(page, "Guardar mi pedido");
  await page.getByRole("heading", { name: "Su pedido está guardado" }).waitFor();
  await audited(page, "offline-wish-saved");
  await page.reload();
  await page.getByRole("heading", { name: "Su pedido está guardado" }).waitFor();
  await home(page);
  await page.getByText(/^Todavía no es una reserva/).waitFor();
  await audited(page, "offline-home-with-a-wish");

  // Calling off waits as well.
  await page.getByRole("link", { name: "Ver la visita" }).click();
  await tap(page, "Cancelar esta visita");
  await tap(page, "Sí, cancelar la visita");
  await page.getByText("Todavía no está cancelada").waitFor();
  await audited(page, "offline-cancelling");
  assert.deepEqual((await visitsOf(account)).map((each) => each.state), ["ACTIVE"], "nothing has been sent");

  const other = await mine.newPage();
  await other.goto(`${wire.address}/`);
  await other.getByText(/^Todavía no es una reserva/).waitFor();
  await home(page);
  wire.reset();
  wire.mend();
  await Promise.all([wake(page), wake(other)]);
  for (const each of [page, other]) {
    await each.getByText("Confirmado.").nth(1).waitFor();
    assert.equal(await each.getByText(/^Todavía no/).count(), 0);
  }
  await audited(page, "wishes-answered");
  assert.equal(wire.count(BOOKING), 1, "the wish was sent once");
  assert.equal(wire.count(CANCELLING), 1, "so was calling off");
  const visits = await visitsOf(account);
  assert.equal(visits.length, 2);
  assert.equal(visits.find((each) => each.id === visit.id).state, "CANCELLED");
  const [wished] = visits.filter((each) => each.state === "ACTIVE");
  await page.getByRole("link", { name: "Ver el pase" }).waitFor();

  // Read in one tab, it is read in both; and it stays so.
  for (let left = 2; left > 0; left -= 1) {
    await tap(page, "Entendido");
    await page.waitForFunction((rest) => document.body.innerText.split("Confirmado.").length - 1 === rest, left - 1);
  }
  await other.getByText("Confirmado.").first().waitFor({ state: "detached" });
  await page.reload();
  await page.getByText("Sigue en pie").waitFor();
  assert.equal(await page.getByText("Confirmado.").count(), 0);
  await mine.close({ secrets: [visit.reference, wished.reference] });
});

test("an answer lost on the way books once, whether a wish asks again or a person", async () => {
  const { wire, mine, page, account } = await familyOnALine();
  await daysToBook(page);
  await keptForLater(page);
  wire.cut();
  await home(page);
  await wish(page);
  await home(page);
  wire.reset();
  wire.lose(BOOKING);
  wire.mend();

  await wake(page);
  await arrived(async () => (await visitsOf(account)).length === 1);
  await settled(page);
  await page.getByText(/^Todavía no es una reserva/).waitFor();
  wire.lose(undefined);
  await wake(page);
  await page.getByText("Confirmado.").waitFor();
  assert.ok(wire.count(BOOKING) > 1, "it was asked again");
  assert.equal(new Set(wire.requests(BOOKING).map(requestIdOf)).size, 1, "under one name");
  assert.equal((await visitsOf(account)).length, 1);
  await tap(page, "Entendido");

  await daysToBook(page);
  await chooseDay(page);
  await firstTurn(page).click();
  await page.getByRole("timer").waitFor();
  wire.reset();
  wire.lose(BOOKING);
  await tap(page, "Confirmar la visita");
  await page.getByText(/^No hubo respuesta/).waitFor();
  await audited(page, "book-unanswered");
  await arrived(async () => (await visitsOf(account)).length === 2);
  wire.lose(undefined);
  await tap(page, "Preguntar otra vez");
  await page.getByRole("heading", { name: "Su visita está reservada" }).waitFor();

  assert.equal(new Set(wire.requests(BOOKING).map(requestIdOf)).size, 1, "under one name");
  const visits = await visitsOf(account);
  assert.deepEqual(visits.map((each) => each.state), ["ACTIVE", "ACTIVE"]);
  const shown = (await page.locator("main, [role=main]").innerText()).replace(/\s/g, "");
  assert.ok(visits.some((each) => shown.includes(each.reference)), "its code is the one that the service knows");
  await mine.close();
});

test("a wish for a day that was closed meanwhile is refused, and says why until it is read", async () => {
  const { wire, mine, page, account } = await familyOnALine();
  await daysToBook(page);
  await keptForLater(page);
  wire.cut();
  await home(page);
  const address = await wish(page, -1);
  const slotId = new URL(address).pathname.split("/").pop();
  const { slots } = await account.ask("availability", await wantedBy(account, 0, 55));
  const { visitOn } = slots.find((each) => each.id === slotId);
  const closure = await office.act("closeDays", {
    establishmentId: office.place,
    firstOn: visitOn,
    lastOn: visitOn,
    reason: "MAINTENANCE",
  });
  try {
    wire.mend();
    await wake(page);
    await page.getByRole("heading", { name: "No se pudo reservar" }).waitFor();
    await page.getByText("Ese día, a esa hora, no hay visitas. Elija otra.").waitFor();
    await audited(page, "wish-refused");
    await page.reload();
    await home(page);
    await page.getByText("Ese día, a esa hora, no hay visitas. Elija otra.").waitFor();
    await audited(page, "home-with-a-refused-wish");
    await tap(page, "Entendido");
    await page.getByText("Ese día, a esa hora, no hay visitas. Elija otra.").waitFor({ state: "detached" });
    await page.reload();
    await page.getByText("No tiene visitas reservadas.").waitFor();
    assert.equal(await page.getByText("Ese día, a esa hora, no hay visitas. Elija otra.").count(), 0);
    assert.deepEqual(await visitsOf(account), []);
  } finally {
    await office.act("reopenDays", { closureId: closure.id });
  }
  await mine.close();
});

test("two phones of one account: one visit, and both tell the truth", async () => {
  const { wire, mine, page, account, number } = first;
  const yours = await phone(browser);
  const other = await open(yours, wire.address);
  await pause(Math.max(0, firstSince + ANOTHER_CODE - Date.now()));
  await signIn(other, at, number);
  await other.getByRole("heading", { name: "Este celular es nuevo" }).waitFor();
  const { nodes } = await account.ask("mySessions");
  await account.act("approveDevice", { sessionId: nodes.find((each) => each.provisional).id });
  await tap(other, "Ya lo confirmé");
  await other.getByRole("link", { name: "Reservar una visita" }).waitFor();

  // Both look at the same turn, and tap at the same moment.
  for (const each of [page, other]) {
    await daysToBook(each);
    await chooseDay(each);
  }
  await Promise.all([page, other].map((each) => firstTurn(each).click()));
  for (const each of [page, other]) await each.getByText(/Confirmar la visita|No |ya /).first().waitFor();
  await Promise.all(
    [page, other].map(async (each) => {
      const confirm = each.getByRole("button", { name: "Confirmar la visita" });
      await confirm.or(each.getByRole("alert")).first().waitFor();
      if (await confirm.isVisible()) await confirm.click();
    }),
  );
  const done = (each) => each.getByRole("heading", { name: "Su visita está reservada" });
  for (const each of [page, other]) await done(each).or(each.getByRole("alert")).first().waitFor();
  const won = await Promise.all([page, other].map((each) => done(each).isVisible()));
  const [visit, ...more] = await visitsOf(account);
  assert.deepEqual(more, [], "one visit");
  assert.equal(won.filter(Boolean).length, 1, "one of them is told that it has booked");
  const loser = won[0] ? other : page;
  await audited(loser, "second-phone-refused");

  // The one that was late looks again: the same visit stands on both.
  for (const each of [page, other]) {
    await each.goto(`${wire.address}/`);
    await wake(each);
    await each.getByText("Sigue en pie").waitFor();
    await tap(each, "Ver la visita", "link");
    await each.getByText(visit.reference).first().waitFor();
  }

  // One calls it off while the other looks at a screen that has grown old, and calls it off as well.
  for (const each of [page, other]) await tap(each, "Cancelar esta visita");
  await tap(page, "Sí, cancelar la visita");
  await page.getByText("Cancelada", { exact: true }).waitFor();
  await other.getByText("Sigue en pie").waitFor();
  await tap(other, "Sí, cancelar la visita");
  await other.getByText(/cancelada/i).first().waitFor();
  await settled(other);
  await shot(other, "second-phone-cancels-again");
  for (const each of [page, other]) {
    await each.goto(`${wire.address}/visits/${visit.id}`);
    await each.getByText("Cancelada", { exact: true }).waitFor();
  }
  assert.deepEqual((await visitsOf(account)).map((each) => each.state), ["CANCELLED"]);
  await mine.close({ secrets: [number] });
  await yours.close({ secrets: [number] });
});

/** What this family may ask the calendar. */
async function wantedBy(account, from, to) {
  const { nodes } = await account.ask("myTies", { first: 10 });
  const tie = nodes.find((each) => each.inmate);
  const day = (days) => new Date(Date.now() - 5 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
  return { inmateId: tie.inmate.id, visitorIds: [tie.visitor.id], from: day(from), to: day(to) };
}

/** The name of a request that went over the line. */
function requestIdOf(request) {
  return /"requestId":"([^"]+)"/.exec(request)[1];
}

/** Until the service says so. */
async function arrived(said) {
  for (let tries = 0; tries < 50; tries += 1) {
    if (await said()) return;
    await pause(100);
  }
  assert.fail("it did not arrive");
}
