/**
 * Wishes made without signal: kept before they are sent, sent oldest first, once, and answered in words.
 *
 * A wish carries the request id it was made with, so an answer lost on the way and a second tab change nothing: the
 * service acts once for an id. A refused wish stays until the person has read why.
 */
import { useSyncExternalStore } from "react";
import { act, type Problem } from "./acts";
import type { Document } from "./document";
import { BookVisit, CancelVisit } from "./gen/documents";
import { openSender, openShared } from "./queue";
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

/** Refusals that concern the session, not the wish: it waits until the person is in again. */
export const NOT_THE_WISH = new Set([
  "SIGN_IN_NEEDED",
  "SESSION_ENDED",
  "DEVICE_NOT_TRUSTED",
  "DOCUMENT_NOT_TRUSTED",
]);

/** The outbox of a profile. `onDone` is told of every wish that got its answer. */
export async function openOutbox(profile: OpenProfile, onDone: (wish: Wish) => void): Promise<Outbox> {
  const name = `outbox-${profile.id}`;
  const shared = await openShared<readonly Wish[]>(name, {
    read: async () => (await profile.read<Wish[]>(KEPT)) ?? [],
    write: (wishes) => profile.write(KEPT, wishes),
  });
  const { now, subscribe, change } = shared;
  const waiting = (wishes: readonly Wish[]) => wishes.find((each) => each.state === "waiting");

  const step = async (wishes: readonly Wish[]) => {
    const wish = waiting(wishes);
    const outcome = wish && (await sent(wish));
    if (!outcome) return false;
    const settled = { ...wish, ...outcome };
    await change((all) => all.map((each) => (each.requestId === wish.requestId ? settled : each)));
    onDone(settled);
    return true;
  };
  const sender = openSender(name, shared, (all) => !!waiting(all), step);

  return {
    wishes: now,
    subscribe,
    async add(wish) {
      await change((all) =>
        all.some((each) => each.requestId === wish.requestId)
          ? all
          : [...all, { ...wish, madeAt: Date.now(), state: "waiting" }],
      );
      await sender.flush();
    },
    drop: (requestId) => change((all) => all.filter((each) => each.requestId !== requestId)),
    flush: sender.flush,
    close: () => {
      sender.close();
      shared.close();
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
