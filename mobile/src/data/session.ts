/** Who uses the app now: opened, signed in, refreshed in time, locked, signed out. */
import { useSyncExternalStore } from "react";
import { uuid } from "@/platform/cipher";
import { exclusive } from "@/platform/exclusive";
import { PUSHES } from "@/platform/push";
import { KEEPS_TOKENS } from "@/platform/server";
import { store } from "@/platform/store";
import { onTold, tellTabs } from "@/platform/tabs";
import type { Document } from "./document";
import {
  ForgetPushDevice,
  LockSession,
  RefreshSession,
  type RefreshSessionMutation,
  SignOut,
} from "./gen/documents";
import { type Answer, type Bearing, NoAnswer, Refused, send } from "./send";
import {
  admitProfile,
  createProfile,
  eraseProfile,
  eraseUnfinished,
  forgetDevice,
  type Kind,
  type OpenProfile,
  openProfile,
  type Profile,
  PUSHED_TO,
  profiles,
  renameProfile,
  setPin,
} from "./vault";

/** Why somebody is out again who did not simply leave. */
export type Parting =
  /** The service knows the session no more; of staff, they come in again by their own way. */
  | { why: "ended"; kind: Kind }
  /** Too many wrong PINs. */
  | { why: "pin" }
  /** The PIN was forgotten, and what it sealed erased. */
  | { why: "forgotten" }
  /** The account was erased, which called off so many visits. */
  | { why: "erased"; calledOff: number }
  /** They left, and the service could not be told: it counts the session as open until it expires. */
  | { why: "unheard" }
  /** Erasing the account was asked for, nobody answered, and now the session is gone. */
  | { why: "perhapsErased" };

export type Session =
  | { state: "starting" }
  /** Nobody is in: choose one of the people of this phone, or sign in. */
  | { state: "out"; people: Profile[]; parting?: Parting }
  | { state: "in"; profile: OpenProfile };

/** The pair of tokens as the service gives it; in a browser both are null, for they travel as cookies. */
export type Tokens = { accessToken: string | null; refreshToken: string | null };

/** Where a profile keeps the code that makes another phone a trusted one, until its owner has written it down. */
export const CODE_TO_KEEP = "code-to-keep";

/** Where a profile keeps that erasing its account was asked for, until an answer came. */
export const ERASING = "erasing";

/** Refusals of a session that is over. */
const OVER = new Set(["SIGN_IN_NEEDED", "SESSION_ENDED"]);

/** What other tabs are told when somebody comes or goes. */
const TOLD = "session";

let session: Session = { state: "starting" };
const listeners = new Set<() => void>();

/** The session, and every change of it. */
export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
    () => session,
  );
}

/** The open profile; raises when nobody is in, which no screen that calls it is shown to. */
export function useProfile(): OpenProfile {
  const now = useSession();
  if (now.state !== "in") throw new Error("nobody is signed in");
  return now.profile;
}

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** At the start: a phone with one profile and no PIN opens it at once. */
export async function begin(): Promise<void> {
  await eraseUnfinished();
  onTold((what) => {
    if (what === TOLD) void lookAgain();
  });
  const people = await profiles();
  const [only, ...others] = people;
  if (only && others.length === 0 && !only.hasPin) await enter(only.id);
  else become({ state: "out", people });
}

/** Another tab has signed somebody out: this one must not go on as them. */
async function lookAgain(): Promise<void> {
  const people = await profiles();
  if (session.state === "out") become({ ...session, people });
  const mine = session.state === "in" ? session.profile.id : undefined;
  if (mine && !people.some((each) => each.id === mine)) become({ state: "out", people });
}

/** Open a profile. Answers how many tries are left after a wrong PIN, and nothing when it is open. */
export async function enter(id: string, pin?: string): Promise<number | undefined> {
  const opening = await openProfile(id, pin);
  if ("opened" in opening) {
    become({ state: "in", profile: opening.opened });
    return undefined;
  }
  if (opening.triesLeft === 0) become({ state: "out", people: await profiles(), parting: { why: "pin" } });
  return opening.triesLeft;
}

/**
 * The header for somebody who is about to sign in. A browser's cookies need the name of their profile before it
 * exists, so the profile is made first and erased when signing in is given up.
 */
export async function newcomer(
  kind: Kind,
  name: string,
): Promise<{ profile: OpenProfile; bearing: Bearing }> {
  const profile = await createProfile(kind, name);
  return { profile, bearing: KEEPS_TOKENS ? {} : { "encuentro-profile": profile.id } };
}

/** Somebody has signed in on this device. What must be shown to them once is kept until they have seen it. */
export async function admit(
  profile: OpenProfile,
  tokens: Tokens,
  device: string,
  recoveryCode: string | null = null,
): Promise<void> {
  await profile.write("device", device);
  if (recoveryCode) await profile.write(CODE_TO_KEEP, recoveryCode);
  if (KEEPS_TOKENS) await profile.write("tokens", tokens);
  await admitProfile(profile.id);
  become({ state: "in", profile });
  tellTabs(TOLD);
}

/** Ask or act as whoever is in; an expired token is renewed once on the way. Raises NoAnswer or Refused. */
export async function ask<A, V>(
  document: Document<A, V>,
  variables: V,
  etag?: string,
): Promise<Answer<A> | null> {
  if (session.state !== "in") throw new Refused("SIGN_IN_NEEDED", "");
  const { profile } = session;
  const startedAt = Date.now();
  try {
    const answer = await send(document, variables, await bearing(profile), etag);
    if (!answer || !wantsSignIn(answer.data)) return answer;
  } catch (error) {
    if (!(error instanceof Refused && error.code === "SIGN_IN_NEEDED")) throw error;
  }
  await renew(profile, startedAt);
  return send(document, variables, await bearing(profile), etag);
}

/**
 * Reach the service by plain HTTP as whoever is in. `isOver`: whether an answer may mean that the tokens have expired;
 * they are renewed then, once, and it is asked again. Raises NoAnswer or Refused.
 */
export async function carry<A>(
  by: (bearing: Bearing) => Promise<A>,
  isOver: (answer: A) => boolean,
): Promise<A> {
  if (session.state !== "in") throw new Refused("SIGN_IN_NEEDED", "");
  const { profile } = session;
  const startedAt = Date.now();
  const answer = await by(await bearing(profile));
  if (!isOver(answer)) return answer;
  await renew(profile, startedAt);
  return by(await bearing(profile));
}

/** Leave the profile as it is and ask for its PIN again; its access ends at the service, too. */
export async function lock(): Promise<void> {
  if (session.state !== "in") return;
  // The screen closes first: a slow service must not keep it open.
  const told = ask(LockSession, { requestId: uuid() }).catch(ignoreNoAnswer);
  await leave();
  await told;
}

/** Go back to the list of people. */
export async function leave(): Promise<void> {
  become({ state: "starting" });
  become({ state: "out", people: await profiles() });
}

/**
 * Sign out: nothing of the person stays on the phone, whether the service hears of it now or not. To tell it later
 * the phone would have to keep what opens the session, so the person is told instead.
 */
export async function signOut(): Promise<void> {
  if (session.state !== "in") return;
  const { profile } = session;
  if (PUSHES && (await store.read(PUSHED_TO)) === profile.id) {
    await ask(ForgetPushDevice, { requestId: uuid() }).catch(ignoreNoAnswer);
  }
  await part(profile, (await isSignedOut()) ? undefined : { why: "unheard" });
}

/** Whether the session is over by the word of the service, because it was asked to or long before. */
async function isSignedOut(): Promise<boolean> {
  try {
    const answer = await ask(SignOut, { requestId: uuid() });
    return answer?.data.signOut.__typename === "SessionsEnded";
  } catch (error) {
    ignoreNoAnswer(error);
    return error instanceof Refused && OVER.has(error.code);
  }
}

/** Erase what the phone keeps of whoever is in. */
export async function forget(parting?: Parting): Promise<void> {
  if (session.state !== "in") return;
  const { profile } = session;
  // Whoever erased the account is nobody whom the service could know again.
  if (parting?.why === "erased") await forgetDevice((await profile.read<string>("device")) ?? "");
  await part(profile, parting);
}

async function part(profile: OpenProfile, parting?: Parting): Promise<void> {
  await eraseProfile(profile.id);
  const people = await profiles();
  // Somebody else may have come in meanwhile, who stays.
  if (session.state !== "in" || session.profile.id === profile.id) {
    become({ state: "out", people, ...(parting ? { parting } : {}) });
  }
  tellTabs(TOLD);
}

/** Somebody of this phone has forgotten their PIN: what it sealed is gone, and they sign in like anybody new. */
export async function startAnew(id: string): Promise<void> {
  await eraseProfile(id);
  become({ state: "out", people: await profiles(), parting: { why: "forgotten" } });
  tellTabs(TOLD);
}

/** Ask whoever is in for this PIN from now on, or for none: answers like `setPin`. */
export async function changePin(oldPin: string, pin: string | null): Promise<number | undefined> {
  if (session.state !== "in") return undefined;
  const { profile } = session;
  const triesLeft = await setPin(profile.id, oldPin, pin);
  if (triesLeft === 0) await part(profile, { why: "pin" });
  if (triesLeft === undefined) become({ state: "in", profile: { ...profile, hasPin: pin !== null } });
  return triesLeft;
}

/** What the list of people calls whoever is in. */
export async function rename(name: string): Promise<void> {
  if (session.state !== "in") return;
  const { profile } = session;
  await renameProfile(profile.id, name);
  become({ state: "in", profile: { ...profile, name } });
}

async function bearing(profile: OpenProfile): Promise<Bearing> {
  if (!KEEPS_TOKENS) return { "encuentro-profile": profile.id };
  const tokens = await profile.read<Tokens>("tokens");
  return tokens?.accessToken ? { authorization: `Bearer ${tokens.accessToken}` } : {};
}

const renewedAt = new Map<string, number>();

/** The next pair of tokens; one request, however many questions found the old pair expired. */
async function renew(profile: OpenProfile, startedAt: number): Promise<void> {
  await exclusive(`renew-${profile.id}`, async () => {
    if ((renewedAt.get(profile.id) ?? 0) > startedAt) return;
    // Another question has just been told that the session is over: nothing of it is written any more.
    if (!(await profiles()).some((each) => each.id === profile.id)) throw new Refused("SESSION_ENDED", "");
    const renewed = await askForTokens(profile);
    if (renewed.__typename === "Tokens") {
      if (KEEPS_TOKENS) await profile.write("tokens", renewed);
      renewedAt.set(profile.id, Date.now());
    } else if (renewed.code === "SESSION_ENDED") {
      await partFromEnded(profile);
      throw new Refused("SESSION_ENDED", renewed.message);
    } else throw new NoAnswer(renewed.code);
  });
}

async function partFromEnded(profile: OpenProfile): Promise<void> {
  const erasing = await profile.read<boolean>(ERASING);
  await part(profile, erasing ? { why: "perhapsErased" } : { why: "ended", kind: profile.kind });
}

/** One request id until there is an answer, also over a reload: a token spent twice would look stolen. */
async function askForTokens(profile: OpenProfile): Promise<RefreshSessionMutation["refreshSession"]> {
  const tokens = await profile.read<Tokens>("tokens");
  const device = (await profile.read<string>("device")) ?? "";
  const requestId = (await profile.read<string | null>("renewal")) ?? uuid();
  await profile.write("renewal", requestId);
  const variables = { refreshToken: tokens?.refreshToken ?? null, device, requestId };
  const answer = await send(RefreshSession, variables, KEEPS_TOKENS ? {} : await bearing(profile));
  const renewed = answer?.data.refreshSession;
  if (!renewed || ("code" in renewed && renewed.code === "TRY_AGAIN")) throw new NoAnswer("TRY_AGAIN");
  await profile.write("renewal", null);
  return renewed;
}

/** A refusal inside the answer: unions carry it as data. */
function wantsSignIn(data: unknown): boolean {
  return Object.values(data as Record<string, { code?: string } | null>).some(
    (each) => each?.code === "SIGN_IN_NEEDED",
  );
}

function ignoreNoAnswer(error: unknown): void {
  if (!(error instanceof NoAnswer || error instanceof Refused)) throw error;
}
