/** What may happen to somebody, and what an event of each kind says. The service decides again. */
import type { CustodyStatus, EventKind, Regime, Stage } from "@/data/gen/staff/registry";

const INSIDE: readonly EventKind[] = [
  "CONVICTION",
  "STAGE_CHANGE",
  "REGIME_CHANGE",
  "PAVILION_CHANGE",
  "TRANSFER",
  "MONITORING_ORDERED",
  "MONITORING_INSTALLED",
  "SEMI_LIBERTY",
  "CONDITIONAL_RELEASE",
  "RELEASE",
  "TRANSFER_ABROAD",
  "EVASION",
  "DEATH",
];

const MONITORED: readonly EventKind[] = [
  "CONVICTION",
  "MONITORING_BREACH",
  "SEMI_LIBERTY",
  "CONDITIONAL_RELEASE",
  "RELEASE",
  "BENEFIT_REVOKED",
  "EVASION",
  "DEATH",
];

/** What may follow for somebody who stands so; only who is in custody is found here. */
export function mayFollow(status: CustodyStatus): readonly EventKind[] {
  if (status === "HELD") return ["OUTING", ...INSIDE];
  if (status === "OUTSIDE") return ["RETURN", ...INSIDE];
  return MONITORED;
}

/** The stages of a regime. */
export const STAGES: Record<Regime, readonly Stage[]> = {
  CLOSED_ORDINARY: ["MINIMUM", "MEDIUM", "MAXIMUM"],
  CLOSED_SPECIAL: ["A", "B", "C", "EXTREME"],
  SEMI_OPEN: [],
  OPEN: [],
};

export const REGIMES = Object.keys(STAGES) as Regime[];

/** Nobody is told of these by a message: a person speaks with the family first, or nobody does. */
export const SILENT: readonly EventKind[] = ["DEATH", "EVASION", "MONITORING_BREACH"];
