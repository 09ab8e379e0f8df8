import { Trans, useLingui } from "@lingui/react/macro";
import { WhoMayVisit } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { Await } from "@/ui/Await";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";
import { AnswerForm } from "./AnswerForm";
import { type Happening, isLive } from "./happening";
import { EVERYBODY } from "./party";
import { Standing } from "./Standing";
import { type Answering as Acts, useAnswer } from "./useAnswer";
import { endWords } from "./words";

type Props = { happening: Happening; asOf: number; now: number };

/** What this family answered to a date that is not over, and the way to answer. */
export function Answering({ happening, asOf, now }: Props) {
  const acts = useAnswer(happening, asOf);
  const { answer } = acts;
  const live = isLive(answer);
  const open = happening.state === "PLANNED" && happening.answersWanted;
  if (!live && !open && !answer) return <NotWanted happening={happening} />;
  return (
    <>
      <Words as="heading">
        <Trans>Su respuesta</Trans>
      </Words>
      {live ? <Standing happening={happening} answer={answer} acts={acts} now={now} /> : null}
      {answer && !live ? <Note>{endWords(answer.endedWhy)}</Note> : null}
      {!live && open ? <Open happening={happening} acts={acts} now={now} /> : null}
    </>
  );
}

function NotWanted({ happening: { state, answersWanted, venue } }: { happening: Happening }) {
  if (state !== "PLANNED" || answersWanted || venue.where === "ONLINE") return null;
  return (
    <Note tone="good">
      <Trans>No hace falta responder: puede ir.</Trans>
    </Note>
  );
}

function Open({ happening, acts, now }: { happening: Happening; acts: Acts; now: number }) {
  const { t } = useLingui();
  const read = useRead(WhoMayVisit, EVERYBODY, { keep: true });
  const until = moment(happening.answersUntil);
  if (Date.parse(happening.answersUntil) <= now) {
    return (
      <Note tone="plain" title={t`Ya no se puede responder`}>
        <Trans>El plazo terminó {until}</Trans>
      </Note>
    );
  }
  return (
    <>
      <Words>
        <Trans>Puede responder hasta {until}</Trans>
      </Words>
      <Await read={read}>
        {(who) => <AnswerForm key={acts.answer?.id} happening={happening} who={who} acts={acts} />}
      </Await>
    </>
  );
}
