/**
 * What is marked at a door without signal: kept before it is sent, under an id of its own, and sent in the order in
 * which it was made.
 *
 * Marks of a date are a set: sent twice one is there once, and what other phones marked is in every answer, which is the
 * whole list. What the service does not take stays here with its reason until somebody has read it. Like shifts, it is of
 * whoever marked it and not of their session: sealed with the key of the device, and without a name.
 */
import { uuid } from "@/platform/cipher";
import { act, type Problem } from "./acts";
import {
  CountDoor,
  type DoorListQuery,
  type GuestClass,
  MarkDoor,
  MarkParts,
  type PartSheetQuery,
} from "./gen/staff/door";
import { NOT_THE_WISH } from "./outbox";
import { openSender, openShared } from "./queue";
import { NoAnswer, Refused } from "./send";
import { KEPT_DOOR, ownerOf } from "./unsent";
import { type OpenProfile, readOfDevice, writeOfDevice } from "./vault";

export type DoorListOf = DoorListQuery["doorList"];
export type PartSheetOf = PartSheetQuery["partSheet"];
export type DoorMark = DoorListOf["marks"][number];

/** What somebody said of a date: who came, how many were counted, how long somebody took part. */
export type Said =
  | { as: "mark"; mark: DoorMark }
  | { as: "count"; guestClass: GuestClass; adults: number; children: number; countedAt: string }
  | { as: "part"; inmateId: string; minutes: number; markedAt: string };

/** It, under the id that this phone gave it. `sentAt`: taken by the service. `refused`: not taken, and why. */
export type Kept = Said & { id: string; occurrenceId: string; sentAt?: number; refused?: Problem };

/** What the service answered: the whole list or the whole sheet of a date. */
export type DoorAnswer = { list: DoorListOf } | { sheet: PartSheetOf };

export type Doorbox = {
  kept: () => readonly Kept[];
  subscribe: (listener: () => void) => () => void;
  /** Keep what `make` says, from what is kept at that moment: a tap too many finds the one before it. */
  keep: (make: (kept: readonly Kept[]) => readonly Kept[]) => Promise<void>;
  /** Send anew what was refused. */
  again: (ids: readonly string[]) => Promise<void>;
  /** Read, and no longer wanted. */
  drop: (ids: readonly string[]) => Promise<void>;
  flush: () => Promise<void>;
  close: () => void;
};

/** Marks a batch: the most that the service takes; fewer on a bad line. */
const MOST = 500;
const FEWEST = 20;

/** Milliseconds for which a mark that was taken is shown from here, until the list that has it is kept as well. */
const REMEMBERED = 120_000;

/** Whether a refusal is of the whole date, and nothing else of it would be taken: it is closed, or in other hands. */
function isOfTheDate({ as }: Kept, { code }: Problem): boolean {
  // Of a sheet somebody who was never named is not found, either.
  return code === "DOOR_CLOSED" || code === "NOT_ALLOWED" || (code === "NOT_FOUND" && as !== "part");
}

/** Whether nobody has answered it yet. */
export function waits({ sentAt, refused }: Kept): boolean {
  return sentAt === undefined && refused === undefined;
}

/** What whoever has this profile marked. `onAnswer` is told every list that comes back. */
export async function openDoorbox(
  profile: OpenProfile,
  onAnswer: (occurrenceId: string, answer: DoorAnswer) => void,
): Promise<Doorbox> {
  const who = await ownerOf(profile);
  const all = async () => (await readOfDevice<Record<string, readonly Kept[]>>(KEPT_DOOR)) ?? {};
  const shared = await openShared<readonly Kept[]>(KEPT_DOOR, {
    read: async () => ((await all())[who] ?? []).filter(lasts),
    write: async (kept) => writeOfDevice(KEPT_DOOR, { ...(await all()), [who]: kept.filter(lasts) }),
  });
  const { change } = shared;
  let size = MOST;

  const step = async (kept: readonly Kept[]): Promise<boolean> => {
    const batch = nextBatch(kept, size);
    const [first] = batch;
    if (!first) return false;
    const outcome = await send(first, batch);
    if (outcome === "unanswered") {
      size = Math.max(FEWEST, Math.floor(batch.length / 2));
      return false;
    }
    if ("answer" in outcome) {
      size = Math.min(MOST, size * 2);
      onAnswer(first.occurrenceId, outcome.answer);
      await change((now) => settled(now, batch, { sentAt: Date.now() }));
      return true;
    }
    // Something in it is not taken: the one at fault is found by halves, and the others go their way.
    if (batch.length > 1 && !isOfTheDate(first, outcome.refused)) size = Math.floor(batch.length / 2);
    else await change((now) => settled(now, batch, outcome));
    return true;
  };
  const sender = openSender(KEPT_DOOR, shared, (kept) => kept.some(waits), step);
  const has = (ids: readonly string[]) => (each: Kept) => ids.includes(each.id);

  return {
    kept: shared.now,
    subscribe: shared.subscribe,
    keep: (make) => change((now) => [...now, ...make(now)]),
    again: async (ids) => {
      await change((now) => now.map((each) => (has(ids)(each) ? unrefused(each) : each)));
      await sender.flush();
    },
    drop: (ids) => change((now) => now.filter((each) => !has(ids)(each))),
    flush: sender.flush,
    close: () => {
      sender.close();
      shared.close();
    },
  };
}

/** What was taken is forgotten a little later; counts and parts at once, since the answer has them. */
function lasts({ as, sentAt }: Kept): boolean {
  return sentAt === undefined || (as === "mark" && Date.now() - sentAt < REMEMBERED);
}

/** The oldest that waits, and what else of its kind and date goes with it. A count is a request of its own. */
function nextBatch(kept: readonly Kept[], size: number): Kept[] {
  const waiting = kept.filter(waits);
  const first = waiting[0];
  if (!first) return [];
  const alike = waiting.filter(
    ({ as, occurrenceId }) => as === first.as && occurrenceId === first.occurrenceId,
  );
  return alike.slice(0, first.as === "count" ? 1 : size);
}

function settled(
  now: readonly Kept[],
  batch: readonly Kept[],
  outcome: { sentAt: number } | { refused: Problem },
): Kept[] {
  const ids = new Set(batch.map(({ id }) => id));
  const answered = (each: Kept): Kept => (ids.has(each.id) && waits(each) ? { ...each, ...outcome } : each);
  return now.map(answered).filter(lasts);
}

function unrefused({ refused: _, ...rest }: Kept): Kept {
  return rest;
}

type Outcome = { answer: DoorAnswer } | { refused: Problem } | "unanswered";

/** What the service says to a batch: the whole list as it is now, or why it takes nothing of it. */
async function send(first: Kept, batch: readonly Kept[]): Promise<Outcome> {
  try {
    const outcome = await asked(first, batch);
    return "refused" in outcome && NOT_THE_WISH.has(outcome.refused.code) ? "unanswered" : outcome;
  } catch (error) {
    if (error instanceof NoAnswer) return "unanswered";
    if (!(error instanceof Refused)) throw error;
    if (NOT_THE_WISH.has(error.code)) return "unanswered";
    return { refused: { code: error.code, message: error.message } };
  }
}

async function asked(first: Kept, batch: readonly Kept[]): Promise<Exclude<Outcome, "unanswered">> {
  const { occurrenceId } = first;
  switch (first.as) {
    case "part": {
      const marks = batch.flatMap((each) =>
        each.as === "part"
          ? [{ id: each.id, inmateId: each.inmateId, minutes: each.minutes, markedAt: each.markedAt }]
          : [],
      );
      const outcome = await act(MarkParts, { occurrenceId, marks, requestId: uuid() });
      return "problem" in outcome ? { refused: outcome.problem } : { answer: { sheet: outcome.done } };
    }
    case "count": {
      // Under its own id: however often it goes out, it is counted once.
      const { guestClass, adults, children, countedAt, id } = first;
      const said = { guestClass, adults, children, countedAt };
      const outcome = await act(CountDoor, { occurrenceId, ...said, requestId: id });
      return "problem" in outcome ? { refused: outcome.problem } : { answer: { list: outcome.done } };
    }
    default: {
      const marks = batch.flatMap((each) => (each.as === "mark" ? [each.mark] : []));
      const outcome = await act(MarkDoor, { occurrenceId, marks, requestId: uuid() });
      return "problem" in outcome ? { refused: outcome.problem } : { answer: { list: outcome.done } };
    }
  }
}
