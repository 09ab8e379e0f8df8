import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Inmates, type InmatesQuery } from "@/data/gen/documents";

type List = InfiniteData<InmatesQuery["inmates"]>;

export type Inmate = InmatesQuery["inmates"]["nodes"][number];

/**
 * Somebody who was found a moment ago, by the id of the address. What is known of them stays in sight also when an
 * event has taken them out of the list, and follows the list while they are in it.
 */
export function useFound(id: string | undefined): Inmate | undefined {
  const client = useQueryClient();
  const [found, setFound] = useState<Inmate>();
  useEffect(() => {
    const look = () =>
      setFound((before) => {
        const lists = client.getQueriesData<List>({ queryKey: [Inmates.name] });
        const people = lists.flatMap(([, list]) => list?.pages.flatMap((page) => page.nodes) ?? []);
        return people.filter((each) => each.id === id).at(-1) ?? (before?.id === id ? before : undefined);
      });
    look();
    return client.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.query.queryKey[0] === Inmates.name) look();
    });
  }, [client, id]);
  return found?.id === id ? found : undefined;
}

/** Look again at the lists in which somebody was found, after something happened to them. */
export function useFindAgain(id: string): () => void {
  const client = useQueryClient();
  return () =>
    void client.refetchQueries({
      queryKey: [Inmates.name],
      predicate: ({ state }) =>
        ((state.data as List | undefined)?.pages ?? []).some((page) =>
          page.nodes.some((each) => each.id === id),
        ),
    });
}
