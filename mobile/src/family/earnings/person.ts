/** Whose earnings these are, from the ties that the phone keeps. */
import { t } from "@lingui/core/macro";
import { MyTies, type MyTiesQuery } from "@/data/gen/documents";
import { type Read, useRead } from "@/data/reads";

/** As many as the list of ties asks for, so that it is asked for once. */
const PAGE = 10;

export type Somebody = NonNullable<MyTiesQuery["myTies"]["nodes"][number]["inmate"]>;

/** Everybody to whom a confirmed tie leads, each once. */
export function useEverybody(): Read<Somebody[]> {
  const read = useRead(MyTies, { first: PAGE }, { keep: true });
  return { ...read, data: read.data && everybodyOf(read.data) };
}

function everybodyOf({ myTies }: MyTiesQuery): Somebody[] {
  const known = new Map<string, Somebody>();
  for (const { inmate } of myTies.nodes) if (inmate) known.set(inmate.id, inmate);
  return [...known.values()];
}

/** Their given names; until they are known, what anybody may call them. */
export function useName(inmate: string): string {
  const somebody = useEverybody().data?.find((each) => each.id === inmate);
  return somebody?.givenNames ?? t`su familiar`;
}
