import { useEffect } from "react";
import { useKept } from "@/data/kept";
import { useProfile } from "@/data/session";

const KEPT = "workshops";

/** The workshops whose sheets this person has opened here: theirs are read ahead, and nobody else's are looked at. */
export function useOwnWorkshops(): readonly string[] {
  const [own] = useKept<string[]>(KEPT);
  return own ?? [];
}

/** From now on this workshop is one of theirs. */
export function useAsOwn(workshopId: string): void {
  const profile = useProfile();
  useEffect(() => {
    void profile.read<string[]>(KEPT).then((own = []) => {
      if (!own.includes(workshopId)) return profile.write(KEPT, [...own, workshopId]);
    });
  }, [profile, workshopId]);
}
