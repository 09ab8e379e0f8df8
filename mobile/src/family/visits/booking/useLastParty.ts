import { useEffect, useState } from "react";
import { useProfile } from "@/data/session";
import { exclusive } from "@/platform/exclusive";

type Parties = Record<string, string[]>;

const KEPT = "parties";

/** Who went last to visit somebody, as this phone remembers; null until it has looked. And how to remember it. */
export function useLastParty(
  inmateId: string,
): [last: string[] | undefined | null, remember: (party: string[]) => Promise<void>] {
  const profile = useProfile();
  const [known, setKnown] = useState<{ of: string; last: string[] | undefined }>();
  useEffect(() => {
    let gone = false;
    void profile.read<Parties>(KEPT).then((parties) => {
      if (!gone) setKnown({ of: inmateId, last: parties?.[inmateId] });
    });
    return () => {
      gone = true;
    };
  }, [profile, inmateId]);
  const remember = (party: string[]) => {
    setKnown({ of: inmateId, last: party });
    return exclusive(`${KEPT}-${profile.id}`, async () => {
      const parties = (await profile.read<Parties>(KEPT)) ?? {};
      await profile.write(KEPT, { ...parties, [inmateId]: party });
    });
  };
  return [known?.of === inmateId ? known.last : null, remember];
}
