import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { VisitAdvice, type VisitAdviceQueryVariables } from "@/data/gen/documents";
import { useAhead } from "@/data/reads";
import { type Day, today } from "@/l10n/dates";

/** Have what to bring and wear at hand for a day without signal, before anybody has opened it. */
export function useAdviceAhead(establishmentId: string, day: Day, when: boolean): void {
  const client = useQueryClient();
  useAhead(VisitAdvice, { establishmentId, day }, when);
  useEffect(() => {
    if (!when) return;
    // What to bring to a visit that is over is not worth its room.
    client.removeQueries({
      queryKey: [VisitAdvice.name],
      type: "inactive",
      predicate: ({ queryKey }) => ((queryKey[1] as VisitAdviceQueryVariables).day ?? today()) < today(),
    });
  }, [client, when]);
}
