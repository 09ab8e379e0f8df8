import { useEffect, useEffectEvent, useRef, useState } from "react";
import { type Act, useAct } from "@/data/acts";
import { Availability, HoldSlot, ReleaseHold } from "@/data/gen/documents";
import { useRefresh } from "@/data/reads";
import { NoAnswer, Refused } from "@/data/send";
import { ask } from "@/data/session";
import { uuid } from "@/platform/cipher";

/** The service tells its clock in whole seconds. */
const WHOLE_SECONDS = 999;

/** Places kept for this party. `until`: by the clock of this phone, whatever it shows. */
type Held = { id: string; until: number };

export type Holding = Pick<Act<never, never>, "busy" | "problem" | "unanswered"> & {
  held: Held | undefined;
  /** Ask for the places (again). */
  take: () => Promise<void>;
};

/**
 * Places of a turn, asked for at once and given back when the person leaves, unless a booking on them is `spoken` for.
 *
 * The service tells when a hold expires by its own clock. A phone's clock may be wrong by hours, so what counts is how
 * far that moment was from the service's clock when it answered; and from when the phone asked, so that a slow answer
 * makes the time that is shown shorter than the true one, never longer.
 */
export function useHold(
  slotId: string,
  inmateId: string,
  party: readonly string[],
  spoken: boolean,
): Holding {
  const ahead = useRef(0);
  const current = useRef<Held | undefined>(undefined);
  const bound = useRef(spoken);
  const gone = useRef(false);
  const [held, setHeld] = useState<Held>();
  const refresh = useRefresh();
  const act = useAct(HoldSlot, async (document, variables) => {
    const sentAt = Date.now();
    const answer = await ask(document, variables);
    if (answer) ahead.current = answer.at + WHOLE_SECONDS - sentAt;
    return answer;
  });

  const hold = (next: Held | undefined) => {
    current.current = next;
    setHeld(next);
  };
  const take = async () => {
    hold(undefined);
    const done = await act.run({ slotId, inmateId, visitorIds: [...party] });
    // What the calendar says of this turn was wrong.
    if (!done) return refresh(Availability);
    if (gone.current) return release(done.id);
    hold({ id: done.id, until: Date.parse(done.expiresAt) - ahead.current });
  };
  const arrive = useEffectEvent(() => void take());

  useEffect(() => {
    bound.current = spoken;
  }, [spoken]);
  useEffect(() => {
    gone.current = false;
    arrive();
    return () => {
      gone.current = true;
      if (current.current && !bound.current) void release(current.current.id);
    };
  }, []);
  return { held, busy: act.busy, problem: act.problem, unanswered: act.unanswered, take };
}

/** Give places back. Without an answer they are free again in some minutes anyway. */
async function release(holdId: string): Promise<void> {
  try {
    await ask(ReleaseHold, { holdId, requestId: uuid() });
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof Refused)) throw error;
  }
}
