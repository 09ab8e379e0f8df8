/** Sensitive acts: where the service asks for the authenticator's code, it is asked for in place, and then the act is done. */
import { useRef, useState } from "react";
import { type Act, useAct } from "@/data/acts";
import type { Document } from "@/data/document";
import { type Answer, Refused } from "@/data/send";
import { ask } from "@/data/session";

/** An act that may wait for the code of the authenticator. */
export type SteppedAct<A, V> = Act<A, V> & {
  /** While the code is waited for: whether it was shown, or the act given up. */
  waiting: ((shown: boolean) => void) | undefined;
};

const NEEDED = "STEP_UP_NEEDED";

/**
 * Like `useAct`, for acts that need the second factor to have been shown a moment ago: `run` goes on by itself after
 * `<StepUp of={act} />` took the code, and answers undefined when it was given up.
 */
export function useSteppedUp<A, V>(document: Document<A, V>): SteppedAct<A, V> {
  const needed = useRef(false);
  const running = useRef(false);
  const [waiting, setWaiting] = useState<(shown: boolean) => void>();
  const act = useAct(document, async (doc, variables) => {
    needed.current = false;
    try {
      const answer = await ask(doc, variables);
      needed.current = asksForCode(answer);
      return answer;
    } catch (error) {
      needed.current = error instanceof Refused && error.code === NEEDED;
      throw error;
    }
  });
  const code = () =>
    new Promise<boolean>((resolve) => {
      setWaiting(() => resolve);
    });
  return {
    ...act,
    waiting,
    busy: act.busy || waiting !== undefined,
    async run(variables) {
      if (running.current) return undefined;
      running.current = true;
      let done = await act.run(variables);
      while (done === undefined && needed.current && (await code())) {
        setWaiting(undefined);
        done = await act.run(variables);
      }
      setWaiting(undefined);
      running.current = false;
      return done;
    },
  };
}

function asksForCode(answer: Answer<unknown> | null): boolean {
  return Object.values((answer?.data ?? {}) as Record<string, { code?: string } | null>).some(
    (each) => each?.code === NEEDED,
  );
}
