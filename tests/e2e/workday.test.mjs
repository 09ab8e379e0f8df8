// A supervisor's day without signal: four hundred shifts written in the dark, answers lost, two phones, and each shift
// there once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { audited, auditedLarge } from "./harness/audit.mjs";
import { launch, open, phone, settled, shot, tap, wake } from "./harness/browser.mjs";
import { appointed, colleague, idOf, imported } from "./harness/people.mjs";
import { line } from "./harness/proxy.mjs";
import { ROOT, service } from "./harness/service.mjs";
import { signInStaff } from "./harness/signing.mjs";

/** Nobody else works here. */
const PLACE = "cajamarca";
const RECORDING = idOf("recordWork");
const TRADES = ["Carpintería", "Cuero", "Tejido", "Cerámica", "Panadería"];
const SHOPS = TRADES.flatMap((trade) => [`${trade} A`, `${trade} B`]);
const A_SHOP = 40;
/** Milliseconds that a whole workshop may take; people are slower, and it is the taps that are counted. */
const TWO_MINUTES = 120_000;

const day = (count) => new Date(Date.now() - 5 * 3_600_000 + count * 86_400_000).toISOString().slice(0, 10);
/** Its shifts are over at whatever hour the tests run. */
const DAY = day(-1);
const BEFORE = day(-2);
const hours = (on, last = "21") => ({ beginsAt: `${on}T13:00:00Z`, endsAt: `${on}T${last}:00:00Z` });

let at;
let browser;
let chief;
let shops;
const lines = [];
before(async () => {
  at = await service();
  browser = await launch();
  chief = await colleague(at, "work_chief", PLACE);
  shops = await workshops();
});
after(async () => {
  for (const each of lines) await each.close();
  await browser?.close();
  await at?.stop();
});

/** Ten workshops of forty people each, all of whom worked the day before yesterday. */
async function workshops() {
  const people = await held(SHOPS.length * A_SHOP);
  const writer = await colleague(at, "work_supervisor", PLACE);
  const made = [];
  for (const [index, name] of SHOPS.entries()) {
    const shop = await chief.act("addWorkshop", {
      establishmentId: PLACE,
      name,
      trade: "Muebles y otros",
      modality: "INPE_WORKSHOP",
      place: "Pabellón de talleres",
      openedOn: "2024-04-01",
    });
    const price = await chief.act("addPrice", {
      workshopId: shop.id,
      product: "Silla",
      operation: "Lijado",
      basis: "PIECE",
      rate: "1.35",
      validFrom: "2024-04-01",
    });
    const mine = people.slice(index * A_SHOP, (index + 1) * A_SHOP);
    const enrolments = await inTens(mine, async (inmateId) => {
      const given = { inmateId, workshopId: shop.id, startedOn: "2024-04-02", consentOn: "2024-04-02" };
      return (await chief.act("enrol", given)).id;
    });
    const records = enrolments.map((enrolmentId) => ({
      id: randomUUID(),
      enrolmentId,
      workedOn: BEFORE,
      minutes: 480,
      ...hours(BEFORE),
      pieces: [{ priceId: price.id, made: 12 }],
    }));
    const { recorded } = await writer.act("recordWork", { establishmentId: PLACE, batchId: randomUUID(), records });
    assert.equal(recorded, A_SHOP);
    made.push({ id: shop.id, name, enrolments, price: price.id });
  }
  return made;
}

/** So many people who are held here, by one roster; answers their ids. */
async function held(count) {
  const head = readFileSync(join(ROOT, "seeds/demo-roster.csv"), "utf8").split("\n")[0];
  const rows = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1);
    const register = `TALLER${number.padStart(6, "0")}`;
    const surnames = `Tallado ${letters(index)}`;
    return `${register},ingreso,2024-03-11,${PLACE},7,${register},DNI,${number.padStart(8, "0")},${surnames},Juan,M,1990-05-17,cerrado ordinario,mediana,,,`;
  });
  const folder = await mkdtemp(join(tmpdir(), "roster-"));
  await writeFile(join(folder, "roster.csv"), `${head}\n${rows.join("\n")}\n`);
  await imported(at, join(folder, "roster.csv"));
  await rm(folder, { recursive: true });
  const found = [];
  let cursor = null;
  do {
    const page = await chief.ask("inmates", { establishmentId: PLACE, matching: "Tallado", first: 50, after: cursor });
    found.push(...page.nodes.map((each) => each.id));
    cursor = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (cursor);
  assert.equal(found.length, count);
  return found;
}

/** A surname of its own for each: names have no figures. */
function letters(index) {
  const sign = (number) => String.fromCharCode(97 + number);
  return `${sign(Math.floor(index / 26)).toUpperCase()}${sign(index % 26)}ro`;
}

async function inTens(all, each) {
  const done = [];
  for (let start = 0; start < all.length; start += 10) done.push(...(await Promise.all(all.slice(start, start + 10).map(each))));
  return done;
}

/** A supervisor's phone, on a line that can be cut. */
async function supervisor() {
  const wire = await line(at.address);
  lines.push(wire);
  const mine = await phone(browser);
  const page = await open(mine, wire.address);
  await signInStaff(page, await appointed(at, { role: "work_supervisor", place: PLACE }));
  await page.getByRole("main").getByRole("link", { name: /^Hoja del día/ }).waitFor();
  return { wire, mine, page };
}

/** Every sheet of the day looked at while there is a signal, as in the morning; the page is kept by its service worker. */
async function readAhead({ page }, those) {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  for (const shop of those) await sheet(page, shop);
  await page.waitForTimeout(1500);
}

const people = (page) => page.getByRole("list", { name: "Personas del taller" }).getByRole("link");

/** From wherever, as a person goes there: the list of workshops, today's sheet, the day before. */
async function sheet(page, { id }) {
  await page.getByRole("navigation").getByRole("link", { name: "Hoja" }).click();
  await page.locator(`a[href^="/office/workday/${id}/"]`).click();
  await people(page).nth(A_SHOP - 1).waitFor();
  await tap(page, "Día anterior", "link");
  // Today's sheet has no next one.
  await page.getByRole("link", { name: "Día siguiente" }).waitFor();
  await people(page).nth(A_SHOP - 1).waitFor();
}

const stages = (page, words) => page.getByText(words, { exact: true });

/** Until so many lines say so. */
async function untilStages(page, words, count) {
  await page.waitForFunction(
    ([said, wanted]) =>
      [...document.querySelectorAll("[dir=auto]")].filter((each) => each.textContent === said).length === wanted,
    [words, count],
  );
}

/** Every standing record of a day, by person and shift. */
async function recordsOf({ id }, onDay) {
  const day = await chief.ask("workDay", { workshopId: id, onDay });
  return day.records.map(({ enrolmentId, record }) => ({ enrolmentId, ...record }));
}

/** What the service knows of the day of a workshop: everybody's standing record. */
async function records(shop) {
  return recordsOf(shop, DAY);
}

/** Minutes and pieces of the last two days, as they add up at the service. */
async function output(shop) {
  const rows = await chief.ask("workshopOutput", { workshopId: shop.id, lastMonth: DAY });
  return rows.reduce((sum, { minutes, pieces }) => ({ minutes: sum.minutes + minutes, pieces: sum.pieces + pieces }), {
    minutes: 0,
    pieces: 0,
  });
}

test("four hundred shifts without signal, answers lost, two phones: each is there once and none is lost", async () => {
  const [first, second] = [await supervisor(), await supervisor()];
  await readAhead(first, shops);
  await readAhead(second, [shops[1]]);
  await shot(first.page, "workday-morning");
  for (const { wire } of [first, second]) wire.cut();

  // The first phone: all ten workshops, each as the last time but for a few.
  const { page, wire } = first;
  for (const [index, shop] of shops.entries()) {
    await sheet(page, shop);
    const begun = Date.now();
    let taps = 0;
    const press = async (...what) => {
      taps += 1;
      await tap(page, ...what);
    };
    if (index === 0) await audited(page, "workday-offline");
    await press(/^Todos como el/);
    await stages(page, "Sin guardar").nth(A_SHOP - 1).waitFor();
    for (const nth of [4, 20, 37]) {
      taps += 2;
      await people(page).nth(nth).click();
      await page.getByRole("radio", { name: "Atención médica" }).click();
      await press("Listo");
      await people(page).nth(A_SHOP - 1).waitFor();
    }
    taps += 1;
    await page.getByLabel(/^Silla: Lijado, Tallado/).nth(10).fill("15");
    if (index === 0) {
      // What is half written outlives the app.
      await pause(500);
      await page.reload();
      await stages(page, "Sin guardar").nth(A_SHOP - 1).waitFor();
      await audited(page, "workday-half-written");
    }
    await press(`Guardar a ${A_SHOP} personas`);
    await untilStages(page, "Guardado, por enviar", A_SHOP);
    assert.ok(taps <= 14, `${taps} taps for a workshop of forty`);
    assert.ok(Date.now() - begun < TWO_MINUTES, "under two minutes");
  }
  await page.goto(`${wire.address}/office/workday`);
  await page.getByText(`${SHOPS.length * A_SHOP} por enviar.`).waitFor();
  await audited(page, "workday-unsent");
  await auditedLarge(first.mine, wire.address, "/office/workday", "workday-unsent");

  // The second phone writes the second workshop the same, but for three people who left earlier.
  const other = second.page;
  const shop = shops[1];
  await sheet(other, shop);
  await tap(other, /^Todos como el/);
  await stages(other, "Sin guardar").nth(A_SHOP - 1).waitFor();
  for (const nth of [4, 20, 37]) {
    await people(other).nth(nth).click();
    await other.getByLabel("Salió").fill("12:00");
    await tap(other, "Listo");
    await people(other).nth(A_SHOP - 1).waitFor();
  }
  await other.getByLabel(/^Silla: Lijado, Tallado/).nth(11).fill("15");
  await tap(other, `Guardar a ${A_SHOP} personas`);
  await untilStages(other, "Guardado, por enviar", A_SHOP);
  for (const each of shops) assert.deepEqual(await records(each), [], "nothing has been sent");

  // Leaving now is asked about once more.
  await page.goto(`${wire.address}/settings`);
  await tap(page, "Salir de la cuenta");
  await page.getByText(/^Falta enviar 400 registros/).waitFor();
  await audited(page, "workday-leaving");
  await page.goto(`${wire.address}/office/workday/records`);
  await page.getByText(/^400 registros esperan la señal/).waitFor();

  // Back on the line: the service takes what it is sent, and every one of its answers is lost, until it has all.
  wire.reset();
  wire.lose(RECORDING);
  wire.mend();
  const taken = async () => (await Promise.all(shops.map(records))).flat();
  let wakes = 0;
  let arrived = [];
  for (let sent = 0; arrived.length < 400 && wakes < 200; wakes += 1) {
    await wake(page);
    await eventually(() => batches(wire) > sent, "a batch goes out whenever the phone is looked at");
    sent = batches(wire);
    if (wakes % 10 === 9) arrived = await taken();
  }
  assert.equal(arrived.length, 400, `all arrived, over ${wakes} wakes`);
  assert.ok(wakes > 10, "a few at a time");
  // The phone knows of none.
  await page.getByText(/^400 registros esperan la señal/).waitFor();
  const ids = new Set(arrived.map(({ id }) => id));
  assert.equal(ids.size, 400);
  wire.lose(undefined);
  // Two tabs of one phone and another phone, all at once.
  const tab = await first.mine.newPage();
  await tab.goto(`${wire.address}/office/workday/records`);
  second.wire.mend();
  await Promise.all([wake(page), wake(tab), wake(other)]);
  await untilSent(page, wire);
  await untilSent(other, second.wire);

  // What had arrived was known again under its own id: nothing is new, nothing is gone.
  assert.deepEqual(new Set((await taken()).map(({ id }) => id)), ids);

  // Each person has one record of the day in each workshop, and their sums are those of one record each.
  for (const each of shops) {
    const standing = await records(each);
    assert.equal(standing.length, A_SHOP, `everybody of ${each.name}`);
    assert.equal(new Set(standing.map(({ id }) => id)).size, A_SHOP);
    const { minutes, pieces } = await output(each);
    const worked = standing.reduce((sum, record) => sum + record.minutes, 0);
    const made = standing.reduce((sum, record) => sum + record.pieces.reduce((count, piece) => count + piece.made, 0), 0);
    assert.deepEqual({ minutes, pieces }, { minutes: worked + A_SHOP * 480, pieces: made + A_SHOP * 12 });
  }

  // Three people were written differently: nothing of either version is lost.
  const rivals = await chief.ask("workConflicts", { establishmentId: PLACE });
  assert.equal(rivals.length, 3);
  for (const { said, stands } of rivals) {
    const both = [said, stands].map(({ minutes, absence }) => ({ minutes, absence }));
    both.sort((one, last) => one.minutes - last.minutes);
    assert.deepEqual(both, [
      { minutes: 0, absence: "MEDICAL" },
      { minutes: 240, absence: null },
    ]);
  }
  const [loser, winner] = (await needsLook(other, second.wire)) ? [second, first] : [first, second];
  await loser.page.goto(`${loser.wire.address}/office/workday/records`);
  await loser.page.getByText(/De 3 personas llegaron dos versiones/).waitFor();
  await audited(loser.page, "workday-records");
  await tap(loser.page, "Comparar y decidir", "link");
  await loser.page.getByRole("group", { name: "La que está anotada" }).nth(2).waitFor();
  await audited(loser.page, "workday-rivals");
  await loser.page.getByRole("radio", { name: "La que está anotada" }).first().click();
  await tap(loser.page, /^Guardar la decisión sobre/);
  await loser.page.waitForFunction(
    () => document.querySelectorAll("[role=group][aria-label='La que está anotada']").length === 2,
  );
  assert.equal((await chief.ask("workConflicts", { establishmentId: PLACE })).length, 2);

  // One is recorded: what counts, and the word of the person.
  await sheet(winner.page, shop);
  await audited(winner.page, "workday-recorded");
  await people(winner.page).nth(25).click();
  await tap(winner.page, /^Lo que dice la persona/);
  await audited(winner.page, "workday-person");
  await tap(winner.page, "Guardar lo que dijo");
  await winner.page.getByText("Lo dijo la persona.").waitFor();
  for (const { mine } of [first, second]) await mine.close();
});

test("a sheet is partly refused, mended, printed, and compared with its paper", async () => {
  const mine = await supervisor();
  const { page, wire } = mine;
  const shop = shops[3];
  const address = `${wire.address}/office/workday/${shop.id}/${day(-3)}`;
  await page.goto(address);
  await people(page).nth(A_SHOP - 1).waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await people(page).nth(0).click();
  await page.getByLabel("Entró").waitFor();
  await audited(page, "workday-entry");
  await auditedLarge(mine.mine, wire.address, new URL(page.url()).pathname, "workday-entry");
  await page.getByRole("checkbox", { name: /^Silla/ }).click();
  await page.getByLabel("Piezas").fill("9");
  await tap(page, "Listo");
  await page.getByText("Guardar a 1 persona").waitFor();
  await people(page).nth(1).click();
  await page.getByRole("checkbox", { name: /^Silla/ }).click();
  await page.getByLabel("Piezas").fill("7");
  await tap(page, "Listo");
  await page.getByText("Guardar a 2 personas").waitFor();
  wire.cut();
  await tap(page, "Guardar a 2 personas");
  await untilStages(page, "Guardado, por enviar", 2);

  // Meanwhile the price of the work is another one.
  await chief.act("addPrice", {
    workshopId: shop.id,
    product: "Silla",
    operation: "Lijado",
    basis: "PIECE",
    rate: "1.50",
    validFrom: day(-3),
  });
  wire.mend();
  await wake(page);
  await untilStages(page, "No se aceptó", 2);
  await page.goto(`${wire.address}/office/workday/records`);
  await page.getByText(/regía otro precio/).nth(1).waitFor();
  await audited(page, "workday-refused");
  await tap(page, "Enviar con el precio que rige");
  await page.getByText(/regía otro precio/).first().waitFor({ state: "detached" });
  const made = async () => (await recordsOf(shop, day(-3))).map(({ pieces }) => pieces[0].made);
  await eventually(async () => (await made()).length === 2, "both were taken at the other price");
  assert.deepEqual(await made(), [9, 7]);

  await page.goto(address);
  await people(page).nth(A_SHOP - 1).waitFor();
  const downloading = page.waitForEvent("download");
  await tap(page, "Hoja de control para imprimir");
  const file = readFileSync(await (await downloading).path(), "latin1");
  assert.match(file, /^%PDF-/);

  await tap(page, /^Pasar la hoja de papel/, "link");
  await page.getByLabel(/^Horas de Tallado/).nth(1).waitFor();
  await page.getByLabel(/^Horas de Tallado/).nth(0).fill("7:30");
  await page.getByLabel(/^Horas de Tallado/).nth(1).fill("8:00");
  await page.getByLabel(/^Hechas, Silla/).nth(0).fill("9");
  await page.getByLabel(/^Hechas, Silla/).nth(1).fill("7");
  await shot(page, "workday-paper", ["light"]);
  await tap(page, /^Guardar el papel/);
  await page.getByText(/^En el papel: 7 h 30 min/).waitFor();
  await settled(page);
  await audited(page, "workday-differences");
  await mine.mine.close();
});

test("a second shift of a day is written without signal, told apart, and printed", async () => {
  const { page, wire, mine } = await supervisor();
  const shop = shops[5];
  const on = day(-4);
  await page.goto(`${wire.address}/office/workday/${shop.id}/${on}`);
  await people(page).nth(A_SHOP - 1).waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForTimeout(1500);
  wire.cut();

  const name = (await people(page).nth(0).innerText()).split("\n")[0];
  await people(page).nth(0).click();
  await page.getByLabel("Salió").fill("12:00");
  await page.getByRole("checkbox", { name: /^Silla/ }).click();
  await page.getByLabel("Piezas").fill("5");
  await tap(page, "Listo");
  await page.getByText("Guardar a 1 persona").waitFor();
  await people(page).nth(0).click();
  await tap(page, "Agregar otro turno");
  await page.getByRole("heading", { name: `${name}, turno 2` }).waitFor();
  await page.getByLabel("Entró").fill("11:00");
  await page.getByLabel("Salió").fill("16:00");
  await page.getByText(/^Esas horas se cruzan con otro turno/).waitFor();
  await audited(page, "workday-second-shift");
  await tap(page, "Listo");
  await page.getByText(/^Esas horas se cruzan con otro turno/).waitFor();
  await page.getByLabel("Entró").fill("14:00");
  await page.getByRole("checkbox", { name: /^Silla/ }).click();
  await page.getByLabel("Piezas").fill("3");
  await tap(page, "Listo");
  await people(page).nth(A_SHOP).waitFor();
  await page.getByRole("link", { name: new RegExp(`^${name}, turno 2`) }).waitFor();
  await tap(page, "Guardar a 1 persona");
  await untilStages(page, "Guardado, por enviar", 2);
  await audited(page, "workday-two-shifts");
  assert.deepEqual(await recordsOf(shop, on), []);

  wire.mend();
  await wake(page);
  await untilStages(page, "Anotado", 2);
  const both = await recordsOf(shop, on);
  assert.deepEqual(
    both.map(({ shift, minutes, pieces }) => [shift, minutes, pieces[0].made]),
    [
      [1, 240, 5],
      [2, 120, 3],
    ],
  );
  assert.equal(new Set(both.map(({ enrolmentId }) => enrolmentId)).size, 1);
  const downloading = page.waitForEvent("download");
  await tap(page, "Hoja de control para imprimir");
  assert.match(readFileSync(await (await downloading).path(), "latin1"), /^%PDF-/);

  // The second one is corrected as what it is.
  await people(page).nth(1).click();
  await tap(page, /^Corregir/);
  await page.getByLabel("Por qué se corrige").fill("Salió una hora antes.");
  await page.getByLabel("Salió").fill("15:00");
  await tap(page, "Guardar la corrección");
  await eventually(async () => (await recordsOf(shop, on))[1].minutes === 60, "the second shift is shorter");
  assert.deepEqual(
    (await recordsOf(shop, on)).map(({ shift, minutes }) => [shift, minutes]),
    [
      [1, 240],
      [2, 60],
    ],
  );
  await mine.close();
});

/** How many batches went over a line: a browser sends one again by itself where a connection that it reuses breaks. */
function batches(wire) {
  return new Set([...wire.requests("").join("").matchAll(/"batchId":"([^"]+)"/g)].map(([, id]) => id)).size;
}

/** Until this phone has nothing left to send. */
async function untilSent(page, { address }) {
  for (let tries = 0; tries < 60; tries += 1) {
    await page.goto(`${address}/office/workday/records`);
    await settled(page);
    if ((await page.getByText(/espera la señal|esperan la señal/).count()) === 0) return;
    await wake(page);
    await pause(1000);
  }
  assert.fail("something was never sent");
}

async function needsLook(page, { address }) {
  await page.goto(`${address}/office/workday/records`);
  await settled(page);
  return (await page.getByText(/dos versiones/).count()) > 0;
}

async function eventually(ask, why) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await ask()) return;
    await pause(100);
  }
  assert.fail(why);
}
