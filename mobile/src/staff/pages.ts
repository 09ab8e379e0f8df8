/** Lists of an office that go on: page after page, in memory alone. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Document } from "@/data/document";
import type { Read } from "@/data/reads";
import { NoAnswer, Refused } from "@/data/send";
import { ask } from "@/data/session";

type Paged = { first?: number | null | undefined; after?: string | null | undefined };
type Page<N> = { nodes: N[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };

/** All that has been read so far, and how to read on. */
export type Pages<N> = Read<N[]> & {
  hasMore: boolean;
  more: () => void;
  loadingMore: boolean;
};

/**
 * Read a list page by page. `whole`: go on by itself to its end, for what is counted or searched as a whole. Nothing of
 * it is kept on the phone: it is about other people.
 */
export function usePages<A, V extends Paged, N>(
  document: Document<A, V>,
  variables: V,
  list: (answer: A) => Page<N>,
  { whole = false, when = true }: { whole?: boolean; when?: boolean } = {},
): Pages<N> {
  const query = useInfiniteQuery({
    queryKey: [document.name, "pages", variables],
    enabled: when,
    meta: { keep: false },
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const answer = await ask(document, pageParam ? { ...variables, after: pageParam } : variables);
      if (!answer) throw new NoAnswer("no list");
      return { ...list(answer.data), asOf: Date.now() };
    },
    getNextPageParam: (last) => (last.pageInfo.hasNextPage ? last.pageInfo.endCursor : null),
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (whole && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [whole, hasNextPage, isFetching, isError, fetchNextPage]);
  const pages = query.data?.pages;
  return {
    data: pages?.flatMap((each) => each.nodes),
    asOf: pages?.[0]?.asOf,
    loading: query.isPending && isFetching,
    refreshing: isFetching,
    offline: query.error instanceof NoAnswer,
    refused: query.error instanceof Refused ? query.error : undefined,
    refresh: () => void query.refetch(),
    hasMore: hasNextPage,
    more: () => void fetchNextPage(),
    loadingMore: query.isFetchingNextPage,
  };
}
