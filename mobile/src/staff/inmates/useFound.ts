import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState, useSyncExternalStore } from "react";
import { Inmate as InmateById, Inmates, type InmatesQuery } from "@/data/gen/staff/registry";
import { type Read, useRead } from "@/data/reads";
import { useOffice } from "../office/office";

type List = InfiniteData<InmatesQuery["inmates"]>;

export type Inmate = InmatesQuery["inmates"]["nodes"][number];

/**
 * Somebody by the id of the address: as they were found a moment ago, or else read. A search has written the look
 * down already, so who was found is not read again.
 */
export function usePerson(id: string | undefined): { person: Inmate | undefined; read: Read<unknown> } {
  const office = useOffice();
  const found = useFound(id);
  const read = useRead(
    InmateById,
    { establishmentId: office.id, inmateId: id ?? "" },
    { when: id !== undefined && !found },
  );
  return { person: found ?? (id === undefined ? undefined : read.data?.inmate), read };
}

/**
 * Somebody who was found a moment ago. What is known of them stays in sight also when an event has taken them out of
 * the list, and follows the list while they are in it.
 */
function useFound(id: string | undefined): Inmate | undefined {
  const client = useQueryClient();
  const [before, setBefore] = useState<Inmate>();
  const listen = useCallback(
    (listener: () => void) =>
      client.getQueryCache().subscribe((event) => {
        if (event.type === "updated" && event.query.queryKey[0] === Inmates.name) listener();
      }),
    [client],
  );
  const listed = useSyncExternalStore(listen, () => inLists(client, id));
  if (listed && listed !== before) setBefore(listed);
  return listed ?? (before?.id === id ? before : undefined);
}

function inLists(client: QueryClient, id: string | undefined): Inmate | undefined {
  const lists = client.getQueriesData<List>({ queryKey: [Inmates.name] });
  const people = lists.flatMap(([, list]) => list?.pages.flatMap((page) => page.nodes) ?? []);
  return people.filter((each) => each.id === id).at(-1);
}

/** Look again where somebody was found or read, after something happened to them. */
export function useFindAgain(id: string): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: [InmateById.name] });
    void client.refetchQueries({
      queryKey: [Inmates.name],
      predicate: ({ state }) =>
        ((state.data as List | undefined)?.pages ?? []).some((page) =>
          page.nodes.some((each) => each.id === id),
        ),
    });
  };
}
