import { Trans } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import type { Document } from "@/data/document";
import { useRead } from "@/data/reads";
import { Await } from "./Await";
import { Button } from "./Button";

/** One page of a list as the service gives it. */
export type PageOf<N> = {
  nodes: readonly N[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
};

type Props<A, N> = {
  document: Document<A, { first?: number | null | undefined; after?: string | null | undefined }>;
  /** Where the page is in the answer. */
  page: (answer: A) => PageOf<N>;
  /** How many a page; ten without it. */
  first?: number;
  /** Also without signal. */
  keep?: boolean;
  /** What is shown when there is nothing at all. */
  empty: ReactNode;
  /** Those that are shown; all of them without it. */
  only?: (node: N) => boolean;
  children: (nodes: readonly N[]) => ReactNode;
};

type Part = { after?: string; begun?: boolean };

/** A long list by tens: the next ten are asked for when somebody wants them. */
export function Pages<A, N>({ after, begun = false, ...list }: Props<A, N> & Part) {
  const size = list.first ? { first: list.first } : {};
  const read = useRead(list.document, after ? { ...size, after } : size, { keep: list.keep ?? false });
  return <Await read={read}>{(answer) => <Ten list={list} page={list.page(answer)} begun={begun} />}</Await>;
}

function Ten<A, N>({ list, page, begun }: { list: Props<A, N>; page: PageOf<N>; begun: boolean }) {
  const [wanted, setWanted] = useState(false);
  const shown = list.only ? page.nodes.filter(list.only) : page.nodes;
  const any = shown.length > 0;
  const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  // A page of which nothing is shown leads on by itself.
  const goesOn = wanted || !any;
  return (
    <>
      {any ? list.children(shown) : null}
      {any || begun || next ? null : list.empty}
      {next && goesOn ? <Pages {...list} after={next} begun={begun || any} /> : null}
      {next && !goesOn ? (
        <Button look="quiet" onPress={() => setWanted(true)}>
          <Trans>Ver más</Trans>
        </Button>
      ) : null}
    </>
  );
}
