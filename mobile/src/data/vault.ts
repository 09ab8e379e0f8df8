/**
 * What a phone keeps of a person, sealed: profiles, each with a key of its own, and a PIN where a phone is shared.
 *
 * The list of profiles is sealed by the key of the device. A profile's own key is in that list: plain, or sealed once
 * more by its PIN. A forgotten PIN is not recovered; the person signs in again with a code by SMS. A PIN keeps
 * relatives and finders out; it slows down, and does not stop, somebody with tools and hours.
 */
import { deviceKey, type Key, keyOf, keyOfPin, newSecret, seal, unseal, uuid } from "@/platform/cipher";
import { exclusive } from "@/platform/exclusive";
import { dropPushes } from "@/platform/push";
import { store } from "@/platform/store";

export type Kind = "family" | "staff";

/** A person of this phone, as the list of people shows them before anything is opened. */
export type Profile = { id: string; kind: Kind; name: string; hasPin: boolean };

type Kept = {
  id: string;
  kind: Kind;
  name: string;
  secret: string;
  salt?: string;
  tries: number;
  /** False while somebody is still signing in: nobody is shown whom the service has not let in. */
  admitted: boolean;
  madeAt: number;
};

/** Wrong PINs before what the phone keeps of the profile is erased. */
export const PIN_TRIES = 8;

/** Milliseconds that signing in may take. */
const UNFINISHED = 3600_000;

/** Whose pushes come to this phone: the id of a profile. */
export const PUSHED_TO = "pushed-to";

const LIST = "profiles";
const KNOWN = "devices";

/** An opened profile: reads and writes what is sealed with its key. */
export type OpenProfile = Profile & {
  read: <T>(name: string) => Promise<T | undefined>;
  write: (name: string, value: unknown) => Promise<void>;
};

export type Opening = { opened: OpenProfile } | { triesLeft: number };

/** Profiles that were erased: what was still about to be written for them is dropped. */
const erased = new Set<string>();

/** Everybody who is signed in on this phone. */
export async function profiles(): Promise<Profile[]> {
  return (await list()).filter((each) => each.admitted).map(shown);
}

/** The service has let this person in: from now on they are one of the people of this phone. */
export async function admitProfile(id: string): Promise<void> {
  await alter(id, { admitted: true });
}

/** Erase what is left of people who never finished signing in; another tab may be at it just now. */
export async function eraseUnfinished(): Promise<void> {
  const before = Date.now() - UNFINISHED;
  for (const each of await list()) if (!each.admitted && each.madeAt < before) await eraseProfile(each.id);
}

/** A new profile without a PIN, open, and not yet one of the people of this phone: see `admitProfile`. */
export async function createProfile(kind: Kind, name: string): Promise<OpenProfile> {
  const kept: Kept = {
    id: uuid().replaceAll("-", "").slice(0, 12),
    kind,
    name,
    secret: newSecret(),
    tries: 0,
    admitted: false,
    madeAt: Date.now(),
  };
  await change((all) => [...all, kept]);
  return opened(kept, kept.secret);
}

/** Open a profile, with its PIN where it has one. After too many wrong ones nothing of it is left. */
export async function openProfile(id: string, pin = ""): Promise<Opening> {
  const proof = await prove(id, pin);
  return "secret" in proof ? { opened: await opened(proof.kept, proof.secret) } : proof;
}

/**
 * Ask for this PIN from now on; null: ask for none. Answers nothing when it is done, and otherwise how many tries are
 * left after a wrong old PIN, counted as at the door.
 */
export async function setPin(id: string, oldPin: string, pin: string | null): Promise<number | undefined> {
  const proof = await prove(id, oldPin);
  if (!("secret" in proof)) return proof.triesLeft;
  const lock = pin === null ? { secret: proof.secret } : await locked(proof.secret, pin);
  // All at once: there is no moment at which a profile with a PIN lies open.
  await change((all) =>
    all.map((each) => {
      const { salt: _, ...plain } = each;
      return each.id === id ? { ...plain, ...lock, tries: 0 } : each;
    }),
  );
  return undefined;
}

async function locked(secret: string, pin: string): Promise<Pick<Kept, "secret" | "salt">> {
  const salt = newSecret();
  return { secret: await seal(await keyOfPin(pin, salt), secret), salt };
}

/** The secret of a profile, for whoever knows its PIN. */
async function prove(
  id: string,
  pin: string,
): Promise<{ kept: Kept; secret: string } | { triesLeft: number }> {
  // Counted before it is tried: a page that is closed meanwhile must not give the try back.
  await change((all) =>
    all.map((each) => (each.id === id && each.salt ? { ...each, tries: each.tries + 1 } : each)),
  );
  const kept = (await list()).find((each) => each.id === id);
  if (!kept) return { triesLeft: 0 };
  if (!kept.salt) return { kept, secret: kept.secret };
  const triesLeft = PIN_TRIES - kept.tries;
  const secret = triesLeft < 0 ? null : await unseal(await keyOfPin(pin, kept.salt), kept.secret);
  if (secret !== null) {
    await alter(id, { tries: 0 });
    return { kept, secret };
  }
  if (triesLeft <= 0) await eraseProfile(id);
  return { triesLeft: Math.max(0, triesLeft) };
}

/** What the list of people calls a profile. */
export async function renameProfile(id: string, name: string): Promise<void> {
  await alter(id, { name });
}

/** Nothing of the profile is left on this phone. */
export async function eraseProfile(id: string): Promise<void> {
  erased.add(id);
  await change((all) => all.filter((each) => each.id !== id));
  for (const name of await store.names()) {
    if (name.startsWith(`${id}/`)) await store.remove(name);
  }
  if ((await store.read(PUSHED_TO)) === id) {
    await store.remove(PUSHED_TO);
    await dropPushes();
  }
}

/**
 * The secret by which the service knows this device again for somebody who signs in: the same after signing out, so
 * that nobody has to be vouched for twice. `who` is a phone or document number; it is sealed, too.
 */
export async function deviceSecret(who: string): Promise<string> {
  return exclusive("devices", async () => {
    const known = await knownDevices();
    const secret = known[who] ?? newSecret();
    await writeOfDevice(KNOWN, { ...known, [who]: secret });
    return secret;
  });
}

/** Forget that the service knew this device by this secret, and for whom. */
export async function forgetDevice(secret: string): Promise<void> {
  await exclusive("devices", async () => {
    const others = Object.entries(await knownDevices()).filter(([, each]) => each !== secret);
    await writeOfDevice(KNOWN, Object.fromEntries(others));
  });
}

async function knownDevices(): Promise<Record<string, string>> {
  return (await readOfDevice<Record<string, string>>(KNOWN)) ?? {};
}

async function list(): Promise<Kept[]> {
  return (await readOfDevice<Kept[]>(LIST)) ?? [];
}

/** What is sealed with the key of the device and no profile's: it outlives whoever signs out. */
export async function readOfDevice<T>(name: string): Promise<T | undefined> {
  const sealed = await store.read(name);
  const text = sealed && (await unseal(await deviceKey(), sealed));
  return text ? (JSON.parse(text) as T) : undefined;
}

/** Keep something of the device: see `readOfDevice`. */
export async function writeOfDevice(name: string, value: unknown): Promise<void> {
  await store.write(name, await seal(await deviceKey(), JSON.stringify(value)));
}

async function change(next: (all: Kept[]) => Kept[]): Promise<void> {
  await exclusive("profiles", async () => {
    await writeOfDevice(LIST, next(await list()));
  });
}

function alter(id: string, what: Partial<Kept>): Promise<void> {
  return change((all) => all.map((each) => (each.id === id ? { ...each, ...what } : each)));
}

function shown(kept: Kept): Profile {
  return { id: kept.id, kind: kept.kind, name: kept.name, hasPin: kept.salt !== undefined };
}

async function opened(kept: Kept, secret: string): Promise<OpenProfile> {
  const key: Key = await keyOf(secret);
  return {
    ...shown(kept),
    async read<T>(name: string) {
      const sealed = await store.read(`${kept.id}/${name}`);
      const text = sealed && (await unseal(key, sealed));
      return text ? (JSON.parse(text) as T) : undefined;
    },
    async write(name, value) {
      const sealed = await seal(key, JSON.stringify(value));
      if (!erased.has(kept.id)) await store.write(`${kept.id}/${name}`, sealed);
    },
  };
}
