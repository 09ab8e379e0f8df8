import { Trans } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { WhatsOn, type WhatsOnQueryVariables } from "@/data/gen/family/events";
import { useRead } from "@/data/reads";
import { type Day, dayAt, farness, longDay } from "@/l10n/dates";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Words } from "@/ui/Words";
import { EventRow } from "./EventRow";
import type { Listed } from "./happening";

type Props = {
  asked: Pick<WhatsOnQueryVariables, "kind" | "establishmentId">;
  /** Those that are shown. */
  only: (each: Listed) => boolean;
  empty: ReactNode;
};

/** What came before, on the pages above: the last day that has its heading already. */
type Part = { after?: string; lastDay?: Day | undefined };

/** Dates by tens under their days: the next ten are asked for when somebody wants them. */
export function Dates({ after, lastDay, ...list }: Props & Part) {
  const read = useRead(WhatsOn, after ? { ...list.asked, after } : list.asked, { keep: true });
  return <Await read={read}>{({ whatsOn }) => <Ten list={list} page={whatsOn} lastDay={lastDay} />}</Await>;
}

type Page = { nodes: readonly Listed[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };

function Ten({ list, page, lastDay }: { list: Props; page: Page; lastDay: Day | undefined }) {
  const [wanted, setWanted] = useState(false);
  const days = byDay(page.nodes.filter(list.only));
  const any = days.length > 0;
  const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  // A page of which nothing is shown leads on by itself.
  const goesOn = wanted || !any;
  return (
    <>
      {days.map(({ day, dates }) => (
        <OneDay key={day} day={day} dates={dates} headed={day === lastDay} />
      ))}
      {any || next || lastDay ? null : list.empty}
      {next && goesOn ? <Dates {...list} after={next} lastDay={days.at(-1)?.day ?? lastDay} /> : null}
      {next && !goesOn ? (
        <Button look="quiet" onPress={() => setWanted(true)}>
          <Trans>Ver más</Trans>
        </Button>
      ) : null}
    </>
  );
}

type OfDay = { day: Day; dates: Listed[] };

function OneDay({ day, dates, headed }: OfDay & { headed: boolean }) {
  const far = farness(day);
  return (
    <>
      {headed ? null : (
        <Words as="heading">
          {longDay(day)}
          {far ? ` · ${far}` : ""}
        </Words>
      )}
      <List label={longDay(day)}>
        {dates.map((each) => (
          <EventRow key={each.id} date={each} />
        ))}
      </List>
    </>
  );
}

function byDay(dates: readonly Listed[]): OfDay[] {
  const days = new Map<Day, Listed[]>();
  for (const each of dates) {
    const day = dayAt(each.startsAt);
    days.set(day, [...(days.get(day) ?? []), each]);
  }
  return [...days].map(([day, of]) => ({ day, dates: of }));
}
