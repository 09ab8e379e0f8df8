// What holds for every screen and every state of it, in both themes, on a phone and on a desk, in large letters too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DESK, PHONE, settled, shot } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FINGER = 48;

/** Words that would tell a stranger what the app is for. */
export const TELLING = /\b(penal(es)?|c[áa]rcel(es)?|prisi[óo]n(es)?|pres[oa]s?|re[oa]s?|intern[oa]s?|penitenciari\w+|prisons?|jails?|inmates?|prisoners?)\b/i;

/** Pictures of the screen as it stands, and everything that must hold for it. */
export async function audited(page, name) {
  await settled(page);
  await shot(page, name);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `axe, ${name}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: null });
  await measured(page, name);
}

/** The same screen on a phone and on a desk, without leaving it. */
export async function auditedBoth(page, name) {
  const size = page.viewportSize();
  for (const each of [PHONE, DESK]) {
    await page.setViewportSize(each);
    await audited(page, name);
  }
  await page.setViewportSize(size);
}

/** The same address once more, in letters twice as large, in a tab of its own. */
export async function auditedLarge(context, address, path, name) {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const enlarge = () => document.documentElement?.style.setProperty("font-size", "200%");
    enlarge();
    new MutationObserver(enlarge).observe(document, { childList: true });
  });
  await page.goto(address + path);
  await settled(page);
  await shot(page, `${name}-letters-200`, ["light"]);
  await measured(page, `${name} in large letters`);
  await page.close();
}

async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  // What the app paints anew for a theme is there after the next frame.
  const found = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return (await window.axe.run(document, { resultTypes: ["violations"] })).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((each) => each.html.slice(0, 160)).join(" | ")}`);
}

async function measured(page, name) {
  const { small, outside, overlapping, clipped, words } = await page.evaluate(look, FINGER);
  assert.deepEqual(small, [], `${name}: everything to tap is ${FINGER} px at least`);
  assert.deepEqual(outside, [], `${name}: nothing reaches over the side`);
  assert.deepEqual(overlapping, [], `${name}: no words over words`);
  assert.deepEqual(clipped, [], `${name}: no words cut off`);
  assert.doesNotMatch(words, TELLING, `${name}: no word that reveals`);
}

/** Runs in the page. */
function look(finger) {
  const shown = (element) => {
    const style = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && style.visibility !== "hidden" && Number(style.opacity) > 0;
  };
  const named = (element) =>
    `${element.tagName} ${element.getAttribute("role") ?? ""} ${(element.getAttribute("aria-label") ?? element.textContent ?? "").slice(0, 60)}`;
  const controls =
    "a[href],button,input,select,textarea,[role=button],[role=link],[role=radio],[role=checkbox],[role=switch],[role=tab],[role=gridcell][tabindex]";
  const small = [...document.querySelectorAll(controls)].filter(shown).flatMap((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width < finger - 0.5 || height < finger - 0.5 ? [`${named(element)} ${width}×${height}`] : [];
  });
  const page = document.scrollingElement;
  const outside = [page, ...document.querySelectorAll("[role=main],main")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.tagName} ${each.scrollWidth} in ${each.clientWidth}`);

  const lines = [];
  const clipped = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element || /SCRIPT|STYLE|NOSCRIPT/.test(element.tagName) || !shown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const holder = element.closest("[dir=auto]") ?? element;
    for (const box of range.getClientRects()) lines.push({ box, holder, words: text.data.slice(0, 60) });
    const { overflowX, overflowY } = getComputedStyle(element);
    const over = element.scrollWidth > element.clientWidth + 2 && overflowX !== "visible";
    const under = element.scrollHeight > element.clientHeight + 3 && overflowY !== "visible";
    if (over || under) clipped.push(text.data.slice(0, 60));
    const { left, right } = range.getBoundingClientRect();
    if (left < -1 || right > innerWidth + 1) outside.push(text.data.slice(0, 60));
  }
  // The bar at the bottom lies over what scrolls beneath it; words of one side are compared with their own.
  const bar = document.querySelector("[role=navigation],nav");
  const overlapping = [];
  for (const [index, one] of lines.entries()) {
    for (const other of lines.slice(index + 1)) {
      if (one.holder === other.holder || bar?.contains(one.holder) !== bar?.contains(other.holder)) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide > 3 && high > 6) overlapping.push(`${one.words} × ${other.words}`);
    }
  }
  return { small, outside, overlapping, clipped, words: `${document.title} ${document.body.innerText}` };
}
