// Choosing a day on the calendar, as a person does: the first one with places.
import { settled, tap } from "./browser.mjs";

/** Milliseconds until a day is looked for again, and how often. */
const A_LOOK = 6000;
const TRIES = 10;

/** From home to the days that this party finds: the people called `who` go, and nobody else. `say`: as in `signIn`. */
export async function daysToBook(page, { who = /^Elena/, say = (words) => words } = {}) {
  await tap(page, say("Reservar una visita"), "link");
  const days = page.getByRole("heading", { name: say("Elija el día") });
  await days.or(page.getByRole("heading", { name: /^(¿Quiénes visitan|Who is visiting)/ })).first().waitFor();
  if (!(await days.isVisible())) {
    for (const each of await page.getByRole("checkbox").all()) {
      const wanted = who.test((await each.getAttribute("aria-label")) ?? "");
      if (((await each.getAttribute("aria-checked")) === "true") !== wanted) await each.click();
    }
    await tap(page, say("Ver los días"));
    await days.waitFor();
  }
  await settled(page);
}

/**
 * Tap the first day that has places, or the last one with -1; its turns are shown then. What the phone has kept is shown
 * at once, and a day may lose its places while the answer of now arrives: then another one is looked for.
 */
export async function chooseDay(page, at = 0) {
  const days = page.locator("[role=button][aria-expanded]").filter({ hasNot: page.locator("[aria-disabled=true]") });
  const turns = page.getByRole("list", { name: /^(Turnos|Times)/ }).getByRole("link").first();
  let labels = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    await days.first().waitFor();
    labels = await days.evaluateAll((all) => all.map((each) => each.getAttribute("aria-label") ?? each.textContent));
    const open = labels.flatMap((label, index) => (/hay lugar|quedan pocos|libre|pocos|places free|few places/i.test(label) ? [index] : []));
    const index = open.at(at);
    const closed = index !== undefined && (await days.nth(index).getAttribute("aria-expanded")) !== "true";
    if (closed) await days.nth(index).click();
    try {
      return await turns.waitFor({ timeout: A_LOOK });
    } catch (error) {
      if (error.name !== "TimeoutError") throw error;
    }
  }
  throw new Error(`no day can be taken: ${labels.join(" | ")}`);
}
