import { Trans, useLingui } from "@lingui/react/macro";
import { type Day, longDay } from "@/l10n/dates";
import { back } from "@/nav/history";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { EntryForm } from "./EntryForm";
import { type Entry, entryOf } from "./entries";
import { OtherShifts } from "./OtherShifts";
import { PersonLineFacts } from "./PersonLineFacts";
import {
  beginningOf,
  draftKey,
  type Line as LineOf,
  lineOf,
  othersOf,
  type Person,
  shownOf,
  stageOf,
} from "./people";
import { Recorded } from "./Recorded";
import { newRow } from "./rows";
import { type Sheet, usual } from "./sheet";
import { useSheet } from "./useSheet";
import { useDraft, useWorkbox } from "./Workday";
import { lineWords } from "./words";

type Props = { workshopId: string; day: Day; enrolmentId: string; shift: number };

/** One shift of a person: to be written, mended, or read with what became of it; and the way to their others. */
export function PersonScreen({ workshopId, day, enrolmentId, shift }: Props) {
  const { t } = useLingui();
  const { read, sheet } = useSheet(workshopId, day);
  const person = sheet?.people.find((each) => each.enrolmentId === enrolmentId);
  const named = longDay(day);
  const up = href("workdaySheet", { workshop: workshopId, day });
  return (
    <Page title={person ? lineWords(person, shift) : t`Una persona`} up={up}>
      <Words as="heading">{named}</Words>
      <Await read={read}>
        {(known) =>
          person ? (
            <>
              <Line
                person={person}
                line={lineOf(person, shift)}
                sheet={known}
                workshopId={workshopId}
                up={up}
              />
              <OtherShifts person={person} shift={shift} sheet={known} workshopId={workshopId} />
            </>
          ) : (
            <Empty>
              <Trans>Ese día esta persona no está inscrita en el taller.</Trans>
            </Empty>
          )
        }
      </Await>
    </Page>
  );
}

type LineProps = { person: Person; line: LineOf; sheet: Sheet; workshopId: string; up: string };

function Line({ person, line, sheet, workshopId, up }: LineProps) {
  const { row } = line;
  const stage = stageOf(line);
  if (stage === "recorded") return <Recorded person={person} line={line} sheet={sheet} />;
  if (stage === "rival") {
    return (
      <>
        <Note
          tone="bad"
          icon="alert"
          action={
            <Button look="quiet" to={href("workdayRivals")}>
              <Trans>Comparar las dos</Trans>
            </Button>
          }
        >
          <Trans>De este día llegaron dos versiones distintas. La de este celular no se ha perdido.</Trans>
        </Note>
        {row ? <PersonLineFacts entry={entryOf(row.said)} prices={sheet.prices} /> : null}
      </>
    );
  }
  if (sheet.monthState === "CLOSED" && !row) {
    return (
      <Note tone="warn" icon="lock">
        <Trans>Este mes ya está cerrado. Lo que falte se pide como ajuste a la jefatura.</Trans>
      </Note>
    );
  }
  return <Writing person={person} line={line} sheet={sheet} workshopId={workshopId} up={up} />;
}

/** A shift that is not recorded yet, and can be said anew. */
function Writing({ person, line, sheet, workshopId, up }: LineProps) {
  const { t } = useLingui();
  const { box } = useWorkbox();
  const { write, strike } = useDraft(workshopId, sheet.day);
  const { row, shift } = line;
  const stage = stageOf(line);
  const beginning = beginningOf(person, shift, usual(sheet));
  const inBox = stage === "waits" || stage === "refused";
  const anew = async (entry: Entry) => {
    await box.keep([newRow(entry, line, sheet, workshopId)]);
    void box.flush();
    back(up);
  };
  const draft = async (entry: Entry) => {
    await write({ [draftKey(line)]: entry });
    back(up);
  };
  const unwritten = async () => {
    await strike([draftKey(line)]);
    back(up);
  };
  return (
    <>
      {row?.answer?.__typename === "RowRefused" ? <Note tone="bad">{row.answer.message}</Note> : null}
      {person.inside ? null : (
        <Note tone="warn">
          <Trans>Según el registro, ese día la persona no estaba aquí. Si falta, diga por qué.</Trans>
        </Note>
      )}
      <EntryForm
        key={row?.said.id}
        first={shownOf(line) ?? beginning}
        otherwise={beginning}
        prices={pricesFor(sheet, person)}
        others={othersOf(person, shift)}
        done={stage === "refused" ? t`Guardar y enviar otra vez` : t`Listo`}
        onDone={(entry) => void (inBox ? anew(entry) : draft(entry))}
      />
      {stage === "draft" ? (
        <Button look="quiet" icon="cross" onPress={() => void unwritten()}>
          <Trans>Dejar en blanco</Trans>
        </Button>
      ) : null}
      {inBox && row ? (
        <Confirm
          label={t`Quitar lo que escribí`}
          yes={t`Sí, quitar`}
          busy={false}
          onYes={() => void box.drop([row.said.id]).then(() => back(up))}
        >
          <Trans>Este turno no se registrará, si no llegó antes.</Trans>
        </Confirm>
      ) : null}
    </>
  );
}

/** What somebody of this grade may be paid for. */
function pricesFor({ prices }: Sheet, { grade }: Person) {
  return prices.filter((each) => each.grade === null || each.grade === grade);
}
