import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { MyStatementQuestions, type MyStatementQuestionsQuery } from "@/data/gen/family/statements";
import { useRead } from "@/data/reads";
import { dayAt, longDay, monthAndYear, today } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note, State } from "@/ui/Note";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import type { Line } from "./account";

type Question = Extract<
  MyStatementQuestionsQuery["myStatementQuestions"],
  { __typename: "StatementQuestions" }
>["questions"][number];

type Props = {
  inmate: string;
  /** Of this account alone, with the names of its lines. */
  of?: { statement: string; lines: readonly Line[] };
};

/** What this account has asked about somebody's accounts, and what it was answered. */
export function Questions({ inmate, of }: Props) {
  const read = useRead(MyStatementQuestions, { inmateId: inmate }, { keep: true });
  return (
    <Await read={read}>
      {({ myStatementQuestions: answer }) => {
        // Where nothing is open the accounts themselves say so.
        if (answer.__typename === "Problem") return null;
        const mine = of
          ? answer.questions.filter((each) => each.statementId === of.statement)
          : answer.questions;
        return mine.length > 0 ? <Asked questions={mine} inmate={inmate} lines={of?.lines} /> : null;
      }}
    </Await>
  );
}

type Shown = { questions: readonly Question[]; inmate: string; lines: readonly Line[] | undefined };

function Asked({ questions, inmate, lines }: Shown) {
  return (
    <>
      <Words as="heading">
        <Trans>Sus preguntas</Trans>
      </Words>
      {questions.map((each) => (
        <OneQuestion key={each.id} question={each} inmate={inmate} lines={lines} />
      ))}
    </>
  );
}

function OneQuestion({ question, inmate, lines }: { question: Question } & Omit<Shown, "questions">) {
  const { t } = useLingui();
  const about = lines
    ? (lines.find((each) => each.no === question.lineNo)?.name ?? t`Todo el mes`)
    : monthAndYear(question.month);
  const asked = longDay(dayAt(question.askedAt));
  return (
    <Card label={t`Pregunta sobre ${about}`}>
      <Words as="strong">{about}</Words>
      <Words>{question.words}</Words>
      <Words as="small">
        <Trans>Preguntó el {asked}</Trans>
      </Words>
      <Answer question={question} />
      {lines ? null : (
        <Button
          look="quiet"
          label={t`Ver las cuentas de ${about}`}
          to={href("statement", { inmate, id: question.statementId })}
        >
          <Trans>Ver esas cuentas</Trans>
        </Button>
      )}
    </Card>
  );
}

function Answer({ question: { answer, answeredAt, dueOn } }: { question: Question }) {
  const { t } = useLingui();
  const styles = useStyles();
  const due = longDay(dueOn);
  if (answer !== null && answeredAt !== null) {
    const day = longDay(dayAt(answeredAt));
    return (
      <View style={styles.answer}>
        <State tone="good">{t`Respondida`}</State>
        <Words>{answer}</Words>
        <Words as="small">
          <Trans>Le respondieron el {day}</Trans>
        </Words>
      </View>
    );
  }
  if (dueOn >= today()) {
    return (
      <Note tone="plain" icon="clock" title={t`Espera respuesta`}>
        <Trans>Tienen que responderle hasta el {due}.</Trans>
      </Note>
    );
  }
  return (
    <Note tone="warn" title={t`Sin respuesta`}>
      <Trans>
        Tenían que responderle hasta el {due}. Puede reclamar en la oficina de trabajo del lugar donde trabaja
        su familiar. Diga esta fecha.
      </Trans>
    </Note>
  );
}

const useStyles = themed(() => ({ answer: { gap: 6 } }));
