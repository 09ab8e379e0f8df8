/** What this phone keeps of a door: marks, counts and hours that were not answered yet. */
import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { type DoorAnswer, type Doorbox, openDoorbox, waits } from "@/data/doorOutbox";
import { DoorList, PartSheet } from "@/data/gen/staff/door";
import { useProfile } from "@/data/session";
import { Waiting } from "@/ui/Await";
import { ofDate } from "./door";

const BoxContext = createContext<Doorbox | null>(null);

/** Opens what is kept, and sends what waits. Every answer is the whole list as it is now. */
export function DoorBox({ children }: { children: ReactNode }) {
  const profile = useProfile();
  // Another name or PIN is no other owner.
  const [owner] = useState(profile);
  const client = useQueryClient();
  const [box, setBox] = useState<Doorbox>();
  useEffect(() => {
    let gone = false;
    let close = () => {};
    const told = (occurrenceId: string, answer: DoorAnswer) => {
      const [name, data] =
        "list" in answer
          ? [DoorList.name, { doorList: answer.list }]
          : [PartSheet.name, { partSheet: answer.sheet }];
      const queryKey = [name, { occurrenceId }];
      // A question that went out before is answered with an older list.
      void client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, { data, etag: null, asOf: Date.now() });
    };
    void openDoorbox(owner, told).then((opened) => {
      close = opened.close;
      if (gone) return close();
      setBox(opened);
      void opened.flush();
    });
    return () => {
      gone = true;
      close();
    };
  }, [owner, client]);
  if (!box) return <Waiting />;
  return <BoxContext value={box}>{children}</BoxContext>;
}

/** Everything this phone keeps of doors, and every change of it. */
export function useDoorBox() {
  const box = useContext(BoxContext);
  if (!box) throw new Error("nothing of a door was opened");
  const all = useSyncExternalStore(box.subscribe, box.kept, box.kept);
  return { box, all };
}

/** What it keeps of one date. */
export function useDateBox(occurrenceId: string) {
  const { box, all } = useDoorBox();
  const kept = useMemo(() => ofDate(all, occurrenceId), [all, occurrenceId]);
  return {
    box,
    kept,
    waiting: kept.filter(waits),
    refused: kept.filter((each) => each.refused),
  };
}
