/** The places where somebody may be, and finding one among them. */
import { Establishments, type EstablishmentsQuery } from "@/data/gen/documents";
import { type Read, useRead } from "@/data/reads";

export type Place = EstablishmentsQuery["establishments"]["nodes"][number];

/** The most that a page may hold; all of them are two pages. */
const PAGE = 50;

/** Every place by its name, kept for when there is no signal. */
export function usePlaces(): Read<Place[]> {
  const first = useRead(Establishments, { first: PAGE }, { keep: true });
  const known = first.data?.establishments;
  const more = known?.pageInfo.hasNextPage ?? false;
  const after = known?.pageInfo.endCursor ?? null;
  const second = useRead(Establishments, { first: PAGE, after }, { keep: true, when: more });
  if (!known || !more) return { ...first, data: known?.nodes };
  const rest = second.data?.establishments.nodes;
  return { ...second, data: rest ? [...known.nodes, ...rest] : undefined };
}

/** Small letters without accents: what is typed in a hurry finds what is written well. */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

/** The places of whose name, department, province and district every typed word is a part. */
export function placesLike(places: readonly Place[], typed: string): Place[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return places.filter((each) => {
    const text = plain([each.name, each.department, each.province, each.district].join(" "));
    return words.every((word) => text.includes(word));
  });
}
