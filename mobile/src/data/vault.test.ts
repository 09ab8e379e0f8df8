import { deviceKey, seal, unseal } from "@/platform/cipher";
import { store } from "@/platform/store";
import {
  admitProfile,
  createProfile,
  deviceSecret,
  eraseProfile,
  eraseUnfinished,
  forgetDevice,
  type OpenProfile,
  openProfile,
  PIN_TRIES,
  profiles,
  renameProfile,
  setPin,
} from "./vault";

type Kept = { id: string; tries: number; salt?: string; secret: string };

async function onList(id: string): Promise<Kept | undefined> {
  const sealed = (await store.read("profiles")) ?? "";
  const list = JSON.parse((await unseal(await deviceKey(), sealed)) ?? "[]") as Kept[];
  return list.find((each) => each.id === id);
}

/** As the phone would find it after being cut off in the middle. */
async function putOnList(id: string, what: Partial<Kept>): Promise<void> {
  const key = await deviceKey();
  const list = JSON.parse((await unseal(key, (await store.read("profiles")) ?? "")) ?? "[]") as Kept[];
  const next = list.map((each) => (each.id === id ? { ...each, ...what } : each));
  await store.write("profiles", await seal(key, JSON.stringify(next)));
}

async function namesOf(id: string): Promise<string[]> {
  return (await store.names()).filter((name) => name.includes(id));
}

async function maria(pin?: string): Promise<OpenProfile> {
  const profile = await createProfile("family", "María");
  await admitProfile(profile.id);
  if (pin) await setPin(profile.id, "", pin);
  return profile;
}

beforeEach(async () => {
  for (const name of await store.names()) await store.remove(name);
});

test("a person is on the list once the service has let them in", async () => {
  const profile = await createProfile("family", "María");
  expect(await profiles()).toEqual([]);

  await admitProfile(profile.id);

  expect(await profiles()).toEqual([{ id: profile.id, kind: "family", name: "María", hasPin: false }]);
});

test("who began to sign in long ago is erased, who is at it is not", async () => {
  const old = await createProfile("family", "900 099 001");
  await old.write("device", "secret");
  const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 2 * 3600_000);
  const fresh = await createProfile("family", "900 099 002");

  await eraseUnfinished();

  later.mockRestore();
  expect(await onList(old.id)).toBeUndefined();
  expect(await namesOf(old.id)).toEqual([]);
  expect(await onList(fresh.id)).toBeTruthy();
});

test("nothing that is kept can be read where it lies", async () => {
  const profile = await maria();
  await profile.write("reads", { name: "Juan Carlos" });

  const texts = await Promise.all((await store.names()).map((name) => store.read(name)));

  expect(texts.length).toBeGreaterThan(1);
  expect(texts.join()).not.toMatch(/Juan|María|name/);
  expect(await profile.read("reads")).toEqual({ name: "Juan Carlos" });
});

test("two people of a phone read each their own, and nothing with the other's key", async () => {
  const [mine, hers] = [await maria(), await createProfile("family", "Rosa")];
  await mine.write("reads", "mine");
  await hers.write("reads", "hers");

  expect(await mine.read("reads")).toBe("mine");
  await store.write(`${mine.id}/reads`, (await store.read(`${hers.id}/reads`)) ?? "");
  expect(await mine.read("reads")).toBeUndefined();
  expect(await hers.read("reads")).toBe("hers");
});

test("a PIN opens what was kept before it was set, and the list holds no open key any more", async () => {
  const profile = await maria();
  await profile.write("reads", "before");
  const open = (await onList(profile.id))?.secret;

  expect(await setPin(profile.id, "", "2580")).toBeUndefined();

  const opening = await openProfile(profile.id, "2580");
  expect("opened" in opening && (await opening.opened.read("reads"))).toBe("before");
  expect((await onList(profile.id))?.secret).not.toContain(open);
  expect((await profiles())[0]?.hasPin).toBe(true);
});

test("a wrong PIN opens nothing and says how many tries are left; a right one gives them all back", async () => {
  const { id } = await maria("2580");

  expect(await openProfile(id, "2581")).toEqual({ triesLeft: 7 });
  expect(await openProfile(id)).toEqual({ triesLeft: 6 });
  expect(await openProfile(id, "2580")).toHaveProperty("opened");
  expect(await openProfile(id, "2581")).toEqual({ triesLeft: 7 });
});

test("the eighth wrong PIN erases what the phone keeps", async () => {
  const profile = await maria("2580");
  await profile.write("reads", "visits");

  await putOnList(profile.id, { tries: PIN_TRIES - 2 });

  expect(await openProfile(profile.id, "0001")).toEqual({ triesLeft: 1 });
  expect(await onList(profile.id)).toBeTruthy();
  expect(await openProfile(profile.id, "0001")).toEqual({ triesLeft: 0 });

  expect(await onList(profile.id)).toBeUndefined();
  expect(await namesOf(profile.id)).toEqual([]);
  expect(await openProfile(profile.id, "2580")).toEqual({ triesLeft: 0 });
});

test("a try is counted before it is made, so that closing the app gives none back", async () => {
  const { id } = await maria("2580");

  const opening = openProfile(id, "0001");
  while ((await onList(id))?.tries === 0) await Promise.resolve();

  expect((await onList(id))?.tries).toBe(1);
  await opening;
});

test("who closed the app on the last try finds even the right PIN too late", async () => {
  const { id } = await maria("2580");
  await putOnList(id, { tries: PIN_TRIES });

  expect(await openProfile(id, "2580")).toEqual({ triesLeft: 0 });
  expect(await onList(id)).toBeUndefined();
});

test("tries made at once are counted each", async () => {
  const { id } = await maria("2580");

  await Promise.all([openProfile(id, "0001"), openProfile(id, "0002"), openProfile(id, "0003")]);

  expect((await onList(id))?.tries).toBe(3);
});

test("a PIN is changed by who knows it, and by nobody else", async () => {
  const profile = await maria("2580");
  await profile.write("reads", "visits");

  expect(await setPin(profile.id, "0001", "9753")).toBe(7);
  expect(await openProfile(profile.id, "9753")).toEqual({ triesLeft: 6 });
  expect(await setPin(profile.id, "2580", "9753")).toBeUndefined();

  expect(await openProfile(profile.id, "2580")).toEqual({ triesLeft: 7 });
  const opening = await openProfile(profile.id, "9753");
  expect("opened" in opening && (await opening.opened.read("reads"))).toBe("visits");
});

test("guessing the old PIN while changing it erases as guessing at the door does", async () => {
  const { id } = await maria("2580");
  await putOnList(id, { tries: PIN_TRIES - 1 });

  expect(await setPin(id, "0002", null)).toBe(0);
  expect(await onList(id)).toBeUndefined();
});

test("a PIN is removed by who knows it, and what was kept stays readable", async () => {
  const profile = await maria("2580");
  await profile.write("reads", "visits");

  expect(await setPin(profile.id, "0001", null)).toBe(7);
  expect((await profiles())[0]?.hasPin).toBe(true);
  expect(await setPin(profile.id, "2580", null)).toBeUndefined();

  const opening = await openProfile(profile.id);
  expect("opened" in opening && (await opening.opened.read("reads"))).toBe("visits");
  expect((await profiles())[0]?.hasPin).toBe(false);
});

test("erasing one person leaves no name with their id, and the other person whole", async () => {
  const [mine, hers] = [await maria(), await maria()];
  for (const each of [mine, hers]) {
    await each.write("reads", "visits");
    await each.write("tokens", "tokens");
  }

  await eraseProfile(mine.id);

  expect(await namesOf(mine.id)).toEqual([]);
  expect((await profiles()).map((each) => each.id)).toEqual([hers.id]);
  expect(await hers.read("reads")).toBe("visits");
});

test("what was still being written when a person was erased is not kept", async () => {
  const profile = await maria();

  const writing = profile.write("reads", "visits");
  await eraseProfile(profile.id);
  await writing;
  await profile.write("outbox", []);

  expect(await namesOf(profile.id)).toEqual([]);
});

test("another name changes nothing else", async () => {
  const profile = await maria("2580");

  await renameProfile(profile.id, "Mamá");

  expect((await profiles())[0]).toEqual({ id: profile.id, kind: "family", name: "Mamá", hasPin: true });
  expect(await openProfile(profile.id, "2580")).toHaveProperty("opened");
});

test("a number keeps its device secret over signing out, and each number has its own", async () => {
  const secret = await deviceSecret("900099001");
  const profile = await maria();
  await eraseProfile(profile.id);

  expect(await deviceSecret("900099001")).toBe(secret);
  expect(await deviceSecret("900099002")).not.toBe(secret);
});

test("a forgotten device is a new one, and no other number is touched", async () => {
  const [gone, kept] = [await deviceSecret("900099001"), await deviceSecret("900099002")];

  await forgetDevice(gone);

  expect(await deviceSecret("900099001")).not.toBe(gone);
  expect(await deviceSecret("900099002")).toBe(kept);
});
