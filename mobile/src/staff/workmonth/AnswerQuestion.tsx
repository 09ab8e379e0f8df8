import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AnswerStatementQuestion, StatementQuestions } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import type { Question } from "./QuestionsScreen";

/** The answer to a family, once and for good. */
export function AnswerQuestion({ question, onAnswered }: { question: Question; onAnswered: () => void }) {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const act = useAct(AnswerStatementQuestion);
  const refresh = useRefresh();
  const answer = async () => {
    if (!(await act.run({ questionId: question.id, words: words.trim() }))) return;
    onAnswered();
    refresh(StatementQuestions);
  };
  return (
    <>
      <Field
        label={t`Su respuesta`}
        hint={t`Con palabras sencillas: qué dice la línea y qué puede hacer la familia`}
        value={words}
        onChange={setWords}
        multiline
        maxLength={1000}
        autoCapitalize="sentences"
      />
      <Outcome of={act} />
      {words.trim() ? (
        <Confirm
          label={t`Enviar la respuesta`}
          yes={t`Sí, enviar`}
          danger={false}
          busy={act.busy}
          onYes={() => void answer()}
        >
          <Trans>La respuesta queda guardada y no se cambia después.</Trans>
        </Confirm>
      ) : null}
    </>
  );
}
