import type { Written } from "../content";
import type { Faults } from "../faults";

/** One part of the form: what was written, how it changes, and what is wrong with it once somebody wanted to send it. */
export type Part = {
  value: Written;
  onChange: (change: Partial<Written>) => void;
  faults: Faults;
};
