import { createContext } from "react";

/** How much of somebody's work this phone has not been able to send yet. */
export const UnsentContext = createContext(0);
