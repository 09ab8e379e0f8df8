/** Which of the events somebody wants to see. */
import type { Kind, Listed } from "./happening";

export type Filter = { kind: Kind | undefined; establishmentId: string | undefined };

export const EVERYTHING: Filter = { kind: undefined, establishmentId: undefined };

/** Whether anything is left out. */
export function isFiltered({ kind, establishmentId }: Filter): boolean {
  return kind !== undefined || establishmentId !== undefined;
}

/** Whether somebody wants to see this one. */
export function passes(each: Listed, { kind, establishmentId }: Filter): boolean {
  return (!kind || each.kind === kind) && (!establishmentId || each.establishment.id === establishmentId);
}

/** The kinds and the places that there are, each once, in the order in which they come. */
export function choicesOf(known: readonly Listed[]): { kinds: Kind[]; places: Listed["establishment"][] } {
  const places = new Map(known.map(({ establishment }) => [establishment.id, establishment]));
  return { kinds: [...new Set(known.map((each) => each.kind))], places: [...places.values()] };
}
