import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type Day, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { faultOf } from "./entries";
import { useAsOwn } from "./own";
import { PersonLine } from "./PersonLine";
import { newRow } from "./rows";
import { SheetDoors } from "./SheetDoors";
import { SheetNotes } from "./SheetNotes";
import { allAsBefore, lastDayOf, type Sheet, stageOf } from "./sheet";
import { useSheet } from "./useSheet";
import { useDraft, useWorkbox } from "./Workday";

/** A workshop's day: for all as the last time, except a few; kept on the phone, and sent when somebody answers. */
export function SheetScreen({ workshopId, day }: { workshopId: string; day: Day }) {
  const { t } = useLingui();
  const { read, sheet } = useSheet(workshopId, day);
  useAsOwn(workshopId);
  const named = longDay(day);
  return (
    <Page title={sheet?.workshop ?? t`Hoja del día`} up={href("workday")}>
      <Words as="heading">{named}</Words>
      <Await read={read}>{(known) => <OfDay sheet={known} workshopId={workshopId} />}</Await>
      <SheetDoors workshopId={workshopId} day={day} />
    </Page>
  );
}

function OfDay({ sheet, workshopId }: { sheet: Sheet; workshopId: string }) {
  const { t } = useLingui();
  const { write } = useDraft(workshopId, sheet.day);
  const closed = sheet.monthState === "CLOSED";
  const stages = sheet.people.map(stageOf);
  const left = stages.filter((each) => each === "empty").length;
  const all = allAsBefore(sheet);
  const last = lastDayOf(sheet);
  const when = last ? longDay(last) : "";
  if (sheet.people.length === 0) {
    return (
      <Empty>
        <Trans>Ese día nadie está inscrito en este taller.</Trans>
      </Empty>
    );
  }
  return (
    <>
      <SheetNotes sheet={sheet} workshopId={workshopId} />
      <Words as="strong" live="polite">
        {progressWords(stages.length, left)}
      </Words>
      {!closed && Object.keys(all).length > 0 ? (
        <Button icon="people" onPress={() => void write(all)}>
          <Trans>Todos como el {when}</Trans>
        </Button>
      ) : null}
      <List label={t`Personas del taller`}>
        {sheet.people.map((person) => (
          <PersonLine
            key={person.enrolmentId}
            person={person}
            sheet={sheet}
            workshopId={workshopId}
            onWrite={(entry) => void write({ [person.enrolmentId]: entry })}
          />
        ))}
      </List>
      {closed ? null : <Keep sheet={sheet} workshopId={workshopId} left={left} />}
    </>
  );
}

function Keep({ sheet, workshopId, left }: { sheet: Sheet; workshopId: string; left: number }) {
  const { t } = useLingui();
  const { box } = useWorkbox();
  const { strike } = useDraft(workshopId, sheet.day);
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState(0);
  const drafts = sheet.people.filter((each) => stageOf(each) === "draft");
  const ready = drafts.flatMap((person) =>
    person.draft && !faultOf(person.draft) ? [{ person, entry: person.draft }] : [],
  );
  const faulty = drafts.length - ready.length;
  const keep = async () => {
    setBusy(true);
    const rows = ready.map(({ person, entry }) => newRow(entry, person, sheet, workshopId));
    // Kept first: whatever happens in between, nothing that was written is nowhere.
    await box.keep(rows);
    await strike(ready.map(({ person }) => person.enrolmentId));
    setKept(rows.length);
    setBusy(false);
    void box.flush();
  };
  const count = ready.length;
  return (
    <>
      {faulty > 0 ? (
        <Note tone="warn">
          {plural(faulty, {
            one: "Falta corregir los datos de # persona.",
            other: "Falta corregir los datos de # personas.",
          })}
        </Note>
      ) : null}
      {count > 0 ? (
        <Button icon="check" busy={busy} onPress={() => void keep()}>
          {plural(count, { one: "Guardar a # persona", other: "Guardar a # personas" })}
        </Button>
      ) : null}
      {kept > 0 && count === 0 ? (
        <Note tone="good" urgent>
          {left === 0
            ? t`La hoja quedó guardada. Se envía sola en cuanto haya señal.`
            : t`Quedó guardado. Se envía solo en cuanto haya señal. Todavía falta alguien.`}
        </Note>
      ) : null}
    </>
  );
}

function progressWords(people: number, left: number): string {
  const missing = plural(left, {
    0: "No falta nadie.",
    one: "Falta # persona.",
    other: "Faltan # personas.",
  });
  const all = plural(people, { one: "# persona.", other: "# personas." });
  return `${all} ${missing}`;
}
