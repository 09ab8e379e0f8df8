/** Who uses the app now: opened, signed in, refreshed in time, locked, signed out. */
import { useSyncExternalStore } from "react";
import { uuid } from "@/platform/cipher";
import { exclusive } from "@/platform/exclusive";
import { KEEPS_TOKENS } from "@/platform/server";
import { onTold, tellTabs } from "@/platform/tabs";
import type { Document } from "./document";
import { LockSession, RefreshSession, type RefreshSessionMutation, SignOut } from "./gen/documents";
import { type Answer, type Bearing, NoAnswer, Refused, send } from "./send";
import {
  admitProfile,
  createProfile,
  eraseProfile,
  eraseUnfinished,
  type Kind,
  type OpenProfile,
  openProfile,
  type Profile,
  profiles,
} from "./vault";

export type Session =
  | { state: "starting" }
  /** Nobody is in: choose one of the people of this phone, or sign in. `ended`: why somebody is out again. */
  | { state: "out"; people: Profile[]; ended?: boolean }
  | { state: "in"; profile: OpenProfile };

/** The pair of tokens as the service gives it; in a browser both are null, for they travel as cookies. */
export type Tokens = { accessToken: string | null; refreshToken: string | null };

/** Where a profile keeps the code that makes another phone a trusted one, until its owner has written it down. */
export const CODE_TO_KEEP = "code-to-keep";

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
    if (what === "session") void lookAgain();
  });
  const people = await profiles();
  const [only, ...others] = people;
  if (only && others.length === 0 && !only.hasPin) await enter(only.id);
  else become({ state: "out", people });
}

/** Another tab has signed somebody out: this one must not go on as them. */
async function lookAgain(): Promise<void> {
  const people = await profiles();
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
  if (opening.triesLeft === 0) become({ state: "out", people: await profiles(), ended: true });
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

/** Leave the profile as it is and ask for its PIN again; its access ends at the service, too. */
export async function lock(): Promise<void> {
  await ask(LockSession, { requestId: uuid() }).catch(ignoreNoAnswer);
  await leave();
}

/** Go back to the list of people. */
export async function leave(): Promise<void> {
  become({ state: "out", people: await profiles() });
}

/** Sign out: nothing of the person stays on the phone, whether the service hears of it now or not. */
export async function signOut(): Promise<void> {
  await ask(SignOut, { requestId: uuid() }).catch(ignoreNoAnswer);
  await forget();
}

/** Erase what the phone keeps of whoever is in. */
export async function forget(ended = false): Promise<void> {
  if (session.state === "in") await eraseProfile(session.profile.id);
  become({ state: "out", people: await profiles(), ended });
  tellTabs("session");
}

async function bearing(profile: OpenProfile): Promise<Bearing> {
  if (!KEEPS_TOKENS) return { "encuentro-profile": profile.id };
  const tokens = await profile.read<Tokens>("tokens");
  return tokens?.accessToken ? { authorization: `Bearer ${tokens.accessToken}` } : {};
}

let renewedAt = 0;

/** The next pair of tokens; one request, however many questions found the old pair expired. */
async function renew(profile: OpenProfile, startedAt: number): Promise<void> {
  await exclusive(`renew-${profile.id}`, async () => {
    if (renewedAt > startedAt) return;
    const renewed = await askForTokens(profile);
    if (renewed.__typename === "Tokens") {
      if (KEEPS_TOKENS) await profile.write("tokens", renewed);
      renewedAt = Date.now();
    } else if (renewed.code === "SESSION_ENDED") {
      await forget(true);
      throw new Refused("SESSION_ENDED", renewed.message);
    } else throw new NoAnswer(renewed.code);
  });
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
