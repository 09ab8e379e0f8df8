import { Trans, useLingui } from "@lingui/react/macro";
import { VisitAdvice, type VisitAdviceQuery } from "@/data/gen/documents";
import { type Read, useRead } from "@/data/reads";
import { longDay, moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { Topic } from "./advice/Topic";
import { useTicks } from "./advice/ticks";
import { topics } from "./advice/words";
import { Unknown } from "./VisitScreen";

type Advice = Extract<VisitAdviceQuery["visitAdvice"], { __typename: "VisitAdvice" }>;

/** What to bring, wear and leave at home for a day, as a list to tick off; readable without signal. */
export function AdviceScreen({ establishment, day }: { establishment: string; day: string }) {
  const { t } = useLingui();
  const read = useRead(VisitAdvice, { establishmentId: establishment, day }, { keep: true });
  // An address with half a day in it leads to no visit.
  const wrong = read.refused?.code === "BAD_INPUT";
  return (
    <Page title={t`Qué llevar y cómo ir`} up={href("visits")}>
      {wrong ? (
        <Unknown answer={{ code: "NOT_FOUND", message: "" }} />
      ) : (
        <Listed day={day} read={read} list={`${establishment} ${day}`} />
      )}
    </Page>
  );
}

type Asked = { day: string; list: string; read: Read<VisitAdviceQuery> };

function Listed({ day, list, read }: Asked) {
  return (
    <>
      <Words>{longDay(day)}</Words>
      <Await read={read}>
        {({ visitAdvice: answer }) =>
          answer.__typename === "Problem" ? (
            <Note tone="bad">{answer.message}</Note>
          ) : (
            <Contents advice={answer} asOf={read.asOf ?? 0} list={list} />
          )
        }
      </Await>
    </>
  );
}

function Contents({ advice, asOf, list }: { advice: Advice; asOf: number; list: string }) {
  const { ticks, tick } = useTicks(list);
  const all = advice.items.length;
  const done = advice.items.filter((each) => ticks.includes(each.id)).length;
  const known = moment(asOf);
  if (all === 0) {
    return (
      <Empty>
        <Trans>Todavía no tenemos consejos para este lugar. Pregunte en la oficina de visitas.</Trans>
      </Empty>
    );
  }
  return (
    <>
      <Words as="small" live="polite">
        <Trans>
          Marque lo que ya está listo: {done} de {all}.
        </Trans>
      </Words>
      {topics(advice.items).map(({ topic, items }) => (
        <Topic key={topic} topic={topic} items={items} ticks={ticks} tick={tick} />
      ))}
      <Words as="small">
        <Trans>
          Lo que dice “por confirmar” vale en otros lugares: pregunte en la oficina de visitas. Lo sabemos{" "}
          {known}
        </Trans>
      </Words>
    </>
  );
}
