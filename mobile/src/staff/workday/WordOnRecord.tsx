import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { type AnswerSign, AnswerWork, type RecordAnswer, WorkRecords } from "@/data/gen/staff/work";
import { useRead, useRefresh } from "@/data/reads";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";
import { monthOf } from "../workmonth/months";
import { recordAnswerWords } from "../workmonth/words";

type Props = { recordId: string; inmateId: string; day: string };

/** Whether the person agrees with what is recorded of them: what they said, or the way to say it. */
export function WordOnRecord({ recordId, inmateId, day }: Props) {
  const { t } = useLingui();
  const read = useRead(WorkRecords, { inmateId, month: monthOf(day) });
  const found = read.data?.workRecords.find(({ record }) => record.id === recordId);
  if (found?.answer) {
    return (
      <Note
        tone={found.answer === "AGREED" ? "good" : "warn"}
        icon="speech"
        title={recordAnswerWords(found.answer)}
      >
        {found.answerWords ?? t`Lo dijo la persona.`}
      </Note>
    );
  }
  return (
    <Reveal label={t`Lo que dice la persona`} note={t`Si está de acuerdo con lo anotado.`}>
      <Answer recordId={recordId} />
    </Reveal>
  );
}

function Answer({ recordId }: { recordId: string }) {
  const { t } = useLingui();
  const act = useAct(AnswerWork);
  const refresh = useRefresh();
  const [outcome, setOutcome] = useState<RecordAnswer>("AGREED");
  const [sign, setSign] = useState<AnswerSign>("SIGNATURE");
  const [words, setWords] = useState("");
  const [looked, setLooked] = useState(false);
  const silent = outcome === "OBJECTED" && !words.trim();
  const give = async () => {
    setLooked(true);
    if (silent) return;
    if (await act.run({ recordId, outcome, sign, words: words.trim() })) refresh(WorkRecords);
  };
  return (
    <>
      <Choice
        label={t`¿Está de acuerdo?`}
        options={(["AGREED", "OBJECTED"] as const).map((value) => ({
          value,
          label: recordAnswerWords(value),
        }))}
        value={outcome}
        onChange={setOutcome}
      />
      {outcome === "OBJECTED" ? (
        <Field
          label={t`Con qué no está de acuerdo`}
          hint={t`Con sus propias palabras`}
          value={words}
          onChange={setWords}
          multiline
          maxLength={1000}
          error={looked && silent ? t`Escriba lo que dijo la persona.` : undefined}
        />
      ) : null}
      <Choice
        label={t`Cómo lo dijo`}
        inline
        options={[
          { value: "SIGNATURE" as const, label: t`Firmó` },
          { value: "PRINT" as const, label: t`Puso su huella` },
          { value: "SPOKEN" as const, label: t`Lo dijo de palabra` },
        ]}
        value={sign}
        onChange={setSign}
      />
      <Button icon="check" busy={act.busy} onPress={() => void give()}>
        <Trans>Guardar lo que dijo</Trans>
      </Button>
      <Outcome of={act} />
    </>
  );
}
