import { useKept } from "@/data/kept";
import type { Written } from "./measure";

/** A report that was typed and not saved: it lies on this phone, sealed, until it is. */
export type Typed = {
  written: Written;
  /** The version that somebody began to change. */
  version: number;
  /** When it was typed last. */
  at: number;
};

/** What was typed of a year's report: undefined until it is read, null where nothing waits to be saved. */
export function useTypedReport(
  place: string,
  year: number,
): [Typed | null | undefined, (typed: Typed | null) => void] {
  return useKept<Typed | null>(`report ${place} ${year}`);
}
