import type { ReactNode } from "react";

/** Fields that are sent together; a phone's keyboard and its password keeper know them by the fields themselves. */
export function Form({ children }: { children: ReactNode; onSubmit: () => void }) {
  return children;
}
