import { type Act, useAct } from "@/data/acts";
import {
  EditEvent,
  type EditEventMutation,
  type EditEventMutationVariables,
} from "@/data/gen/staff/programmes";
import { type Content, newest, releaseNoOf, versionOf, type Whole } from "./content";
import { useLookAgain } from "./DraftCard";

type Edit = Omit<Act<EditEventMutation, EditEventMutationVariables>, "run"> & {
  /** Answers whether it was written. */
  run: (change: Partial<Content>) => Promise<boolean>;
};

/** Change something of an event in its draft, upon what it says now; afterwards all that shows it is asked for anew. */
export function useEdit(of: Whole): Edit {
  const act = useAct(EditEvent);
  const look = useLookAgain();
  return {
    ...act,
    run: async (change) => {
      const content = { ...newest(of), ...change };
      const about = { eventId: of.id, version: versionOf(of), releaseNo: releaseNoOf(of) };
      const done = await act.run({ ...about, content });
      look();
      return done !== undefined;
    },
  };
}
