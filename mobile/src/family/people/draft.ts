import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/**
 * What somebody has typed so far, as long as they are in: going back to look something up loses nothing. It is never
 * written to the phone.
 */
export function useDraft<D extends object>(
  name: string,
  empty: D,
): { draft: D; change: (part: Partial<D>) => void; clear: () => void } {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => client.getQueryData<D>(["draft", name]) ?? empty);
  useEffect(() => {
    client.setQueryDefaults(["draft"], { meta: { keep: false } });
    client.setQueryData(["draft", name], draft);
  }, [client, name, draft]);
  return {
    draft,
    change: (part) => setDraft((before) => ({ ...before, ...part })),
    // Written at once: the screen may be gone before its effects run.
    clear: () => {
      client.setQueryData(["draft", name], empty);
      setDraft(empty);
    },
  };
}
