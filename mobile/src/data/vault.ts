/**
 * What a phone keeps of a person, sealed: profiles, each with a key of its own, and a PIN where a phone is shared.
 *
 * The list of profiles is sealed by the key of the device. A profile's own key is in that list: plain, or sealed once
 * more by its PIN. A forgotten PIN is not recovered; the person signs in again with a code by SMS. A PIN keeps
 * relatives and finders out; it slows down, and does not stop, somebody with tools and hours.
 */
import { deviceKey, type Key, keyOf, keyOfPin, newSecret, seal, unseal, uuid } from "@/platform/cipher";
import { exclusive } from "@/platform/exclusive";
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
};

/** Wrong PINs before what the phone keeps of the profile is erased. */
export const PIN_TRIES = 8;

const LIST = "profiles";
const KNOWN = "devices";

/** An opened profile: reads and writes what is sealed with its key. */
export type OpenProfile = Profile & {
  read: <T>(name: string) => Promise<T | undefined>;
  write: (name: string, value: unknown) => Promise<void>;
};

export type Opening = { opened: OpenProfile } | { triesLeft: number };

/** Everybody who is signed in on this phone. */
export async function profiles(): Promise<Profile[]> {
  return (await list()).filter((each) => each.admitted).map(shown);
}

/** The service has let this person in: from now on they are one of the people of this phone. */
export async function admitProfile(id: string): Promise<void> {
  await alter(id, { admitted: true });
}

/** Erase what is left of somebody who never finished signing in. */
export async function eraseUnfinished(): Promise<void> {
  for (const each of await list()) if (!each.admitted) await eraseProfile(each.id);
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
  };
  await change((all) => [...all, kept]);
  return opened(kept, kept.secret);
}

/** Open a profile, with its PIN where it has one. After too many wrong ones nothing of it is left. */
export async function openProfile(id: string, pin = ""): Promise<Opening> {
  const kept = (await list()).find((each) => each.id === id);
  if (!kept) return { triesLeft: 0 };
  if (!kept.salt) return { opened: await opened(kept, kept.secret) };
  // Counted before it is tried: a page that is closed meanwhile must not give the try back.
  await alter(id, { tries: kept.tries + 1 });
  const secret = await unseal(await keyOfPin(pin, kept.salt), kept.secret);
  if (secret !== null) {
    await alter(id, { tries: 0 });
    return { opened: await opened(kept, secret) };
  }
  const triesLeft = PIN_TRIES - kept.tries - 1;
  if (triesLeft <= 0) await eraseProfile(id);
  return { triesLeft: Math.max(0, triesLeft) };
}

/** Ask for this PIN from now on; null: ask for none. The profile must be open with the PIN it has. */
export async function setPin(id: string, oldPin: string, pin: string | null): Promise<boolean> {
  const kept = (await list()).find((each) => each.id === id);
  const secret =
    kept && (kept.salt ? await unseal(await keyOfPin(oldPin, kept.salt), kept.secret) : kept.secret);
  if (!secret) return false;
  const salt = newSecret();
  await change((all) =>
    all.map((each) => {
      const { salt: _, ...plain } = each;
      return each.id === id ? { ...plain, secret, tries: 0 } : each;
    }),
  );
  if (pin !== null) await alter(id, { secret: await seal(await keyOfPin(pin, salt), secret), salt });
  return true;
}

/** What the list of people calls a profile. */
export async function renameProfile(id: string, name: string): Promise<void> {
  await alter(id, { name });
}

/** Nothing of the profile is left on this phone. */
export async function eraseProfile(id: string): Promise<void> {
  await change((all) => all.filter((each) => each.id !== id));
  for (const name of await store.names()) {
    if (name.startsWith(`${id}/`)) await store.remove(name);
  }
}

/**
 * The secret by which the service knows this device again for somebody who signs in: the same after signing out, so
 * that nobody has to be vouched for twice. `who` is a phone or document number; it is sealed, too.
 */
export async function deviceSecret(who: string): Promise<string> {
  return exclusive("devices", async () => {
    const key = await deviceKey();
    const sealed = await store.read(KNOWN);
    const known = JSON.parse((sealed && (await unseal(key, sealed))) || "{}") as Record<string, string>;
    known[who] ??= newSecret();
    await store.write(KNOWN, await seal(key, JSON.stringify(known)));
    return known[who];
  });
}

async function list(): Promise<Kept[]> {
  const sealed = await store.read(LIST);
  const text = sealed && (await unseal(await deviceKey(), sealed));
  return text ? (JSON.parse(text) as Kept[]) : [];
}

async function change(next: (all: Kept[]) => Kept[]): Promise<void> {
  await exclusive("profiles", async () => {
    await store.write(LIST, await seal(await deviceKey(), JSON.stringify(next(await list()))));
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
      await store.write(`${kept.id}/${name}`, await seal(key, JSON.stringify(value)));
    },
  };
}
