/** What somebody has ticked off for a visit: kept on this phone alone, sealed, until its day is over. */
import { useEffect, useState } from "react";
import { useProfile } from "@/data/session";
import { today } from "@/l10n/dates";
import { exclusive } from "@/platform/exclusive";

/** Ids of advice by list; a list is named by its establishment and day, and only inside of what is sealed. */
type Lists = Record<string, string[]>;

const KEPT = "ticks";

/** The ticks of a list, named “establishment day”, and how to set or take one. */
export function useTicks(list: string): {
  ticks: readonly string[];
  tick: (id: string, on: boolean) => void;
} {
  const profile = useProfile();
  const [ticks, setTicks] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    void profile.read<Lists>(KEPT).then((lists) => {
      if (!gone) setTicks(lists?.[list] ?? []);
    });
    return () => {
      gone = true;
    };
  }, [profile, list]);

  const tick = (id: string, on: boolean) =>
    void exclusive(`${KEPT}-${profile.id}`, async () => {
      const lists = current(await profile.read<Lists>(KEPT));
      const others = (lists[list] ?? []).filter((each) => each !== id);
      lists[list] = on ? [...others, id] : others;
      setTicks(lists[list]);
      await profile.write(KEPT, lists);
    });
  return { ticks, tick };
}

/** Without the days that are over. */
function current(lists: Lists = {}): Lists {
  const now = today();
  return Object.fromEntries(Object.entries(lists).filter(([name]) => (name.split(" ")[1] ?? "") >= now));
}
