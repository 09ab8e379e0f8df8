import { createContext, useContext } from "react";
import { type Outbox, useWishes, type Wish } from "./outbox";

export const OutboxContext = createContext<Outbox | null>(null);

/** The outbox of whoever is in, and its wishes. */
export function useOutbox(): { outbox: Outbox; wishes: readonly Wish[] } {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error("nobody is signed in");
  return { outbox, wishes: useWishes(outbox) };
}
