// The main job once more in another language: every word of it, days, hours and numbers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audited, auditedLarge } from "./harness/audit.mjs";
import { DESK, launch, open, PHONE, phone, settled, tap, wake } from "./harness/browser.mjs";
import { chooseDay, daysToBook } from "./harness/choosing.mjs";
import { pagesOf, readQr } from "./harness/paper.mjs";
import { beside, colleague, newPhone, tiedFamily } from "./harness/people.mjs";
import { service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";

/** What the steps of the way are called. */
const ENGLISH = {
  "Número de celular": "Phone number",
  "Enviar el código": "Send the code",
  Código: "Code",
  Entrar: "Sign in",
  "Ya lo guardé": "I have kept it",
  "Este celular es nuevo": "This phone is new",
  "Reservar una visita": "Book a visit",
  "Elija el día": "Choose the day",
  "Ver los días": "See the days",
};
const say = (words) => ENGLISH[words];

/** Words without which hardly a Spanish sentence does; the languages' own names are said in each of them. */
const SPANISH = /\b(usted|sus?|el|los|las|una|para|por|con|del|que|hay|está|día|días|visitas?|hoy|mañana|turno|celular|código|enero|diciembre|noviembre|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b/i;

let at;
let browser;
let office;
before(async () => {
  at = await service();
  browser = await launch();
  office = await colleague(at);
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

/** All that this screen says is English; then what holds for every screen. */
async function english(page, name) {
  await settled(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  const said = await page.evaluate(() => [
    document.title,
    ...[...document.querySelectorAll("[aria-label]")].map((each) => each.getAttribute("aria-label")),
    ...document.body.innerText.split("\n"),
  ]);
  // A newspaper is called what it is called.
  const ours = said.map((each) => each.replace(/Source: .*$/, ""));
  assert.deepEqual(ours.filter((each) => SPANISH.test(each)), [], `${name}: no Spanish is left`);
  await audited(page, `english-${name}`);
}

for (const size of [PHONE, DESK]) {
  test(`a family books, carries and cancels a visit in English, ${size.width} wide`, async () => {
    // A phone that speaks English is spoken to in English, before anybody chose.
    const mine = await phone(browser, { size, locale: "en-GB" });
    // The demo's own list of people is for developers; production has none.
    const page = await open(mine, at.production);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.match(await page.locator("html").getAttribute("lang"), /^en$/);
    const number = newPhone();
    await signIn(page, at, number, say);
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await english(page, "newcomer");
    const account = await beside(mine, at.production);
    const { held, people } = await tiedFamily(at, office, { of: account, withMinor: false });
    await wake(page);

    await daysToBook(page, { say });
    await chooseDay(page);
    await english(page, "turns");
    const day = page.getByRole("list", { name: /^Times on/ });
    const chosen = (await day.getAttribute("aria-label")).replace("Times on ", "");
    await day.getByRole("link").first().click();
    await page.getByRole("timer").waitFor();
    await english(page, "held");
    await tap(page, "Confirm the visit");
    await page.getByRole("heading", { name: "Your visit is booked" }).waitFor();
    const [visit] = (await account.ask("myVisits")).nodes;
    assert.equal(chosen, longDay(visit.visitOn), "Wednesday 25 November");
    await english(page, "booked");

    await tap(page, "See the pass", "link");
    await page.getByRole("img", { name: /^Picture of the code/ }).waitFor();
    await english(page, "pass");
    await auditedLarge(mine, at.production, new URL(page.url()).pathname, "english-pass");
    const code = page.getByRole("img", { name: /^Picture of the code/ });
    assert.equal(await readQr(page, code), visit.reference.replace("-", ""));
    assert.deepEqual(await pagesOf(page), { count: 1, size: "A5" });
    const paper = await page.locator("#paper").textContent();
    assert.doesNotMatch(paper, SPANISH, "the paper is English, too");
    assert.ok(paper.includes(longDay(visit.visitOn)));

    await tap(page, "Back");
    await page.getByRole("heading", { name: "Your visit", exact: true }).waitFor();
    const words = (await page.locator("main, [role=main]").innerText()).replace(/\s/g, " ");
    assert.ok(words.includes(`${hour(visit.startsAt)} to ${hour(visit.endsAt)}`), words);
    const whole = visit.stayMinutes / 60;
    assert.ok(words.includes(whole === 1 ? "1 hour" : `${whole} hours`), words);
    await english(page, "visit");
    await page.getByRole("navigation").getByRole("link", { name: "Home" }).click();
    await page.getByText("Still on").waitFor();
    const days = daysUntil(visit.visitOn);
    await page.getByText(days > 1 ? `in ${days} days` : days === 1 ? "tomorrow" : "today").waitFor();
    await english(page, "home");
    await tap(page, "What to bring and how to go", "link");
    await page.getByRole("checkbox").first().waitFor();
    await english(page, "advice");
    await page.getByRole("navigation").getByRole("link", { name: "Home" }).click();
    await tap(page, "See the visit", "link");
    await tap(page, "Cancel this visit");
    await english(page, "cancel-asked");
    await tap(page, "Yes, cancel the visit");
    await page.getByText("Cancelled", { exact: true }).waitFor();
    await english(page, "cancelled");
    assert.deepEqual((await account.ask("myVisits")).nodes.map((each) => each.state), ["CANCELLED"]);
    await page.getByRole("navigation").getByRole("link", { name: "Home" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await english(page, "home-after");
    await mine.close({ secrets: [number, held.surnames, people[0].surnames, visit.reference] });
  });
}

/** As the app shall say a day of this year. */
function longDay(day) {
  const date = new Date(`${day}T12:00:00Z`);
  const part = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options }).format(date);
  const year = day.slice(0, 4) === lima(Date.now()).slice(0, 4) ? "" : ` ${day.slice(0, 4)}`;
  return `${part({ weekday: "long" })} ${part({ day: "numeric" })} ${part({ month: "long" })}${year}`;
}

/** As the app shall say an hour: by the clocks of Lima, in twelve hours. */
function hour(instant) {
  const [hours, minutes] = new Date(Date.parse(instant) - 5 * 3_600_000).toISOString().slice(11, 16).split(":").map(Number);
  return `${hours % 12 || 12}:${String(minutes).padStart(2, "0")} ${hours < 12 ? "a. m." : "p. m."}`;
}

/** The day in Lima. */
function lima(instant) {
  return new Date(instant - 5 * 3_600_000).toISOString().slice(0, 10);
}

function daysUntil(day) {
  return Math.round((Date.parse(day) - Date.parse(lima(Date.now()))) / 86_400_000);
}
