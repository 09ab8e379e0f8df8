import { useKept } from "@/data/kept";
import { BLANK, type Written } from "./content";

/** An event that was typed and not saved: it lies on this phone, sealed, until it is. */
export type Typed = {
  written: Written;
  /** The version of the draft that somebody began to change. */
  version: number;
  /** Where there was none: the last release that they saw. */
  releaseNo?: number | null | undefined;
  /** When it was typed last. */
  at: number;
  /** For a new one: the programme and the season it is of. */
  programmeId?: string | undefined;
  seasonId?: string | undefined;
};

/** What was typed of one event: undefined until it is read, null where nothing waits to be saved. */
export function useTyped(of: string): [Typed | null | undefined, (typed: Typed | null) => void] {
  const [typed, keep] = useKept<Typed | null>(`activity ${of}`);
  // An older app knew fewer fields.
  return [typed && { ...typed, written: { ...BLANK, ...typed.written } }, keep];
}
