import { act, renderHook, waitFor } from "@testing-library/react-native";
import { beginPushes } from "@/platform/push";
import { phone } from "@/testing/pushes";
import { problem, Service, SILENCE, somebody } from "@/testing/service";
import { beginPushing, PUSH, type Push, stopPushing, tellAddress } from "./pushing";
import { changePin, enter, leave, signOut, startAnew, useSession } from "./session";
import type { OpenProfile } from "./vault";

const KNOWN = { registerPushDevice: { __typename: "PushRegistered", id: "d1" } };
const FORGOTTEN = { forgetPushDevice: { __typename: "PushForgotten", forgottenAt: "2026-11-20T15:00:00Z" } };
const BYE = { signOut: { __typename: "SessionsEnded", ended: 1 } };
const nothing = { news: () => {}, tapped: () => {} };

const wanting = async () => {
  const profile = await somebody();
  await profile.write(PUSH, { on: true });
  return profile;
};
const known = (profile: OpenProfile) => profile.read<Push>(PUSH);

beforeEach(() => {
  phone.reset();
  phone.granted = true;
});
afterEach(() => jest.restoreAllMocks());

test("the address is told once, and again when it is another one or two weeks old", async () => {
  const service = new Service({ RegisterPushDevice: KNOWN });
  const profile = await wanting();

  expect(await tellAddress(profile)).toBe(true);
  expect(await tellAddress(profile)).toBe(true);
  expect(service.sent("RegisterPushDevice")).toEqual([
    { kind: "FCM_TOKEN", value: "token-1", requestId: expect.any(String) },
  ]);

  phone.token = "token-2";
  await tellAddress(profile);
  expect(service.sent("RegisterPushDevice")[1]).toMatchObject({ value: "token-2" });

  jest.spyOn(Date, "now").mockReturnValue(Date.now() + 15 * 24 * 3600_000);
  await tellAddress(profile);
  expect(service.sent("RegisterPushDevice")).toHaveLength(3);
});

test.each([
  ["who does not want it", async (profile: OpenProfile) => profile.write(PUSH, { on: false })],
  ["who has not said", async (profile: OpenProfile) => profile.write(PUSH, null)],
  ["whom the system does not let", async () => void Object.assign(phone, { granted: false })],
  ["a build that FCM does not know", async () => void Object.assign(phone, { token: undefined })],
])("nothing is told for %s", async (_, so) => {
  const service = new Service({ RegisterPushDevice: KNOWN });
  const profile = await wanting();
  await so(profile);

  expect(await tellAddress(profile)).toBe(false);
  expect(service.asked).toEqual([]);
});

test.each([[SILENCE], [{ registerPushDevice: problem("BAD_INPUT", "No.") }]])(
  "what was not answered or refused counts as not told",
  async (says) => {
    const service = new Service({ RegisterPushDevice: says });
    const profile = await wanting();
    expect(await tellAddress(profile)).toBe(false);
    expect((await known(profile))?.value).toBeUndefined();

    service.say("RegisterPushDevice", KNOWN);
    expect(await tellAddress(profile)).toBe(true);
  },
);

test("of two people the one who came in last has it, and only once they are in", async () => {
  const service = new Service({ RegisterPushDevice: KNOWN, LockSession: SILENCE });
  const first = await wanting();
  await tellAddress(first);
  const second = await wanting();
  await changePin("", "2580");
  await tellAddress(second);
  expect(service.sent("RegisterPushDevice")).toHaveLength(2);

  await leave();
  await enter(second.id, "0000");
  expect(service.sent("RegisterPushDevice")).toHaveLength(2);
  await enter(first.id);
  await tellAddress(first);
  expect(service.sent("RegisterPushDevice")).toHaveLength(3);
});

test("while somebody is in, another token is told, what comes is asked for, and nothing is shown besides", async () => {
  const service = new Service({ RegisterPushDevice: KNOWN });
  beginPushes();
  const profile = await wanting();
  const news = jest.fn();
  const tapped = jest.fn();
  const end = beginPushing(profile, { news, tapped });
  await waitFor(() => expect(service.sent("RegisterPushDevice")).toHaveLength(1));

  phone.renew("token-2");
  phone.push();
  await waitFor(() => expect(service.sent("RegisterPushDevice")).toHaveLength(2));
  expect(news).toHaveBeenCalledTimes(1);
  expect(await phone.handler?.handleNotification()).toMatchObject({ shouldShowBanner: false });
  phone.tap();
  expect(tapped).toHaveBeenCalledTimes(1);

  end();
  phone.push();
  phone.tap();
  expect(news).toHaveBeenCalledTimes(1);
  expect(tapped).toHaveBeenCalledTimes(1);
  expect(await phone.handler?.handleNotification()).toMatchObject({
    shouldShowBanner: true,
    shouldPlaySound: false,
  });
});

test("a push that was tapped outside leads to the inbox once somebody is in, and only then", async () => {
  new Service({ RegisterPushDevice: KNOWN });
  phone.tap();
  const profile = await wanting();
  const tapped = jest.fn();

  beginPushing(profile, { ...nothing, tapped })();
  beginPushing(profile, { ...nothing, tapped })();

  expect(tapped).toHaveBeenCalledTimes(1);
});

test("staff are not pushed to", async () => {
  const service = new Service({ RegisterPushDevice: KNOWN });
  const profile = await somebody("staff");
  await profile.write(PUSH, { on: true });

  beginPushing(profile, nothing)();
  await act(async () => {});
  expect(service.asked).toEqual([]);
});

test("signing out tells the service first, and the phone forgets its address", async () => {
  const service = new Service({ RegisterPushDevice: KNOWN, ForgetPushDevice: FORGOTTEN, SignOut: BYE });
  await tellAddress(await wanting());

  await signOut();

  expect(service.asked.map((each) => each.name)).toEqual([
    "RegisterPushDevice",
    "ForgetPushDevice",
    "SignOut",
  ]);
  expect(phone.dropped).toBe(1);
});

test("without signal nothing is pushed to who has left, either", async () => {
  const service = new Service({ RegisterPushDevice: KNOWN });
  await tellAddress(await wanting());
  phone.shown = [{ request: { identifier: "a", content: {} } }];
  service.say("ForgetPushDevice", SILENCE);
  service.say("SignOut", SILENCE);

  await signOut();

  expect(renderHook(() => useSession()).result.current.state).toBe("out");
  expect(phone.dropped).toBe(1);
  expect(phone.shown).toEqual([]);
});

test("a forgotten PIN and a switched-off phone drop the address; that of somebody else stays", async () => {
  new Service({ RegisterPushDevice: KNOWN });
  const first = await wanting();
  await tellAddress(first);
  const second = await wanting();
  await tellAddress(second);

  await stopPushing(first);
  expect(await known(first)).toEqual({ on: false });
  await startAnew(first.id);
  expect(phone.dropped).toBe(0);
  await startAnew(second.id);
  expect(phone.dropped).toBe(1);
});

test("what was withdrawn leaves the lock screen, whoever showed it, and nothing else does", async () => {
  beginPushes();
  const shown = (identifier: string, data?: Record<string, unknown>) => ({
    request: { identifier, content: data ? { data } : {} },
  });
  const system = "expo-notifications://foreign_notifications?tag=a%3A1&id=0";
  phone.shown = [shown(system), shown("a:1"), shown("x", { tag: "a:1" }), shown("b:2", { tag: "b:2" })];

  await phone.wake({ notice: "n1", tag: "b:2" });
  expect(phone.shown).toHaveLength(4);
  await phone.wake({ notice: "n1", tag: "a:1", withdrawn: "1" });

  expect(phone.shown.map(({ request }) => request.identifier)).toEqual(["b:2"]);
});
