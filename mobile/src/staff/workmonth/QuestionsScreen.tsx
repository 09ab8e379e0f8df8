import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { StatementQuestions, type StatementQuestionsQuery } from "@/data/gen/staff/statements";
import { useRead } from "@/data/reads";
import { figures, moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Note, State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { AnswerQuestion } from "./AnswerQuestion";
import { monthTitle } from "./months";
import { StatementRead } from "./StatementRead";

export type Question = StatementQuestionsQuery["statementQuestions"][number];

/** What families ask about a statement and nobody has answered, those due soonest first. */
export function QuestionsScreen() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(StatementQuestions, { establishmentId: id });
  const [said, setSaid] = useState<string>();
  return (
    <Page title={t`Preguntas de las familias`} up={href("home")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <Await read={read}>
        {({ statementQuestions }) =>
          statementQuestions.length === 0 ? (
            <Empty>
              <Trans>No hay preguntas por contestar.</Trans>
            </Empty>
          ) : (
            <>
              <Words>
                <Trans>
                  Cada pregunta se contesta en 20 días hábiles. La familia lee lo que usted escriba.
                </Trans>
              </Words>
              <List label={t`Preguntas, la que vence antes primero`}>
                {statementQuestions.map((each) => (
                  <OneQuestion
                    key={each.id}
                    of={each}
                    onAnswered={() => setSaid(t`Contestada. La familia ya puede leerla.`)}
                  />
                ))}
              </List>
            </>
          )
        }
      </Await>
    </Page>
  );
}

function OneQuestion({ of, onAnswered }: { of: Question; onAnswered: () => void }) {
  const { t } = useLingui();
  const name = of.surnames ? `${of.surnames}, ${of.givenNames}` : t`Persona que ya no está aquí`;
  const asked = moment(of.askedAt);
  const due = figures(of.dueOn);
  return (
    <Reveal label={name} note={`${monthTitle(of.month)} · ${useDue(of)}`}>
      <State tone={of.daysLeft < 0 ? "bad" : of.daysLeft <= 5 ? "warn" : "plain"}>{useDue(of)}</State>
      <Words as="strong">“{of.words}”</Words>
      <Words as="small">
        <Trans>
          Preguntó {asked}. Vence el {due}.
        </Trans>
      </Words>
      <StatementRead id={of.statementId} lineNo={of.lineNo} />
      <AnswerQuestion question={of} onAnswered={onAnswered} />
    </Reveal>
  );
}

/** How long there is to answer, in words. */
function useDue({ daysLeft }: Question): string {
  const { t } = useLingui();
  if (daysLeft === 0) return t`vence hoy`;
  const late = Math.abs(daysLeft);
  return daysLeft < 0
    ? plural(late, { one: "venció hace # día", other: "venció hace # días" })
    : plural(daysLeft, { one: "queda # día", other: "quedan # días" });
}
