import { useEffect, useRef, useState } from "react";
import { type Act, type Done, useAct } from "@/data/acts";
import {
  Availability,
  BookVisit,
  type BookVisitMutation,
  type BookVisitMutationVariables,
  Home,
  MyVisits,
  NextVisits,
} from "@/data/gen/documents";
import { useOutbox } from "@/data/outbox-context";
import { useRefresh } from "@/data/reads";
import { uuid } from "@/platform/cipher";
import type { Turn } from "./days";
import type { Inmate } from "./party";
import { wishWords } from "./words";

export type Booked = Done<BookVisitMutation>;
type Wanted = Omit<BookVisitMutationVariables, "requestId">;

export type Booking = Pick<Act<never, never>, "busy" | "problem" | "unanswered"> & {
  booked: Booked | undefined;
  /** Book now, on a hold. */
  book: (holdId: string) => Promise<void>;
  /** Ask again what nobody answered, word for word. */
  again: () => Promise<void>;
  /** Leave it to the outbox: what nobody answered under its own name, otherwise as a new wish. */
  wish: () => Promise<void>;
  wishing: boolean;
};

/** Booking a turn for a party: now, or as soon as there is signal. */
export function useBooking(inmate: Inmate, turn: Turn, party: readonly string[]): Booking {
  const { outbox } = useOutbox();
  const refresh = useRefresh();
  const act = useAct(BookVisit);
  const asked = useRef<Wanted | undefined>(undefined);
  const [doubtful, setDoubtful] = useState(false);
  const [booked, setBooked] = useState<Booked>();
  const [wishing, setWishing] = useState(false);
  const wanted = (holdId: string | null): Wanted => ({
    slotId: turn.id,
    inmateId: inmate.id,
    visitorIds: [...party],
    holdId,
  });
  const run = async (variables: Wanted, doubt: boolean) => {
    asked.current = variables;
    setDoubtful(doubt);
    const done = await act.run(variables);
    if (done) setBooked(done);
    refresh(NextVisits, Home, MyVisits, Availability);
  };

  const leave = async (holdless: Wanted) => {
    const open = act.requestId !== undefined && asked.current !== undefined;
    await outbox.add({
      requestId: act.requestId ?? uuid(),
      document: BookVisit.name,
      variables: open && asked.current ? asked.current : holdless,
      about: {
        words: wishWords(inmate.givenNames, turn),
        slotId: turn.id,
        ...(open ? { asked: "yes" } : {}),
      },
    });
  };
  useLeaving(() => {
    // Whoever leaves without the answer is told it on the first screen.
    if (act.requestId && !wishing) void leave(wanted(null));
  });

  return {
    busy: act.busy,
    problem: act.problem,
    unanswered: act.unanswered || (act.busy && doubtful),
    booked,
    wishing,
    book: (holdId) => run(wanted(holdId), false),
    async again() {
      if (asked.current) await run(asked.current, true);
    },
    async wish() {
      if (wishing || isWished(outbox.wishes(), turn.id)) return;
      setWishing(true);
      await leave(wanted(null));
      setWishing(false);
    },
  };
}

/** Call once the screen is left, with what was last known on it. */
function useLeaving(call: () => void): void {
  const last = useRef(call);
  useEffect(() => {
    last.current = call;
  });
  useEffect(() => () => last.current(), []);
}

/** Whether a wish for this turn waits to be sent. */
export function isWished(
  wishes: readonly { state: string; about: Record<string, string> }[],
  slotId: string,
) {
  return wishes.some((each) => each.state === "waiting" && each.about.slotId === slotId);
}
