// Privacy: what the browser keeps, what leaves the page, what a stranger or a foreign page could see of it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { TELLING } from "./harness/audit.mjs";
import { launch, open, phone, settled, shot, tap, wake } from "./harness/browser.mjs";
import { daysToBook } from "./harness/choosing.mjs";
import { beside, booked, colleague, idOf, newPhone, tiedFamily } from "./harness/people.mjs";
import { ROOT, service } from "./harness/service.mjs";
import { signIn } from "./harness/signing.mjs";

let at;
let browser;
let mine;
let page;
let account;
let visit;
/** What nobody may find in clear: of the person, and of their session. */
let personal;
let tokens;
before(async () => {
  at = await service();
  browser = await launch();
  const office = await colleague(at);
  // As in production: cookies for this host alone, no demo, no development.
  mine = await phone(browser);
  page = await open(mine, at.production);
  const number = newPhone();
  const code = await signIn(page, at, number);
  account = await beside(mine, at.production);
  account.number = number;
  const tied = await tiedFamily(at, office, { of: account });
  visit = await booked(tied);
  await wake(page);
  const shown = `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`;
  const names = [tied.held.surnames, tied.held.givenNames, ...tied.people.flatMap((each) => [each.givenNames, each.surnames])];
  personal = [number, shown, tied.document, tied.held.register, visit.reference, visit.reference.replace("-", ""), code, ...names];
  tokens = (await mine.cookies()).filter(({ name }) => /^(__Host-)?[ar]-/.test(name)).map(({ value }) => value);
});
after(async () => {
  await browser?.close();
  await at?.stop();
});

/** Every screen of a family that this account can open. */
async function screens() {
  const { nodes } = await account.ask("myPeople");
  const { establishment, visitOn, inmate } = await account.ask("visit", { id: visit.id });
  return [
    "/",
    "/visits",
    `/visits/${visit.id}`,
    `/visits/${visit.id}/pass`,
    `/advice/${establishment.id}/${visitOn}`,
    "/book",
    `/book/${inmate.id}`,
    "/people",
    "/people/add/adult",
    `/people/${nodes[0].id}`,
    "/ties",
    "/ties/ask",
    "/ties/code",
    "/notices",
    "/settings",
    ...["language", "quiet", "devices", "pin", "acting", "data"].map((each) => `/settings/${each}`),
  ];
}

test("no screen, title, label or message says what the app is for", async () => {
  await page.goto(`${at.production}/`);
  for (const path of await screens()) {
    await goTo(page, path);
    const said = await page.evaluate(() => {
      const labels = [...document.querySelectorAll("[aria-label],[title],[alt],[placeholder]")].flatMap((each) =>
        ["aria-label", "title", "alt", "placeholder"].map((name) => each.getAttribute(name) ?? ""),
      );
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const words = [];
      while (texts.nextNode()) if (!/STYLE|SCRIPT/.test(texts.currentNode.parentElement?.tagName)) words.push(texts.currentNode.data);
      return [document.title, ...words, ...labels].join("\n");
    });
    assert.doesNotMatch(said, TELLING, path);
    assert.ok(said.length > 100, `${path} says something`);
  }
  // The other languages say it no more than Spanish does.
  for (const language of ["es", "quz", "ay", "en"]) {
    const words = await readFile(join(ROOT, `mobile/src/l10n/words/${language}.po`), "utf8");
    const said = words.split("\n").filter((each) => /^(msgstr )?"/.test(each));
    assert.ok(said.length > 500);
    for (const each of said) assert.doesNotMatch(each, TELLING, language);
  }
  const { messages } = await (await fetch(`${at.address}/dev/demo`)).json();
  const own = messages.filter((each) => each.phone.endsWith(account.number));
  assert.ok(own.length > 0, "something was sent to this phone");
  for (const { body } of own) assert.doesNotMatch(body, TELLING);
  const manifest = await (await fetch(`${at.production}/manifest.webmanifest`)).json();
  assert.equal(manifest.short_name ?? manifest.name, "Encuentro");
  assert.doesNotMatch(JSON.stringify(manifest), TELLING);
});

test("after a whole use the browser holds nothing of a person in clear, and no token that a script could reach", async () => {
  await page.goto(`${at.production}/`);
  await daysToBook(page);
  await page.goto(`${at.production}/visits/${visit.id}`);
  await page.getByText(visit.reference).first().waitFor();
  await page.waitForTimeout(1000);

  const plain = await page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie }));
  // A tab knows by an opaque sign whose it was, so that the next person begins at home.
  const { owner, ...rest } = plain.session;
  assert.match(owner, /^[0-9a-f]{12}$/);
  assert.deepEqual({ ...plain, session: rest }, { local: {}, session: {}, cookie: "" });
  const cookies = (await mine.cookies()).map(({ name, httpOnly, secure, sameSite }) => [name.replace(/-[a-z0-9]{12}$/, ""), httpOnly, secure, sameSite]);
  assert.deepEqual(cookies.sort(), [
    ["__Host-a", true, true, "Strict"],
    ["__Host-r", true, true, "Strict"],
  ]);

  const records = await recordsOf(page);
  const keys = records.map((each) => each.key);
  assert.ok(keys.some((each) => each.endsWith("/reads")), `visits are kept for a day without signal: ${keys}`);
  for (const { key, texts, crypto } of records) {
    for (const secret of [...personal, ...tokens]) {
      for (const text of [key, ...texts]) assert.ok(!text.includes(secret), `${secret} in ${key}`);
    }
    for (const each of crypto) assert.equal(each.extractable, false, "the key of the phone gives its bytes to no script");
  }
  assert.equal(records.flatMap((each) => each.crypto).length, 1, "one key seals it all");

  const cached = await page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) found.push({ url: request.url, text: await (await cache.match(request)).text() });
    }
    return found;
  });
  assert.ok(cached.length > 3, "the page itself is kept");
  for (const { url, text } of cached) {
    assert.doesNotMatch(url, /graphql|dev\//);
    for (const secret of [visit.reference, account.number, ...tokens]) assert.ok(!text.includes(secret), `${secret} in ${url}`);
  }

  const reached = await reachable(page, [visit.reference, ...tokens]);
  assert.deepEqual(reached, [visit.reference], "a script reaches what the screen shows, and no token");
});

test("whoever looks at the list of open apps sees a mark, and nothing else", async () => {
  await page.goto(`${at.production}/visits/${visit.id}/pass`);
  await page.getByRole("img", { name: /Dibujo del código/ }).waitFor();
  assert.ok((await uncovered(page)).length > 5);
  await see(page, "hidden");
  await page.waitForTimeout(200);
  assert.deepEqual(await uncovered(page), [], "no word is seen while nobody looks");
  await shot(page, "curtain");
  await see(page, "visible");
  await page.waitForFunction(() => document.querySelector("#root h1"));
  await settled(page);
  assert.ok((await uncovered(page)).length > 5);
});

test("a foreign page can neither read with the cookies of a family nor act with them", async () => {
  const host = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<!doctype html><title>x</title>")).listen(0);
  await once(host, "listening");
  const { port } = host.address();
  const [{ name }] = (await mine.cookies()).filter((each) => each.name.includes("a-"));
  const profile = name.split("-").pop();
  const stolen = await browser.newContext({ storageState: await mine.storageState() });
  // Another site altogether, and another port of the same host, to which its cookies are sent.
  for (const origin of [`http://127.0.0.1:${port}`, `http://localhost:${port}`]) {
    const foreign = await stolen.newPage();
    await foreign.goto(origin);
    const found = await foreign.evaluate(attack, {
      ours: at.production,
      profile,
      reading: idOf("myVisits"),
      acting: idOf("cancelVisit"),
      bookingId: visit.id,
      requestId: crypto.randomUUID(),
    });
    assert.deepEqual(found, { plain: "blocked", withProfile: "blocked", posted: "blocked", simple: "opaque" }, origin);
    const [, frame] = foreign.frames();
    assert.ok(!frame.url().startsWith(at.production), "no foreign page shows ours inside of it");
    await foreign.close();
  }
  await stolen.close();
  host.close();
  assert.equal((await account.ask("visit", { id: visit.id })).state, "ACTIVE", "nothing was done");

  // What the service itself says to such a page, whatever a browser makes of it.
  const address = `${at.production}/graphql?documentId=${idOf("myVisits")}`;
  const origin = `http://127.0.0.1:${port}`;
  const asked = await fetch(address, { method: "OPTIONS", headers: { origin, "access-control-request-headers": "encuentro-profile" } });
  const read = await fetch(address, { headers: { ...account.bearing, origin } });
  for (const answer of [asked, read]) {
    const allowed = [...answer.headers.keys()].filter((each) => each.startsWith("access-control"));
    assert.deepEqual(allowed, [], "no foreign page is ever allowed");
  }
  assert.equal(read.status, 403);
  assert.ok(!(await read.text()).includes(visit.reference));
});

test("the page of production is locked in", async () => {
  const answer = await fetch(`${at.production}/visits`);
  const policy = Object.fromEntries(
    answer.headers.get("content-security-policy").split(";").map((each) => {
      const [name, ...values] = each.trim().split(" ");
      return [name, values.join(" ")];
    }),
  );
  assert.equal(policy["default-src"], "'none'");
  assert.equal(policy["script-src"], "'self'");
  assert.equal(policy["connect-src"], "'self'");
  for (const name of ["base-uri", "form-action", "frame-ancestors"]) assert.equal(policy[name], "'none'", name);
  assert.doesNotMatch(Object.values(policy).join(" "), /unsafe|https?:|\*/);
  const locks = {
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  };
  for (const [name, value] of Object.entries(locks)) assert.equal(answer.headers.get(name), value, name);
  assert.equal((await fetch(`${at.production}/dev/demo`)).status, 404, "nothing of development is there");

  // And the browser holds to it: what was written into the page does not run, and asks nobody.
  const apart = await browser.newContext();
  const locked = await apart.newPage();
  await locked.goto(at.production);
  await settled(locked);
  const ran = await locked.evaluate(async (elsewhere) => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    const told = await fetch(elsewhere, { mode: "no-cors" }).then(
      () => "sent",
      () => "blocked",
    );
    return { ran: "ran" in window, told };
  }, at.address);
  assert.deepEqual(ran, { ran: false, told: "blocked" });
  await apart.close();
});

test("signing out leaves nothing of the person, neither records nor cookies", async () => {
  await page.goto(`${at.production}/settings`);
  await settled(page);
  await tap(page, "Salir de la cuenta");
  await tap(page, "Sí, salir");
  await page.getByLabel("Número de celular").waitFor();
  await page.waitForTimeout(500);

  const keys = (await recordsOf(page)).map((each) => each.key);
  assert.deepEqual(keys.filter((each) => each.includes("/")), [], "no record of a profile");
  // Sealed: the secret by which the service knows this phone again, so that nobody has to be vouched for twice.
  assert.deepEqual(keys.sort(), ["device-key", "devices", "profiles"]);
  assert.deepEqual((await mine.cookies()).filter((each) => /[ar]-/.test(each.name)), []);
  await assert.rejects(account.ask("me"), /SIGN_IN_NEEDED/);
  await page.goBack();
  await page.getByLabel("Número de celular").waitFor();
  await page.goto(`${at.production}/visits/${visit.id}/pass`);
  await page.getByLabel("Número de celular").waitFor();
  const words = await page.locator("body").innerText();
  for (const secret of personal) assert.ok(!words.includes(secret), `${secret} is not shown any more`);
  await mine.close({ secrets: personal });
});

/** Another screen of the page that is open. */
async function goTo(page, path) {
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, path);
  await settled(page);
}

/** Every record that IndexedDB holds: its key, and all that can be read in it, however it was encoded. */
function recordsOf(page) {
  return page.evaluate(async () => {
    const wait = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const decoded = (bytes) => ["utf-8", "utf-16le", "latin1"].map((name) => new TextDecoder(name).decode(bytes));
    const read = (value, texts, crypto) => {
      if (typeof value === "string") {
        texts.push(value);
        for (const [piece] of value.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)) {
          const whole = piece.slice(0, piece.length - (piece.replace(/=/g, "").length % 4 === 1 ? 1 : 0)).replace(/=/g, "");
          texts.push(...decoded(Uint8Array.from(atob(whole), (sign) => sign.charCodeAt(0))));
        }
      } else if (value instanceof CryptoKey) crypto.push({ extractable: value.extractable });
      else if (value instanceof ArrayBuffer) texts.push(...decoded(value));
      else if (ArrayBuffer.isView(value)) texts.push(...decoded(value.buffer));
      else if (value && typeof value === "object") for (const each of Object.values(value)) read(each, texts, crypto);
      else texts.push(String(value));
    };
    const records = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await wait(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const held = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([wait(held.getAllKeys()), wait(held.getAll())]);
        for (const [index, key] of keys.entries()) {
          const record = { key: String(key), texts: [], crypto: [] };
          read(values[index], record.texts, record.crypto);
          records.push(record);
        }
      }
      database.close();
    }
    return records;
  });
}

/** Which of these words a script finds by going through everything that hangs on the window and the document. */
function reachable(page, wanted) {
  return page.evaluate((words) => {
    const found = new Set();
    const seen = new WeakSet();
    const waiting = [window, document, ...document.querySelectorAll("*")];
    for (let steps = 0; waiting.length > 0 && steps < 400_000; steps += 1) {
      const each = waiting.pop();
      if (seen.has(each)) continue;
      seen.add(each);
      const values = each instanceof Map || each instanceof Set ? [...each.entries()].flat() : [];
      for (const name of Reflect.ownKeys(each)) {
        // Only what lies there: asking a getter could change the page.
        const { value } = Object.getOwnPropertyDescriptor(each, name) ?? {};
        values.push(value);
      }
      for (const value of values) {
        if (typeof value === "string") for (const word of words) if (value.includes(word)) found.add(word);
        if (value !== null && (typeof value === "object" || typeof value === "function")) waiting.push(value);
      }
    }
    return [...found];
  }, wanted);
}

/** As if the page were left, or looked at again. */
function see(page, state) {
  return page.evaluate((now) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => now });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

/** The words that lie uppermost on the screen. */
function uncovered(page) {
  return page.evaluate(() => {
    const words = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, data } = texts.currentNode;
      if (!data.trim() || !parentElement) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      const box = range.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (top && (parentElement.contains(top) || top.contains(parentElement))) words.push(data);
    }
    return words;
  });
}

/** Runs in a foreign page: all that it could try. */
async function attack({ ours, profile, reading, acting, bookingId, requestId }) {
  const read = `${ours}/graphql?documentId=${reading}`;
  const body = JSON.stringify({ documentId: acting, variables: { bookingId, requestId } });
  const tried = (address, how) =>
    fetch(address, { credentials: "include", ...how }).then(
      (answer) => (answer.type === "opaque" ? "opaque" : answer.text()),
      () => "blocked",
    );
  const frame = document.createElement("iframe");
  frame.src = ours;
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
  document.body.append(frame);
  await loaded;
  return {
    plain: await tried(read, {}),
    withProfile: await tried(read, { headers: { "encuentro-profile": profile } }),
    posted: await tried(`${ours}/graphql`, { method: "POST", body, headers: { "content-type": "application/json", "encuentro-profile": profile } }),
    // What needs no leave arrives, without the header that cookies need; and its answer cannot be read.
    simple: await tried(`${ours}/graphql`, { method: "POST", body, mode: "no-cors", headers: { "content-type": "text/plain" } }),
  };
}
