import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AskAboutStatement, MyStatementQuestions } from "@/data/gen/family/statements";
import { useRefresh } from "@/data/reads";
import { longDay } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import type { Line } from "./account";

/** As long as a question may be. */
const LONGEST = 500;

type Props = {
  statement: string;
  /** The line it is about; without it, the whole month. */
  line?: Line;
};

/** A question about a line or the whole of an account; it is answered by the last day that is told here. */
export function AskAbout({ statement, line }: Props) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const [due, setDue] = useState<string>();
  const about = line?.name ?? "";
  if (due) return <Taken due={due} />;
  if (asking) return <Asking statement={statement} {...(line ? { line } : {})} onTaken={setDue} />;
  return (
    <Button
      look="quiet"
      icon="speech"
      {...(line ? { label: t`Preguntar por ${about}` } : {})}
      onPress={() => setAsking(true)}
    >
      {line ? <Trans>Preguntar por esto</Trans> : <Trans>Hacer una pregunta sobre este mes</Trans>}
    </Button>
  );
}

function Taken({ due }: { due: string }) {
  const { t } = useLingui();
  const day = longDay(due);
  return (
    <Note tone="good" urgent title={t`Recibimos su pregunta`}>
      <Trans>Le responderán aquí hasta el {day}.</Trans>
    </Note>
  );
}

function Asking({ statement, line, onTaken }: Props & { onTaken: (due: string) => void }) {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const [tried, setTried] = useState(false);
  const ask = useAct(AskAboutStatement);
  const refresh = useRefresh();
  const said = words.trim();
  const send = async () => {
    setTried(true);
    if (!said) return;
    const done = await ask.run({ statementId: statement, lineNo: line?.no ?? null, words: said });
    if (!done) return;
    refresh(MyStatementQuestions);
    onTaken(done.dueOn);
  };
  return (
    <>
      <Field
        label={t`Su pregunta`}
        hint={t`Escriba con sus palabras qué no entiende o qué no está bien.`}
        value={words}
        onChange={setWords}
        maxLength={LONGEST}
        multiline
        autoFocus
        error={tried && !said ? t`Escriba su pregunta.` : undefined}
      />
      <Outcome of={ask} />
      <Button busy={ask.busy} onPress={() => void send()}>
        <Trans>Enviar la pregunta</Trans>
      </Button>
    </>
  );
}
