// Invented people, made through the API as any phone would: every test has its own.
import assert from "node:assert/strict";
import { createHash, createHmac, randomInt, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { command, ROOT } from "./service.mjs";

/** What the people of the tests are called. */
const SURNAMES = ["Inventado", "Supuesto", "Imaginario", "Fingido", "Soñado", "Lejano", "Fabulado", "Figurado"];
const PLACE = "lurigancho";

const digits = (count) => String(randomInt(10 ** count)).padStart(count, "0");

// All files share one service, and run side by side: a file has phones and documents of its own, and gives none twice.
const OWN_FILES = readdirSync(join(ROOT, "tests/e2e")).filter((name) => name.endsWith(".test.mjs"));
const OWN = OWN_FILES.sort().indexOf(basename(process.argv[1] ?? "")) + 1;
const BLOCKS = OWN_FILES.length + 1;
const counted = { phones: 0, documents: 0 };

/** The next number of this file's part of `size` numbers. */
function next(kind, size) {
  const block = Math.floor(size / BLOCKS);
  assert.ok(counted[kind] < block, `this file has used up its ${kind}`);
  return OWN * block + counted[kind]++;
}

/** A mobile of the test range, without its country: 900 000 000 to 900 098 999. The demo's people have those after it. */
export const newPhone = () => `9000${String(next("phones", 99_000)).padStart(5, "0")}`;
/** A DNI of the test range; the demo's people have those that begin with 0009. */
export const newDni = () => `00${100_000 + next("documents", 900_000)}`;

const files = new Map(
  readdirSync(join(ROOT, "mobile/src"), { recursive: true })
    .filter((name) => name.endsWith(".graphql"))
    .map((name) => [name.split(/[/\\]/).pop().replace(".graphql", ""), join(ROOT, "mobile/src", name)]),
);

/** The id by which the service knows a document of the app, named after its file. */
export function idOf(document) {
  return createHash("sha256").update(readFileSync(files.get(document))).digest("hex");
}

/** Somebody with a phone that speaks to the API: `ask("myVisits")`, `act("cancelVisit", {…})`. */
export class Phone {
  bearing = {};

  constructor(address) {
    this.address = address;
  }

  /** From now on this is whoever has the token. */
  bear(token) {
    this.bearing = { authorization: `Bearer ${token}` };
  }

  async ask(document, variables = {}) {
    const headers = { "content-type": "application/json", "accept-language": "es", ...this.bearing };
    const body = JSON.stringify({ documentId: idOf(document), variables });
    const answer = await (await fetch(`${this.address}/graphql`, { method: "POST", headers, body })).json();
    if (answer.errors) throw new Error(`${document}: ${JSON.stringify(answer.errors)}`);
    const [value] = Object.values(answer.data);
    if (value?.__typename === "Problem") throw new Error(`${document}: ${value.code} ${value.message}`);
    return value;
  }

  act(document, variables = {}) {
    return this.ask(document, { ...variables, requestId: randomUUID() });
  }
}

/** The code that came to a phone, newest first; `since`: only one that came after that. */
export async function codeFor(address, phone, since = 0) {
  for (let tries = 0; tries < 50; tries += 1) {
    const { messages } = await (await fetch(`${address}/dev/demo`)).json();
    const found = messages.find(
      (each) => each.phone.endsWith(phone) && Date.parse(each.createdAt) > since && /\d{6}/.test(each.body),
    );
    if (found) return /\d{6}/.exec(found.body)[0];
    await pause(100);
  }
  throw new Error(`no code came to ${phone}`);
}

/** A family with an account of its own, signed in through the API. */
export async function family(service) {
  const phone = new Phone(service.address);
  phone.number = newPhone();
  const device = randomUUID();
  const { challengeId } = await phone.act("requestSignInCode", { phone: phone.number, device });
  const code = await codeFor(service.address, phone.number);
  const signedIn = await phone.act("confirmSignInCode", { challengeId, code, device, deviceLabel: "API" });
  phone.bear(signedIn.tokens.accessToken);
  phone.recoveryCode = signedIn.recoveryCode;
  return phone;
}

/** Whoever is signed in in this browser, asking beside it: with the cookies of its one profile. */
export async function beside(context, address) {
  const cookies = (await context.cookies()).filter(({ name }) => /^(__Host-)?[ar]-/.test(name));
  const phone = new Phone(address);
  phone.bearing = {
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    "encuentro-profile": cookies[0].name.split("-").pop(),
  };
  return phone;
}

/** An adult as their document says. */
export function person({ sex = "FEMALE", bornOn = "1980-05-04", givenNames = "Elena" } = {}) {
  return {
    givenNames,
    surnames: `${SURNAMES[randomInt(SURNAMES.length)]} ${SURNAMES[randomInt(SURNAMES.length)]}`,
    sex,
    bornOn,
    documentKind: "DNI",
    documentNumber: newDni(),
  };
}

/** Somebody who is held, from today's roster; nobody else visits them. */
export async function inmate(service, { givenNames = "Julio César", place = PLACE } = {}) {
  const register = `E2E${digits(9)}`;
  const surnames = `${SURNAMES[randomInt(SURNAMES.length)]} ${SURNAMES[randomInt(SURNAMES.length)]}`;
  const head = readFileSync(join(ROOT, "seeds/demo-roster.csv"), "utf8").split("\n")[0];
  const row = `${register},ingreso,2024-03-11,${place},7,${register},DNI,${newDni()},${surnames},${givenNames},M,1990-05-17,cerrado ordinario,mediana,,,`;
  const folder = await mkdtemp(join(tmpdir(), "roster-"));
  await writeFile(join(folder, "roster.csv"), `${head}\n${row}\n`);
  await imported(service, join(folder, "roster.csv"));
  await rm(folder, { recursive: true });
  return { register, givenNames, surnames, place };
}

/** One roster is loaded at a time; another file of tests may be loading its own just now. */
export async function imported(service, file) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await command(service.environment, "import-roster", file);
    } catch (error) {
      if (tries === 30 || !/otra carga del padrón/.test(error.stderr)) throw error;
      await pause(1000);
    }
  }
}

/** A colleague whom an office has just taken on: their password is for one sign-in. */
export async function appointed(service, { role = "visits_registrar", place = PLACE } = {}) {
  const dni = newDni();
  const words = ["--dni", dni, "--name", "Nélida Supuesta", "--role", role, "--establishment", place];
  const printed = await command(service.environment, "staff", "add", ...words);
  const once = /Password.*?:\s+(\S+)/.exec(printed)[1];
  const secret = /secret=([A-Z2-7]+)/.exec(printed)[1];
  return { dni, once, password: `una-clave-larga-${digits(6)}`, totp: authenticator(secret), place };
}

/** A colleague with a password of their own who speaks to the API; `signIn` ends the session they had before. */
export function staffPhone(service, known) {
  const phone = Object.assign(new Phone(service.address), known);
  phone.signIn = async (more = {}) => {
    const tokens = await phone.act("signInStaff", {
      documentKind: "DNI",
      documentNumber: known.dni,
      password: known.password,
      totp: await known.totp(),
      device: randomUUID(),
      ...more,
    });
    phone.bear(tokens.accessToken);
  };
  return phone;
}

/** A registrar (or another role), signed in through the API. */
export async function colleague(service, role = "visits_registrar", place = PLACE) {
  const known = await appointed(service, { role, place });
  const phone = staffPhone(service, known);
  await phone.signIn({ password: known.once, newPassword: known.password });
  return phone;
}

/** Codes of an authenticator, each handed out once: the service takes none twice. */
export function authenticator(secret) {
  const key = Buffer.from(
    [...secret].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("")
      .match(/.{8}/g).map((bits) => Number.parseInt(bits, 2)),
  );
  let used = 0;
  return async () => {
    const now = () => Math.floor(Date.now() / 30_000);
    // One step of the clock early is still taken.
    const step = Math.max(now(), used + 1);
    while (step > now() + 1) await pause(500);
    used = step;
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const digest = createHmac("sha1", key).update(counter).digest();
    const at = digest[19] & 15;
    return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
  };
}

/**
 * A family that may book: a mother with her child, both tied to somebody held, confirmed by the office.
 * `of`: whose account it is, where they are signed in already.
 */
export async function tiedFamily(service, office, { withMinor = true, of } = {}) {
  const held = await inmate(service, { place: office.place });
  const phone = of ?? (await family(service));
  const mother = person({ givenNames: "Elena", bornOn: "1968-04-02" });
  const added = [await phone.act("addVisitor", { person: mother, capacity: "OWN" })];
  if (withMinor) {
    const minor = person({ givenNames: "Mateo", sex: "MALE", bornOn: "2018-07-30" });
    added.push(await phone.act("addMinor", { person: minor, guardianId: added[0].id }));
  }
  for (const [index, visitor] of added.entries()) {
    await phone.act("requestTie", {
      visitorId: visitor.id,
      establishmentId: held.place,
      kinship: index === 0 ? "MOTHER" : "NEPHEW_OR_NIECE",
      inmate: { givenNames: held.givenNames, surnames: held.surnames, registerNumber: held.register },
    });
  }
  await approveAll(office, held.register);
  return { phone, held, mother: added[0], people: added, document: mother.documentNumber };
}

/** Approve what waits in the office's queue for this register number. */
export async function approveAll(office, register) {
  let after = null;
  do {
    const page = await office.ask("tieQueue", { establishmentId: office.place, first: 50, after });
    for (const request of page.nodes.filter((each) => each.inmateRegisterNumber === register)) {
      await office.act("decideTie", {
        tieId: request.id,
        version: request.version,
        decision: "APPROVE",
        reason: "KINSHIP_PROVEN",
        inmateId: request.candidates[0].inmateId,
      });
    }
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
}

/** The slots that these people can take, soonest first. */
export async function freeSlots(phone, inmateId, visitorIds) {
  const day = (days) => new Date(Date.now() - 5 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
  const { slots } = await phone.ask("availability", { inmateId, from: day(0), to: day(60), visitorIds });
  return slots.filter((each) => each.takeable);
}

/** A booked visit of a tied family, through the API. */
export async function booked({ phone, people }) {
  const { nodes } = await phone.ask("myTies", { first: 10 });
  const inmateId = nodes.find((each) => each.inmate).inmate.id;
  const visitorIds = [people[0].id];
  const [slot] = await freeSlots(phone, inmateId, visitorIds);
  return phone.act("bookVisit", { slotId: slot.id, inmateId, visitorIds });
}

/** Ask until the answer is this: a screen may show a choice before the service has it. */
export async function eventually(ask, wanted, why) {
  for (let tries = 0; tries < 50; tries += 1) {
    if ((await ask()) === wanted) return;
    await pause(100);
  }
  assert.equal(await ask(), wanted, why);
}
