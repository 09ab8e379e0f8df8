/** Reading: one cache a profile, kept sealed where a screen must work without signal, refreshed by what changed. */
import { QueryClient, type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { onWake } from "@/platform/wake";
import type { Document } from "./document";
import { NoAnswer, Refused } from "./send";
import { ask } from "./session";
import type { OpenProfile } from "./vault";

/** An answer, the mark by which the service knows it again, and when it was last known to be true. */
export type Known<A> = { data: A; etag: string | null; asOf: number };

/** What a screen gets: the answer if any, when it was true, and what went wrong on the last try. */
export type Read<A> = {
  data: A | undefined;
  asOf: number | undefined;
  /** Nothing to show yet. */
  loading: boolean;
  /** On the way again, with something to show. */
  refreshing: boolean;
  /** The last try got no answer: what is shown is as old as `asOf`. */
  offline: boolean;
  /** The last try was refused, with the service's words. */
  refused: Refused | undefined;
  refresh: () => void;
};

const KEPT = "reads";
const FRESH = 20_000;

/** Milliseconds that what was asked for by a person goes before what may be needed later. */
const IDLE = 1000;

/** A cache for one profile, filled with what was kept of it, and keeping what is marked so from now on. */
export async function cacheOf(profile: OpenProfile): Promise<{ cache: QueryClient; close: () => void }> {
  const cache = new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH, networkMode: "always", retry: false, gcTime: Number.POSITIVE_INFINITY },
    },
  });
  const kept = (await profile.read<Record<string, Known<unknown>>>(KEPT)) ?? {};
  for (const [key, known] of Object.entries(kept)) {
    // Shown at once and asked for again: what was done just before the app was closed may be missing in it.
    cache.setQueryData(JSON.parse(key), known, { updatedAt: 0 });
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopListening = cache.getQueryCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "success" && event.query.meta?.keep) {
      clearTimeout(timer);
      timer = setTimeout(() => void profile.write(KEPT, worthKeeping(cache)), 300);
    }
  });
  const stopWaking = onWake(() => void cache.invalidateQueries({ refetchType: "active" }));
  return {
    cache,
    close: () => {
      clearTimeout(timer);
      stopListening();
      stopWaking();
      cache.clear();
    },
  };
}

/** Call once the service has answered: what can wait until then should. */
export function afterFirstAnswer(cache: QueryClient, call: () => void): void {
  const stop = cache.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || event.action.type !== "success" || event.action.manual) return;
    stop();
    call();
  });
}

function worthKeeping(cache: QueryClient): Record<string, unknown> {
  const queries = cache.getQueryCache().getAll();
  return Object.fromEntries(
    queries
      .filter((each) => each.state.data && (each.meta?.keep ?? true))
      .map((each) => [JSON.stringify(each.queryKey), each.state.data]),
  );
}

/**
 * Read a document. `keep`: also without signal, from what the phone keeps sealed. Only visits, passes, rules,
 * activities and the last month's accounts are kept; other people's data are not.
 */
export function useRead<A, V>(
  document: Document<A, V>,
  variables: V,
  { keep = false, when = true }: { keep?: boolean; when?: boolean } = {},
): Read<A> {
  const client = useQueryClient();
  const queryKey = [document.name, variables];
  const query = useQuery({
    queryKey,
    enabled: when,
    meta: { keep },
    queryFn: () => known(client, document, variables),
  });
  return readOf(query);
}

/** What a screen gets of a question. */
export function readOf<A>(query: UseQueryResult<Known<A>>): Read<A> {
  return {
    data: query.data?.data,
    asOf: query.data?.asOf,
    loading: query.isPending && query.isFetching,
    refreshing: query.isFetching,
    offline: query.error instanceof NoAnswer,
    refused: query.error instanceof Refused ? query.error : undefined,
    refresh: () => void query.refetch(),
  };
}

/** The answer to a document as it is now. Raises NoAnswer or Refused. */
async function known<A, V>(client: QueryClient, document: Document<A, V>, variables: V): Promise<Known<A>> {
  const before = client.getQueryData<Known<A>>([document.name, variables]);
  const answer = await ask(document, variables, before?.etag ?? undefined);
  if (answer === null && before) return { ...before, asOf: Date.now() };
  if (answer === null) throw new NoAnswer("unchanged, but unknown");
  return { data: answer.data, etag: answer.etag, asOf: Date.now() };
}

/**
 * Keep the answer to a document for a moment without signal, before anybody looks at it: asked for once, a little
 * later, and never again while the phone has it. Without an answer it is tried again whenever `when` holds anew.
 */
export function useAhead<A, V>(document: Document<A, V>, variables: V, when = true): void {
  const client = useQueryClient();
  const queryKey = [document.name, variables];
  const wanted = when && client.getQueryData(queryKey) === undefined;
  const fetch = useEffectEvent(() => {
    const queryFn = () => known(client, document, variables);
    void client.prefetchQuery({ queryKey, queryFn, meta: { keep: true } });
  });
  const key = JSON.stringify(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question is another wait.
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(fetch, IDLE);
    return () => clearTimeout(timer);
  }, [key, wanted]);
}

/** Everything this phone was told with a document, whatever it asked for, and when each was true. Nothing is asked. */
export function useKept<A, V>(document: Document<A, V>): { variables: V; data: A; asOf: number }[] {
  const client = useQueryClient();
  return client
    .getQueriesData<Known<A>>({ queryKey: [document.name] })
    .flatMap(([[, variables], known]) => (known ? [{ ...known, variables: variables as V }] : []));
}

/** Ask again for what these documents answered, wherever it is shown. */
export function useRefresh(): (...documents: Document<never, never>[] | { name: string }[]) => void {
  const client = useQueryClient();
  return (...documents) => {
    for (const { name } of documents) void client.invalidateQueries({ queryKey: [name] });
  };
}
