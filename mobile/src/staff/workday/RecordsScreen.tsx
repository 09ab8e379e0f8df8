import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { NotCountedReason, WorkFlag } from "@/data/gen/staff/work";
import { needsLook, type Row as RowOf, waits } from "@/data/workOutbox";
import { longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { entryOf } from "./entries";
import { lineHref } from "./PersonLine";
import { Reprice } from "./Reprice";
import { isPriceRefused } from "./rows";
import { useSheet } from "./useSheet";
import { useWorkbox } from "./Workday";
import { dayAndShift, entryWords } from "./words";

/** What this phone has recorded: what waits for a signal, what was not taken and why, what is worth a look. */
export function RecordsScreen() {
  const { t } = useLingui();
  const { rows, trouble } = useWorkbox();
  const waiting = rows.filter(waits);
  const refused = rows.filter((row) => row.answer?.__typename === "RowRefused");
  const rivals = rows.filter((row) => row.answer?.__typename === "RowConflict");
  const flagged = rows.filter((row) => wordsOf(row).length > 0 && !needsLook(row));
  return (
    <Page title={t`Registros en este celular`} up={href("workday")}>
      {trouble ? <Note tone="bad">{trouble.message}</Note> : null}
      {waiting.length + refused.length + rivals.length + flagged.length === 0 ? (
        <Empty>
          <Trans>No queda nada por enviar ni por resolver.</Trans>
        </Empty>
      ) : null}
      {waiting.length > 0 ? <Waiting rows={waiting} /> : null}
      {rivals.length > 0 ? <Rivals count={new Set(rivals.map(({ said }) => said.enrolmentId)).size} /> : null}
      {refused.length > 0 ? (
        <Words as="heading">
          <Trans>No se aceptaron</Trans>
        </Words>
      ) : null}
      <Reprice rows={refused.filter(isPriceRefused)} />
      <Lines rows={refused} label={t`No se aceptaron`} />
      {flagged.length > 0 ? (
        <Words as="heading">
          <Trans>Anotados, con algo que mirar</Trans>
        </Words>
      ) : null}
      <Lines rows={flagged} label={t`Anotados, con algo que mirar`} />
    </Page>
  );
}

function Waiting({ rows }: { rows: readonly RowOf[] }) {
  const { box } = useWorkbox();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    await box.flush();
    setBusy(false);
  };
  const count = plural(rows.length, {
    one: "# registro espera la señal. Está guardado y se envía solo.",
    other: "# registros esperan la señal. Están guardados y se envían solos.",
  });
  return (
    <Note
      tone="warn"
      icon="clock"
      action={
        <Button look="quiet" busy={busy} onPress={() => void send()}>
          <Trans>Enviar ahora</Trans>
        </Button>
      }
    >
      {count}
    </Note>
  );
}

function Rivals({ count }: { count: number }) {
  const words = plural(count, {
    one: "De # persona llegaron dos versiones distintas.",
    other: "De # personas llegaron dos versiones distintas.",
  });
  return (
    <Note
      tone="bad"
      icon="alert"
      action={
        <Button look="quiet" to={href("workdayRivals")}>
          <Trans>Comparar y decidir</Trans>
        </Button>
      }
    >
      {words}
    </Note>
  );
}

/** Lines that are shown before somebody asks for more. */
const A_PAGE = 20;

function Lines({ rows, label }: { rows: readonly RowOf[]; label: string }) {
  const [shown, setShown] = useState(A_PAGE);
  if (rows.length === 0) return null;
  return (
    <>
      <List label={label}>
        {rows.slice(0, shown).map((row) => (
          <Line key={row.said.id} row={row} />
        ))}
      </List>
      {rows.length > shown ? (
        <Button look="quiet" onPress={() => setShown(shown + A_PAGE)}>
          <Trans>Ver más</Trans>
        </Button>
      ) : null}
    </>
  );
}

/** A row, with the name that its sheet has for it: the row itself is kept without one. */
function Line({ row }: { row: RowOf }) {
  const { t } = useLingui();
  const { enrolmentId, workedOn, shift } = row.said;
  const { sheet } = useSheet(row.workshopId, workedOn);
  const person = sheet?.people.find((each) => each.enrolmentId === enrolmentId);
  const when = dayAndShift(longDay(workedOn), shift);
  return (
    <Row
      icon={needsLook(row) ? "cross" : "alert"}
      title={person?.name ?? t`Una persona del taller`}
      note={[`${when}. ${entryWords(entryOf(row.said))}.`, ...wordsOf(row)].join(" ")}
      to={lineHref({ enrolmentId, shift: shift ?? 1 }, row.workshopId, workedOn)}
    />
  );
}

/** What is of the person and not of the whole day, which the sheet tells at its top. */
const OWN_REASONS: readonly NotCountedReason[] = ["PLACE", "ISOLATION", "SHIFT_LOST"];
const OWN_FLAGS: readonly WorkFlag[] = ["OVER_8H", "SEVENTH_DAY", "ALL_NIGHT"];

/** What the service said of a row that somebody should read. */
function wordsOf({ answer }: RowOf): string[] {
  if (answer?.__typename === "RowRefused") return [answer.message];
  if (answer?.__typename !== "RowRecorded") return [];
  const { notCounted, flags } = answer;
  const uncounted = notCounted && OWN_REASONS.includes(notCounted.reason) ? [notCounted.words] : [];
  return [...uncounted, ...flags.filter(({ flag }) => OWN_FLAGS.includes(flag)).map((each) => each.words)];
}
