import type { Role } from "@/data/gen/documents";

/** Who keeps the register of a place: ties, people, closed days. */
export const REGISTRAR: readonly Role[] = ["VISITS_REGISTRAR", "DIRECTOR"];

/** Who answers for the work of a place: workshops, months, pay. */
export const CHIEF: readonly Role[] = ["WORK_CHIEF", "DIRECTOR"];

/** Who writes down what was worked. */
export const RECORDER: readonly Role[] = ["WORK_SUPERVISOR"];

/** Who plans what happens at a place: programmes, events, their dates. */
export const PLANNER: readonly Role[] = ["PROGRAMME_COORDINATOR", "DIRECTOR"];

/** Who keeps the door of what happens at a place. */
export const DOORKEEPER: readonly Role[] = [...PLANNER, "GATE_OFFICER"];
