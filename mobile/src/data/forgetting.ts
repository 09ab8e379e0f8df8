/** Forgetting what this phone need not keep any more. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import type { Document } from "./document";

/**
 * Forget what this phone was told with a document, but for the variables that `stay`, whenever something was `told`
 * anew that says so: an instant.
 */
export function useForgetting<A, V>(
  document: Document<A, V>,
  stay: (variables: V) => boolean,
  told: number | undefined,
): void {
  const client = useQueryClient();
  const forget = useEffectEvent(() => {
    const goes = ({ queryKey: [name, variables] }: { queryKey: readonly unknown[] }) =>
      name === document.name && !stay(variables as V);
    client.removeQueries({ type: "inactive", predicate: goes });
  });
  useEffect(() => {
    if (told !== undefined) forget();
  }, [told]);
}
