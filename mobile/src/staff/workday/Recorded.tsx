import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { CorrectWork, WorkDay, WorkRecords } from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { dayAt } from "@/l10n/dates";
import { uuid } from "@/platform/cipher";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { hoursWords } from "../workmonth/amounts";
import { EntryForm } from "./EntryForm";
import { type Entry, entryOf, saidOf } from "./entries";
import { PersonLineFacts } from "./PersonLineFacts";
import { beginningOf, type Line, othersOf, type Person } from "./people";
import { type Sheet, usual } from "./sheet";
import { useClock } from "./useClock";
import { WordOnRecord } from "./WordOnRecord";
import { useWorkbox } from "./Workday";

type Props = { person: Person; line: Line; sheet: Sheet };

/** What is recorded of somebody's shift: what of it counts, what they say of it, and how it is put right. */
export function Recorded({ person, line, sheet }: Props) {
  const { record, row } = line;
  const said = record ?? row?.said;
  if (!said) return null;
  const answer = row?.answer?.__typename === "RowRecorded" ? row.answer : undefined;
  const about = record ?? answer;
  const known = row?.answer?.__typename === "RowKnown" ? row.answer.recordId : undefined;
  const recordId = record?.id ?? known ?? row?.said.id ?? "";
  const counted = hoursWords(about?.countableMinutes ?? 0);
  return (
    <>
      <PersonLineFacts entry={entryOf(said)} prices={sheet.prices} />
      {about?.notCounted ? (
        <Note tone="warn">{about.notCounted.words}</Note>
      ) : about ? (
        <Words>
          <Trans>Cuenta {counted} para la redención.</Trans>
        </Words>
      ) : null}
      {about?.flags
        .filter(({ flag }) => flag !== about.notCounted?.reason)
        .map(({ flag, words }) => (
          <Note key={flag} tone="warn" icon="alert">
            {words}
          </Note>
        ))}
      <WordOnRecord key={recordId} recordId={recordId} inmateId={person.inmateId} day={sheet.day} />
      {sheet.monthState === "CLOSED" ? null : (
        <Correct person={person} line={line} sheet={sheet} recordId={recordId} />
      )}
    </>
  );
}

const SHORTEST = 10;

/** Another record in the place of this one, with a reason; the old one is kept. */
function Correct({ person, line, sheet, recordId }: Props & { recordId: string }) {
  const { t } = useLingui();
  const { today } = useClock();
  const { box } = useWorkbox();
  const act = useAct(CorrectWork);
  const refresh = useRefresh();
  const [reason, setReason] = useState("");
  const [looked, setLooked] = useState(false);
  // The same record however often it is sent.
  const [id] = useState(uuid);
  const { record, row, enrolmentId, shift } = line;
  const said = record ?? row?.said;
  if (!said) return null;
  const short = reason.trim().length < SHORTEST;
  const correct = async (entry: Entry) => {
    setLooked(true);
    if (short) return;
    const corrected = { ...saidOf(entry, enrolmentId, sheet.day, sheet.prices, shift), id };
    if (!(await act.run({ recordId, record: corrected, reason: reason.trim() }))) return;
    if (row) await box.drop([row.said.id]);
    refresh(WorkDay, WorkRecords);
  };
  const late = record !== undefined && dayAt(record.recordedAt) !== today;
  return (
    <Reveal label={t`Corregir`} note={t`Queda escrito qué decía antes y por qué cambió.`}>
      {late ? (
        <Note tone="warn">
          <Trans>Se anotó otro día: solo la jefatura puede corregirlo.</Trans>
        </Note>
      ) : null}
      <Field
        label={t`Por qué se corrige`}
        hint={t`Diez letras o más`}
        value={reason}
        onChange={setReason}
        maxLength={200}
        error={looked && short ? t`El motivo es muy corto. Escriba por lo menos diez letras.` : undefined}
      />
      <EntryForm
        key={recordId}
        first={entryOf(said)}
        otherwise={beginningOf(person, shift, usual(sheet))}
        prices={sheet.prices}
        others={othersOf(person, shift)}
        done={t`Guardar la corrección`}
        busy={act.busy}
        onDone={(entry) => void correct(entry)}
      />
      <Outcome of={act} />
    </Reveal>
  );
}
