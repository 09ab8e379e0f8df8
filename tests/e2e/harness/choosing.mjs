// Choosing a day on the calendar, as a person does: the first one with places.
/** Tap the first day that has places; its turns are shown then. */
export async function chooseDay(page) {
  const free = page.locator("[role=button][aria-expanded]").filter({ hasNot: page.locator("[aria-disabled=true]") });
  await free.first().waitFor();
  const labels = await free.evaluateAll((all) => all.map((each) => each.getAttribute("aria-label") ?? each.textContent));
  const index = labels.findIndex((label) => /hay lugar|quedan pocos|libre|pocos/i.test(label));
  if (index < 0) throw new Error(`no day can be taken: ${labels.join(" | ")}`);
  await free.nth(index).click();
  await page.getByRole("list", { name: /^Turnos/ }).getByRole("link").first().waitFor();
}
