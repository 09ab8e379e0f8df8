// The public page, as anybody sees it who never signed in: on a phone and on a desk, in two languages, in both themes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { TELLING } from "./harness/audit.mjs";
import { DESK, launch, PHONE, phone, shot } from "./harness/browser.mjs";
import { service } from "./harness/service.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FINGER = 48;
const PROGRAMME = "/programme/lurigancho";

let at;
let browser;
before(async () => {
  at = await service();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

/** What holds for every page of it. */
async function holds(page, name) {
  const narrow = await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  assert.ok(narrow, `${name}: nothing is wider than the screen`);
  const low = await page.evaluate(
    (finger) => [...document.querySelectorAll("a")].filter((each) => each.getClientRects()[0].height < finger).length,
    FINGER,
  );
  assert.equal(low, 0, `${name}: every link is as high as a finger`);
  assert.equal(await page.evaluate(() => document.scripts.length), 0, `${name}: there is no script`);
  assert.doesNotMatch(await page.evaluate(() => document.body.innerText), TELLING, name);
  await shot(page, name);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => (await window.axe.run(document)).violations);
    assert.deepEqual(found.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], `axe, ${name}, ${colorScheme}`);
  }
}

for (const size of [PHONE, DESK]) {
  for (const [locale, title] of [["es-PE", "Concierto para todos"], ["en-GB", "Concert for all"]]) {
    test(`anybody finds what is for everybody, and nothing else, in ${locale}, ${size.width} wide`, async () => {
      const mine = await phone(browser, { size, locale });
      const page = await mine.newPage();

      await page.goto(at.production + PROGRAMME);
      assert.equal(await page.getByRole("article").count(), 1);
      await holds(page, `public-${locale}-${size.width}`);

      await page.getByRole("link", { name: title }).click();
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      await holds(page, `public-one-${locale}-${size.width}`);

      const lost = await page.goto(`${at.production}/event/nothing`);
      assert.equal(lost.status(), 404);
      await holds(page, `public-lost-${locale}-${size.width}`);

      await page.goto(`${at.production}/programme/tumbes`);
      assert.equal(await page.getByRole("article").count(), 0);
      await holds(page, `public-empty-${locale}-${size.width}`);
      await mine.close({ secrets: [] });
    });
  }
}
