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
import { clashOf, draftKey, isEmpty, type Line, othersOf, stageOf } from "./people";
import { newRow } from "./rows";
import { SheetDoors } from "./SheetDoors";
import { SheetNotes } from "./SheetNotes";
import { allAsBefore, lastDayOf, type Sheet } from "./sheet";
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
  const left = sheet.people.filter(isEmpty).length;
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
        {progressWords(sheet.people.length, left)}
      </Words>
      {!closed && Object.keys(all).length > 0 ? (
        <Button icon="people" onPress={() => void write(all)}>
          <Trans>Todos como el {when}</Trans>
        </Button>
      ) : null}
      <List label={t`Personas del taller`}>
        {sheet.people.flatMap((person) =>
          person.lines.map((line) => (
            <PersonLine
              key={draftKey(line)}
              person={person}
              line={line}
              sheet={sheet}
              workshopId={workshopId}
              onWrite={(entry) => void write({ [draftKey(line)]: entry })}
            />
          )),
        )}
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
  const drafts = sheet.people.flatMap((person) =>
    person.lines.flatMap((line) => {
      const entry = stageOf(line) === "draft" ? line.draft : undefined;
      const fine = entry && !faultOf(entry) && !clashOf(entry, othersOf(person, line.shift));
      return entry ? [{ line, entry, fine }] : [];
    }),
  );
  const ready = drafts.filter(({ fine }) => fine);
  const faulty = peopleIn(drafts.filter(({ fine }) => !fine));
  const keep = async () => {
    setBusy(true);
    const rows = ready.map(({ line, entry }) => newRow(entry, line, sheet, workshopId));
    // Kept first: whatever happens in between, nothing that was written is nowhere.
    await box.keep(rows);
    await strike(ready.map(({ line }) => draftKey(line)));
    setKept(rows.length);
    setBusy(false);
    void box.flush();
  };
  const count = peopleIn(ready);
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

/** Of how many people lines are: some have several. */
function peopleIn(lines: readonly { line: Line }[]): number {
  return new Set(lines.map(({ line }) => line.enrolmentId)).size;
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
