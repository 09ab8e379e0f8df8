import { useState } from "react";
import { type Act, useAct } from "@/data/acts";
import { AnswerEvent, Happening, TakeOffer, WhatsOn, WithdrawAnswer } from "@/data/gen/family/events";
import { useRefresh } from "@/data/reads";
import { focusHeading } from "@/platform/screen";
import type { Answer, Happening as Found } from "./happening";

type Outcome = Pick<Act<never, never>, "busy" | "problem" | "unanswered">;

export type Answering = {
  /** The answer as it is known: what was just done, until the service is heard again. */
  answer: Answer | null;
  give: Outcome & { run: (inmateId: string | null, visitorIds: readonly string[]) => Promise<void> };
  withdraw: Outcome & { run: () => Promise<void> };
  take: Outcome & { run: () => Promise<void> };
};

/** A household's answer to a date, and the ways to change it. `asOf`: when the service said what is known. */
export function useAnswer(happening: Found, asOf: number): Answering {
  const giving = useAct(AnswerEvent);
  const withdrawing = useAct(WithdrawAnswer);
  const taking = useAct(TakeOffer);
  const refresh = useRefresh();
  const [said, setSaid] = useState<{ answer: Answer; at: number }>();
  const answer = said && said.at >= asOf ? said.answer : happening.answer;

  // Refused or done, places and answers may have changed since they were told.
  const after = (done: Answer | undefined) => {
    if (done) {
      setSaid({ answer: done, at: Date.now() });
      // What was pressed goes away: the keyboard begins anew at the top.
      focusHeading();
    }
    refresh(Happening, WhatsOn);
  };
  return {
    answer,
    give: {
      ...giving,
      run: async (inmateId, visitorIds) =>
        after(await giving.run({ occurrenceId: happening.id, inmateId, visitorIds: [...visitorIds] })),
    },
    withdraw: {
      ...withdrawing,
      run: async () => {
        if (answer) after(await withdrawing.run({ answerId: answer.id }));
      },
    },
    take: {
      ...taking,
      run: async () => {
        if (answer) after(await taking.run({ answerId: answer.id }));
      },
    },
  };
}
