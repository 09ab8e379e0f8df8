import { Establishment } from "@/data/gen/documents";
import { useRead } from "@/data/reads";

/** What a place is called; until that is known, the word it goes by. */
export function usePlaceName(id: string): string {
  const place = useRead(Establishment, { id }).data?.establishment;
  return place?.__typename === "Establishment" ? place.name : id;
}
