/** Where somebody serves now, and as what. */
import { createContext, useContext } from "react";
import type { Role } from "@/data/gen/documents";

export type Place = { id: string; roles: readonly Role[] };

export type Office = Place & {
  /** Who is signed in. */
  name: string;
  /** Everywhere this person serves. */
  places: readonly Place[];
  choose: (id: string) => void;
  /** Whether one of these roles is held here. The service decides again. */
  may: (...roles: Role[]) => boolean;
};

export const OfficeContext = createContext<Office | null>(null);

/** The office of the moment; raises where none was chosen, where no screen is shown that calls it. */
export function useOffice(): Office {
  const office = useContext(OfficeContext);
  if (!office) throw new Error("no office was chosen");
  return office;
}

/** The places of these postings, each once, with all its roles. */
export function placesOf(postings: readonly { establishmentId: string; role: Role }[]): Place[] {
  const places = new Map<string, Role[]>();
  for (const { establishmentId, role } of postings) {
    places.set(establishmentId, [...(places.get(establishmentId) ?? []), role]);
  }
  return [...places].map(([id, roles]) => ({ id, roles }));
}
