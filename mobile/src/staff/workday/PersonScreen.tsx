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
import { PersonLineFacts } from "./PersonLineFacts";
import { Recorded } from "./Recorded";
import { newRow } from "./rows";
import { type Person, type Sheet, shownOf, stageOf, usual } from "./sheet";
import { useSheet } from "./useSheet";
import { useDraft, useWorkbox } from "./Workday";

type Props = { workshopId: string; day: Day; enrolmentId: string };

/** One person's line of a sheet: to be written, mended, or read with what became of it. */
export function PersonScreen({ workshopId, day, enrolmentId }: Props) {
  const { t } = useLingui();
  const { read, sheet } = useSheet(workshopId, day);
  const person = sheet?.people.find((each) => each.enrolmentId === enrolmentId);
  const named = longDay(day);
  const up = href("workdaySheet", { workshop: workshopId, day });
  return (
    <Page title={person ? (person.name ?? t`Ya no está aquí`) : t`Una persona`} up={up}>
      <Words as="heading">{named}</Words>
      <Await read={read}>
        {(known) =>
          person ? (
            <Line person={person} sheet={known} workshopId={workshopId} up={up} />
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

type LineProps = { person: Person; sheet: Sheet; workshopId: string; up: string };

function Line({ person, sheet, workshopId, up }: LineProps) {
  const { t } = useLingui();
  const { box } = useWorkbox();
  const { write, strike } = useDraft(workshopId, sheet.day);
  const stage = stageOf(person);
  const { row, enrolmentId } = person;
  const anew = async (entry: Entry) => {
    await box.keep([newRow(entry, person, sheet, workshopId)]);
    void box.flush();
    back(up);
  };
  const draft = async (entry: Entry) => {
    await write({ [enrolmentId]: entry });
    back(up);
  };
  const unwritten = async () => {
    await strike([enrolmentId]);
    back(up);
  };
  if (stage === "recorded") return <Recorded person={person} sheet={sheet} workshopId={workshopId} />;
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
  const first = shownOf(person) ?? person.before?.entry ?? usual(sheet);
  const inBox = stage === "waits" || stage === "refused";
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
        first={first}
        otherwise={person.before?.entry ?? usual(sheet)}
        prices={pricesFor(sheet, person)}
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
          <Trans>No se registrará nada de esta persona en este día, si no llegó antes.</Trans>
        </Confirm>
      ) : null}
    </>
  );
}

/** What somebody of this grade may be paid for. */
function pricesFor({ prices }: Sheet, { grade }: Person) {
  return prices.filter((each) => each.grade === null || each.grade === grade);
}
