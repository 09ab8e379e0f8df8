import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Availability, type AvailabilityQuery, type AvailabilityQueryVariables } from "@/data/gen/documents";
import { type Read, useKept, useRead } from "@/data/reads";
import { type Day, daysLater, today } from "@/l10n/dates";
import { SPAN, type Turn } from "./days";

/**
 * What this party can take in the four weeks from a day on. Without signal, what was kept of the same weeks when it
 * was asked on another day.
 */
export function useAvailability(
  inmateId: string,
  party: readonly string[],
  from: Day,
  when = true,
): Read<AvailabilityQuery> {
  const to = daysLater(from, SPAN - 1);
  const read = useRead(
    Availability,
    { inmateId, visitorIds: [...party], from, to },
    { keep: true, when: when && party.length > 0 },
  );
  const kept = useKept(Availability);
  useForgetting(inmateId, read.data !== undefined);
  if (read.data !== undefined || !read.offline) return read;
  const [older] = kept
    .filter(
      ({ variables }) => isOf(variables, inmateId, party) && variables.from <= from && variables.to >= from,
    )
    .sort((one, other) => other.asOf - one.asOf);
  return older ? { ...read, data: older.data, asOf: older.asOf } : read;
}

/** A turn by its id, from whatever this phone knows, the newest first. */
export function useKnownTurn(inmateId: string, slotId: string): Turn | undefined {
  return useKept(Availability)
    .filter(({ variables }) => variables.inmateId === inmateId)
    .sort((one, other) => other.asOf - one.asOf)
    .flatMap(({ data }) => turnsOf(data))
    .find((each) => each.id === slotId);
}

/** The turns of an answer; none of a refusal. */
export function turnsOf({ availability }: AvailabilityQuery): readonly Turn[] {
  return availability.__typename === "Availability" ? availability.slots : [];
}

/** What was asked on an earlier day is not worth its room once there is an answer of today. */
function useForgetting(inmateId: string, answered: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!answered) return;
    client.removeQueries({
      queryKey: [Availability.name],
      type: "inactive",
      predicate: ({ queryKey }) => {
        const variables = queryKey[1] as AvailabilityQueryVariables;
        return variables.inmateId === inmateId && variables.from < today();
      },
    });
  }, [client, inmateId, answered]);
}

function isOf(variables: AvailabilityQueryVariables, inmateId: string, party: readonly string[]): boolean {
  return variables.inmateId === inmateId && String(variables.visitorIds) === String(party);
}
