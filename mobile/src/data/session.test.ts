import { act, renderHook } from "@testing-library/react-native";
import { store } from "@/platform/store";
import { problem, refusal, Service, SILENCE, somebody } from "@/testing/service";
import { Me, type MeQuery } from "./gen/documents";
import { NoAnswer, Refused } from "./send";
import {
  ask,
  begin,
  changePin,
  ERASING,
  enter,
  forget,
  leave,
  lock,
  rename,
  type Session,
  signOut,
  startAnew,
  useSession,
} from "./session";
import { deviceSecret, profiles } from "./vault";

const ME = { me: { __typename: "Me", language: "es" } } as unknown as MeQuery;
const EXPIRED = { me: problem("SIGN_IN_NEEDED", "Primero ingrese.") };
const TOKENS = { __typename: "Tokens", accessToken: "access 2", refreshToken: "refresh 2" };
const RENEWED = { refreshSession: TOKENS };
const ENDED = { refreshSession: problem("SESSION_ENDED", "Su sesión terminó.") };
const BYE = { signOut: { __typename: "SessionsEnded", ended: 1 } };
const LOCKED = { lockSession: { __typename: "SessionLocked", lockedAt: "2026-11-22T12:00:00Z" } };

function now(): Session {
  const { result, unmount } = renderHook(() => useSession());
  const session = result.current;
  unmount();
  return session;
}

async function parting(): Promise<unknown> {
  const session = now();
  return session.state === "out" ? session.parting : session.state;
}

beforeEach(async () => {
  for (const name of await store.names()) await store.remove(name);
});

/** The service answers `ME` once the tokens were renewed, and not before. */
function afterRenewal(service: Service): () => unknown {
  return () => (service.sent("RefreshSession").length > 0 ? ME : EXPIRED);
}

test("a phone of one person without a PIN opens at once", async () => {
  const { id } = await somebody();
  await leave();

  await begin();

  expect(now()).toMatchObject({ state: "in", profile: { id } });
});

test("a phone with a PIN asks for it at every start", async () => {
  const { id } = await somebody();
  await changePin("", "2580");
  await leave();

  await begin();

  expect(now()).toMatchObject({ state: "out", people: [{ id, hasPin: true }] });
  expect(await enter(id, "0001")).toBe(7);
  expect(now().state).toBe("out");
  expect(await enter(id, "2580")).toBeUndefined();
  expect(now()).toMatchObject({ state: "in", profile: { id } });
});

test("a phone of two people asks who comes in", async () => {
  await somebody();
  await somebody();
  await leave();

  await begin();

  expect(now()).toMatchObject({ state: "out", people: [{}, {}] });
});

test("many questions that find the token expired renew it once", async () => {
  const service = new Service({ Me: EXPIRED, RefreshSession: RENEWED });
  service.say("Me", afterRenewal(service));
  const profile = await somebody();

  const answers = await Promise.all([ask(Me, {}), ask(Me, {}), ask(Me, {})]);

  expect(answers.map((each) => each?.data)).toEqual([ME, ME, ME]);
  expect(service.sent("RefreshSession")).toHaveLength(1);
  expect(service.sent("RefreshSession")[0]).toMatchObject({ refreshToken: "refresh", device: "device" });
  expect(await profile.read("tokens")).toEqual(TOKENS);
});

test("a renewal of one person is none of another", async () => {
  const service = new Service({ Me: EXPIRED, RefreshSession: RENEWED });
  service.say("Me", afterRenewal(service));
  await somebody();
  await ask(Me, {});

  service.say("Me", () => (service.sent("RefreshSession").length > 1 ? ME : EXPIRED));
  jest.spyOn(Date, "now").mockReturnValueOnce(0);
  await somebody();
  jest.spyOn(Date, "now").mockReturnValueOnce(0);

  expect((await ask(Me, {}))?.data).toEqual(ME);
  jest.restoreAllMocks();
});

test("a renewal without an answer is asked for again under the same name", async () => {
  const service = new Service({ Me: EXPIRED, RefreshSession: SILENCE });
  await somebody();

  await expect(ask(Me, {})).rejects.toThrow(NoAnswer);
  service.say("RefreshSession", RENEWED);
  service.say("Me", () => (service.sent("RefreshSession").length > 1 ? ME : EXPIRED));

  expect((await ask(Me, {}))?.data).toEqual(ME);
  const [first, second] = service.sent("RefreshSession");
  expect(second?.requestId).toBe(first?.requestId);
});

test("no signal while renewing signs nobody out", async () => {
  new Service({ Me: EXPIRED, RefreshSession: SILENCE });
  const profile = await somebody();

  await expect(ask(Me, {})).rejects.toThrow(NoAnswer);

  expect(now()).toMatchObject({ state: "in", profile: { id: profile.id } });
  expect(await profile.read("tokens")).toBeTruthy();
});

test("a session that has ended leaves nothing on the phone, and says why", async () => {
  new Service({ Me: EXPIRED, RefreshSession: ENDED });
  const { id } = await somebody();

  await expect(ask(Me, {})).rejects.toThrow(Refused);

  expect(await parting()).toEqual({ why: "ended", kind: "family" });
  expect(await profiles()).toEqual([]);
  expect((await store.names()).filter((name) => name.includes(id))).toEqual([]);
});

test("many questions that find the session over end it once, and write nothing of it again", async () => {
  const service = new Service({ Me: EXPIRED, RefreshSession: ENDED });
  const { id } = await somebody();

  await Promise.allSettled([ask(Me, {}), ask(Me, {}), ask(Me, {})]);

  expect(service.sent("RefreshSession")).toHaveLength(1);
  expect((await store.names()).filter((name) => name.includes(id))).toEqual([]);
});

test("the session of somebody who has left ends without touching who is in now", async () => {
  const service = new Service({ Me: EXPIRED });
  const gone = await somebody();
  let answer = (_: unknown) => {};
  service.say("RefreshSession", () => new Promise((resolve) => (answer = resolve)));
  const asked = ask(Me, {});
  while (service.sent("RefreshSession").length === 0) await new Promise((resolve) => setTimeout(resolve, 5));

  const mine = await somebody();
  answer(ENDED);
  await expect(asked).rejects.toThrow(Refused);

  expect(now()).toMatchObject({ state: "in", profile: { id: mine.id } });
  expect((await profiles()).map((each) => each.id)).toEqual([mine.id]);
  expect(await gone.read("tokens")).toBeUndefined();
});

test("a session that is gone after erasing was asked for says that the account probably is, too", async () => {
  new Service({ Me: EXPIRED, RefreshSession: ENDED });
  const profile = await somebody();
  await profile.write(ERASING, true);

  await expect(ask(Me, {})).rejects.toThrow(Refused);

  expect(await parting()).toEqual({ why: "perhapsErased" });
});

test.each([
  ["is told", BYE],
  ["does not answer", SILENCE],
  ["refuses", refusal("SIGN_IN_NEEDED")],
])("signing out leaves nothing on the phone when the service %s", async (_, says) => {
  const service = new Service({ SignOut: says, RefreshSession: ENDED });
  const { id } = await somebody();

  await signOut();

  expect(service.sent("SignOut")).toHaveLength(1);
  expect(now()).toMatchObject({ state: "out", people: [] });
  expect((await store.names()).filter((name) => name.includes(id))).toEqual([]);
});

test.each([
  ["is told", BYE, undefined],
  ["had ended the session", refusal("SIGN_IN_NEEDED"), undefined],
  ["does not answer", SILENCE, { why: "unheard" }],
  ["is too busy", { signOut: problem("TRY_AGAIN", "Hay mucha gente a la vez.") }, { why: "unheard" }],
])(
  "who signs out is told that a session stays open exactly when it does: the service %s",
  async (_, says, why) => {
    new Service({ SignOut: says, RefreshSession: ENDED });
    await somebody();

    await signOut();

    expect(await parting()).toEqual(why);
  },
);

test("after signing out the phone is still one that the account knows", async () => {
  new Service({ SignOut: BYE });
  const secret = await deviceSecret("900099001");
  await somebody();

  await signOut();

  expect(await deviceSecret("900099001")).toBe(secret);
});

test("after the account was erased the phone does not know the number any more", async () => {
  const secret = await deviceSecret("900099001");
  const profile = await somebody();
  await profile.write("device", secret);

  await forget({ why: "erased", calledOff: 2 });

  expect(await parting()).toEqual({ why: "erased", calledOff: 2 });
  expect(await deviceSecret("900099001")).not.toBe(secret);
});

test("locking closes the screen before the service has answered, and keeps what the phone has", async () => {
  const service = new Service({});
  const { id } = await somebody();
  await changePin("", "2580");
  let answer = (_: unknown) => {};
  service.say("LockSession", () => new Promise((resolve) => (answer = resolve)));

  const locking = lock();
  while (now().state !== "out") await new Promise((resolve) => setTimeout(resolve, 5));

  expect(now()).toMatchObject({ state: "out", people: [{ id }] });
  answer(LOCKED);
  await locking;
  expect(service.sent("LockSession")).toHaveLength(1);
  expect(await enter(id, "2580")).toBeUndefined();
});

test("locking needs no signal", async () => {
  new Service({ LockSession: SILENCE });
  await somebody();
  await changePin("", "2580");

  await lock();

  expect(now().state).toBe("out");
});

test("the last wrong PIN erases and says so", async () => {
  const { id } = await somebody();
  await changePin("", "2580");
  await leave();

  for (let each = 0; each < 8; each += 1) await enter(id, "0001");

  expect(await parting()).toEqual({ why: "pin" });
  expect(await profiles()).toEqual([]);
});

test("the last wrong old PIN while changing it puts whoever guesses out", async () => {
  await somebody();
  await changePin("", "2580");

  for (let each = 0; each < 8; each += 1) await changePin("0001", null);

  expect(await parting()).toEqual({ why: "pin" });
});

test("a forgotten PIN is answered with a new beginning", async () => {
  const { id } = await somebody();
  await changePin("", "2580");
  await leave();

  await startAnew(id);

  expect(now()).toMatchObject({ state: "out", people: [], parting: { why: "forgotten" } });
});

test("another name is shown at once and at the next start", async () => {
  const { id } = await somebody();

  await act(() => rename("Mamá"));

  expect(now()).toMatchObject({ state: "in", profile: { id, name: "Mamá" } });
  expect((await profiles())[0]?.name).toBe("Mamá");
});

test("nobody asks when nobody is in", async () => {
  new Service({ SignOut: BYE });
  await somebody();
  await signOut();

  await expect(ask(Me, {})).rejects.toThrow(Refused);
});
