/**
 * Wishes made without signal: kept before they are sent, sent oldest first, once, and answered in words.
 *
 * A wish carries the request id it was made with, so an answer lost on the way and a second tab change nothing: the
 * service acts once for an id. A refused wish stays until the person has read why.
 */
import { useSyncExternalStore } from "react";
import { exclusive } from "@/platform/exclusive";
import { onTold, tellTabs } from "@/platform/tabs";
import { onWake } from "@/platform/wake";
import { act, type Problem } from "./acts";
import type { Document } from "./document";
import { BookVisit, CancelVisit } from "./gen/documents";
import { NoAnswer, Refused } from "./send";
import type { OpenProfile } from "./vault";

/** What can wait for a signal. A hold cannot: it is a promise of minutes. */
const DOCUMENTS: Record<string, Document<unknown, never>> = { BookVisit, CancelVisit };

/** What the screens tell about a wish: a day, hours, names. `asked`: it was sent before, and may have happened. */
export type About = Record<string, string>;

export type Wish = {
  requestId: string;
  document: string;
  variables: Record<string, unknown>;
  about: About;
  madeAt: number;
  state: "waiting" | "done" | "refused";
  problem?: Problem;
};

export type Outbox = {
  wishes: () => readonly Wish[];
  subscribe: (listener: () => void) => () => void;
  /** Keep a wish and send it as soon as somebody answers. */
  add: (wish: Pick<Wish, "requestId" | "document" | "variables" | "about">) => Promise<void>;
  /** The person has read the outcome, or no longer wants what still waits. */
  drop: (requestId: string) => Promise<void>;
  /** Send what waits, now. */
  flush: () => Promise<void>;
  close: () => void;
};

const KEPT = "outbox";
const EVERY = 30_000;

/** Refusals that concern the session, not the wish: it waits until the person is in again. */
const NOT_THE_WISH = new Set([
  "SIGN_IN_NEEDED",
  "SESSION_ENDED",
  "DEVICE_NOT_TRUSTED",
  "DOCUMENT_NOT_TRUSTED",
]);

/** The outbox of a profile. `onDone` is told of every wish that got its answer. */
export async function openOutbox(profile: OpenProfile, onDone: (wish: Wish) => void): Promise<Outbox> {
  const name = `outbox-${profile.id}`;
  const listeners = new Set<() => void>();
  let closed = false;
  let wishes: readonly Wish[] = (await profile.read<Wish[]>(KEPT)) ?? [];

  const show = (next: readonly Wish[]) => {
    wishes = next;
    for (const listener of listeners) listener();
  };
  const reload = async () => show((await profile.read<Wish[]>(KEPT)) ?? []);
  const change = (next: (all: Wish[]) => Wish[]) =>
    exclusive(name, async () => {
      const changed = next((await profile.read<Wish[]>(KEPT)) ?? []);
      await profile.write(KEPT, changed);
      show(changed);
      tellTabs(name);
    });

  const settle = async (wish: Wish, outcome: Pick<Wish, "state" | "problem">) => {
    const settled = { ...wish, ...outcome };
    await change((all) => all.map((each) => (each.requestId === wish.requestId ? settled : each)));
    onDone(settled);
  };

  // One sender a phone: a second tab waits its turn and then finds nothing left to send.
  const flush = () =>
    exclusive(`${name}-sending`, async () => {
      // Somebody else may be in by now: in their name nothing of this profile is sent.
      if (closed) return;
      await reload();
      for (const wish of wishes.filter((each) => each.state === "waiting")) {
        const outcome = await sent(wish);
        if (!outcome) return;
        await settle(wish, outcome);
      }
    });

  const stopWaking = onWake(() => void flush());
  const stopHearing = onTold((what) => {
    if (what === name) void reload();
  });
  const timer = setInterval(() => {
    if (wishes.some((each) => each.state === "waiting")) void flush();
  }, EVERY);

  return {
    wishes: () => wishes,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async add(wish) {
      await change((all) =>
        all.some((each) => each.requestId === wish.requestId)
          ? all
          : [...all, { ...wish, madeAt: Date.now(), state: "waiting" }],
      );
      await flush();
    },
    drop: (requestId) => change((all) => all.filter((each) => each.requestId !== requestId)),
    flush,
    close: () => {
      closed = true;
      clearInterval(timer);
      stopWaking();
      stopHearing();
    },
  };
}

/** What became of a wish; nothing while nobody answers. */
async function sent(wish: Wish): Promise<Pick<Wish, "state" | "problem"> | undefined> {
  const document = DOCUMENTS[wish.document];
  if (!document) return { state: "refused", problem: { code: "BAD_INPUT", message: "" } };
  try {
    const outcome = await act(document, { ...wish.variables, requestId: wish.requestId } as never);
    if (!("problem" in outcome)) return { state: "done" };
    return NOT_THE_WISH.has(outcome.problem.code)
      ? undefined
      : { state: "refused", problem: outcome.problem };
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    if (!(error instanceof Refused)) throw error;
    return NOT_THE_WISH.has(error.code)
      ? undefined
      : { state: "refused", problem: { code: error.code, message: error.message } };
  }
}

/** The wishes of an outbox, and every change of them. */
export function useWishes(outbox: Outbox): readonly Wish[] {
  return useSyncExternalStore(outbox.subscribe, outbox.wishes, outbox.wishes);
}
