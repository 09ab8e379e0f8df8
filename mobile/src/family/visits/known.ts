/** One visit, from wherever this phone knows it: asked for itself, or told in a list or on the first screen. */
import {
  type BookingState,
  type CancelReason,
  Home,
  NextVisits,
  type ProblemCode,
  type StillOnVerdict,
  Visit,
  type VisitPlace,
  type VisitType,
} from "@/data/gen/documents";
import { type Read, useKept, useRead } from "@/data/reads";

/** A visit as far as it is known; the first screen is told less than the rest. */
export type KnownVisit = {
  id: string;
  reference: string;
  state: BookingState;
  cancelReason: CancelReason | null;
  /** What the service said on the evening before, when it asked once more. */
  stillOn?: { verdict: StillOnVerdict; askedAt: string; why: { message: string } | null } | null;
  /** Whether the family said that it comes. */
  coming?: boolean | null;
  visitOn: string;
  startsAt: string;
  endsAt: string;
  stayMinutes?: number;
  visitType?: VisitType;
  place?: VisitPlace;
  bookedAt?: string;
  establishment: { id: string; name: string };
  inmate: { id: string; givenNames: string; surnames?: string } | null;
  party: readonly { visitorId: string; givenNames: string; surnames?: string; adult?: boolean }[];
};

type Told = { visit: KnownVisit; asOf: number };
type Refusal = { code: ProblemCode; message: string };

/** What the service last said of a visit: itself, or why it is not shown. */
export type VisitAnswer = KnownVisit | Refusal;

/**
 * A visit, asked for anew and kept. Its facts never change, so they come from whoever told most of them; whether it is
 * still on comes from whoever told last.
 */
export function useVisit(id: string): Read<VisitAnswer> {
  const read = useRead(Visit, { id }, { keep: true });
  const lists = useKept(NextVisits).map(({ data, asOf }) => ({ nodes: data.nextVisits.nodes, asOf }));
  const home = useKept(Home).map(({ data, asOf }) => ({ nodes: data.nextVisits.nodes, asOf }));
  const asked = read.data?.visit;
  if (asked?.__typename === "Problem") return { ...read, data: asked };
  // An address with half an id in it leads to no visit.
  if (read.refused?.code === "BAD_INPUT") return { ...read, data: { code: "NOT_FOUND", message: "" } };

  const told: Told[] = asked && read.asOf ? [{ visit: asked, asOf: read.asOf }] : [];
  for (const { nodes, asOf } of [...lists, ...home] as { nodes: readonly KnownVisit[]; asOf: number }[]) {
    const visit = nodes.find((each) => each.id === id);
    if (visit) told.push({ visit, asOf });
  }
  const [fullest] = told;
  if (!fullest) return { ...read, data: undefined };
  const last = told.reduce((one, other) => (other.asOf > one.asOf ? other : one));
  const { state, cancelReason, stillOn, coming } = last.visit;
  const now = { state, cancelReason, stillOn: stillOn ?? null, coming: coming ?? null };
  return { ...read, data: { ...fullest.visit, ...now }, asOf: last.asOf };
}

/** Whether it is to come or under way, over, or called off. */
export function standing(visit: Pick<KnownVisit, "state" | "endsAt">, now: number): "on" | "over" | "off" {
  if (visit.state !== "ACTIVE") return "off";
  return Date.parse(visit.endsAt) > now ? "on" : "over";
}
