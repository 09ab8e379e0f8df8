import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AnswerMonth, type MonthAnswer, WorkMonth, WorkMonths } from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import type { Line } from "./MonthScreen";

type Props = { monthId: string; line: Line; name: string };

/** A person's own word on the figures they were shown: signed, or not agreed with and why. */
export function AnswerForm({ monthId, line, name }: Props) {
  const { t } = useLingui();
  const [outcome, setOutcome] = useState<MonthAnswer>();
  const [words, setWords] = useState("");
  const act = useAct(AnswerMonth);
  const refresh = useRefresh();
  const ready = outcome === "SIGNED" || (outcome === "OBJECTED" && words.trim() !== "");
  const keep = async () => {
    if (!outcome) return;
    const why = outcome === "OBJECTED" ? { words: words.trim() } : {};
    const about = { monthId, inmateId: line.worker.inmateId, seen: line.digest };
    await act.run({ ...about, outcome, ...why });
    // Also when it was refused: the figures may be others than those that were shown.
    refresh(WorkMonth, WorkMonths);
  };
  return (
    <>
      <Choice
        label={t`¿Qué dice ${name} de estas cifras?`}
        options={[
          { value: "SIGNED", label: t`Está de acuerdo y firma` },
          { value: "OBJECTED", label: t`No está de acuerdo` },
        ]}
        value={outcome}
        onChange={setOutcome}
        inline
      />
      {outcome === "OBJECTED" ? (
        <Field
          label={t`Por qué, con sus palabras`}
          value={words}
          onChange={setWords}
          multiline
          maxLength={1000}
          autoCapitalize="sentences"
        />
      ) : null}
      <Outcome of={act} />
      {outcome ? (
        <Button busy={act.busy} disabled={!ready} onPress={() => void keep()}>
          {outcome === "SIGNED" ? t`Guardar que firmó` : t`Guardar lo que dice`}
        </Button>
      ) : (
        <Words as="small">
          <Trans>Muéstrele las cifras. Lo que diga no se puede cambiar después.</Trans>
        </Words>
      )}
    </>
  );
}
