/** Acting: a request is named before it is sent, and sent again under the same name until it is answered. */
import { useRef, useState } from "react";
import { uuid } from "@/platform/cipher";
import type { Document } from "./document";
import { type Answer, NoAnswer, Refused } from "./send";
import { ask } from "./session";

/** A refusal in the reader's language. `field`: the path of what is wrong, where a document asks for it. */
export type Problem = { code: string; message: string; field?: string | null | undefined };

type Field<A> = A[Exclude<keyof A, "__typename">];

/** What an act answers when it was not refused. */
export type Done<A> = Exclude<Field<A>, { __typename: "Problem" }>;

type Outcome<A> = { done: Done<A> } | { problem: Problem };

export type Act<A, V> = {
  /** Answers what was done, or undefined when it was refused or nobody answered: see `problem` and `unanswered`. */
  run: (variables: Omit<V, "requestId">) => Promise<Done<A> | undefined>;
  busy: boolean;
  problem: Problem | undefined;
  /** Nobody answered: it may have happened or not. Running it again with the same variables is safe. */
  unanswered: boolean;
  /** The name of the request that has no answer yet: under it somebody else may go on asking. */
  requestId: string | undefined;
  clear: () => void;
};

/** Who carries a document to the service: the open session, or nobody yet while somebody signs in. */
export type Carrier<A, V> = (document: Document<A, V>, variables: V) => Promise<Answer<A> | null>;

/**
 * One thing a person does. The same variables are sent under the same request id until an answer comes, so a tap
 * too many or an answer lost on the way acts once.
 */
export function useAct<A, V>(document: Document<A, V>, by: Carrier<A, V> = ask): Act<A, V> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [unanswered, setUnanswered] = useState(false);
  const request = useRef<{ id: string; of: string } | undefined>(undefined);
  const running = useRef(false);

  const clear = () => {
    setProblem(undefined);
    setUnanswered(false);
  };

  return {
    busy,
    problem,
    unanswered,
    requestId: busy || unanswered ? request.current?.id : undefined,
    clear,
    async run(variables) {
      if (running.current) return undefined;
      running.current = true;
      setBusy(true);
      clear();
      const of = JSON.stringify(variables);
      if (request.current?.of !== of) request.current = { id: uuid(), of };
      const outcome = await attempt(document, { ...variables, requestId: request.current.id } as V, by);
      // Answered, so the next tap is another wish.
      if (outcome !== "unanswered") request.current = undefined;
      running.current = false;
      setBusy(false);
      if (outcome === "unanswered") setUnanswered(true);
      else if ("problem" in outcome) setProblem(outcome.problem);
      else return outcome.done;
      return undefined;
    },
  };
}

/** Like `act`, with no answer and a refused request as values. */
async function attempt<A, V>(
  document: Document<A, V>,
  variables: V,
  by: Carrier<A, V>,
): Promise<Outcome<A> | "unanswered"> {
  try {
    return await act(document, variables, by);
  } catch (error) {
    if (error instanceof NoAnswer) return "unanswered";
    if (error instanceof Refused) return { problem: { code: error.code, message: error.message } };
    throw error;
  }
}

/** Send a mutation once: what it did, or why not. Raises NoAnswer or Refused. */
export async function act<A, V>(
  document: Document<A, V>,
  variables: V,
  by: Carrier<A, V> = ask,
): Promise<Outcome<A>> {
  const answer = await by(document, variables);
  const [field] = Object.values((answer?.data ?? {}) as Record<string, unknown>);
  const value = field as ({ __typename?: string } & Problem) | undefined;
  if (!value) throw new NoAnswer("no data");
  // “Busy, try again” is no refusal: the same request may go through in a moment.
  if (value.__typename === "Problem" && value.code === "TRY_AGAIN") throw new NoAnswer("TRY_AGAIN");
  if (value.__typename === "Problem") {
    return { problem: { code: value.code, message: value.message, field: value.field } };
  }
  return { done: field as Done<A> };
}
