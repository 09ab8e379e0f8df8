import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { EditEvent, OfficeEvent } from "@/data/gen/staff/programmes";
import { useRead } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Await, Waiting } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { type Content, newest, releaseNoOf, versionOf, type Whole, writtenOf } from "./content";
import { useLookAgain } from "./DraftCard";
import { EventForm } from "./EventForm";
import { useTyped } from "./useTyped";

/** An event, written anew into its draft; what is typed lies on the phone until it is saved. */
export function EditEventScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useRead(OfficeEvent, { id });
  return (
    <Page title={t`Cambiar la actividad`} broad up={href("officeEvent", { id })}>
      <Await read={read}>{({ officeEvent }) => <Edit of={officeEvent} />}</Await>
    </Page>
  );
}

function Edit({ of }: { of: Whole }) {
  const [typed, keep] = useTyped(of.id);
  const [round, setRound] = useState(0);
  const act = useAct(EditEvent);
  const look = useLookAgain();
  if (typed === undefined) return <Waiting />;
  if (of.draft?.state === "SUBMITTED") {
    return (
      <Note
        tone="warn"
        action={
          <Button look="quiet" to={href("officeEvent", { id: of.id })}>
            <Trans>Ver la actividad</Trans>
          </Button>
        }
      >
        <Trans>El borrador espera a la dirección. Para seguir escribiendo, recupérelo primero.</Trans>
      </Note>
    );
  }
  // What it is written upon: the draft's version, or without a draft the last release.
  const base = { version: versionOf(of), releaseNo: releaseNoOf(of) };
  const mine = typed ? { version: typed.version, releaseNo: typed.releaseNo ?? base.releaseNo } : base;
  const overtaken = mine.version !== base.version || mine.releaseNo !== base.releaseNo;
  const save = async (content: Content) => {
    const done = await act.run({ eventId: of.id, ...mine, content });
    look();
    if (!done) return;
    keep(null);
    go(href("officeEvent", { id: of.id }), { replace: true });
  };
  const drop = () => {
    act.clear();
    keep(null);
    setRound(round + 1);
  };
  return (
    <>
      {typed && overtaken ? (
        <Overtaken of={of} onMine={() => keep({ ...typed, ...base })} onTheirs={drop} />
      ) : typed ? (
        <Unsaved at={typed.at} onDrop={drop} />
      ) : null}
      <EventForm
        // Other words than before stand in its fields.
        key={`${round} ${mine.version}`}
        value={typed?.written ?? writtenOf(newest(of))}
        onChange={(written) => keep({ written, ...mine, at: Date.now() })}
        known={of.dates}
        act={act}
        onSave={(content) => void save(content)}
      />
    </>
  );
}

/** What lies on the phone from before, and the way to leave it. */
export function Unsaved({ at, onDrop }: { at: number; onDrop: () => void }) {
  const when = moment(at);
  return (
    <Note
      tone="plain"
      action={
        <Button look="quiet" onPress={onDrop}>
          <Trans>Borrar lo que no guardé</Trans>
        </Button>
      }
    >
      <Trans>Lo que escribió sigue en este celular y todavía no se guardó. Última vez: {when}</Trans>
    </Note>
  );
}

/** Somebody else has saved meanwhile: nothing is lost before somebody chooses. */
function Overtaken({ of, onMine, onTheirs }: { of: Whole; onMine: () => void; onTheirs: () => void }) {
  const { t } = useLingui();
  const who = of.draft?.editedBy ?? t`Otra persona`;
  const when = of.draft ? moment(of.draft.editedAt) : "";
  return (
    <Note
      tone="warn"
      urgent
      title={t`Se guardaron otros cambios`}
      action={
        <>
          <Button look="quiet" onPress={onTheirs}>
            <Trans>Dejar lo mío y ver lo guardado</Trans>
          </Button>
          <Button look="danger" onPress={onMine}>
            <Trans>Seguir con lo mío, encima</Trans>
          </Button>
        </>
      }
    >
      {of.draft ? (
        <Trans>
          Lo que usted escribió sigue aquí. {who} guardó este borrador {when}
        </Trans>
      ) : (
        <Trans>El borrador se publicó o se desechó. Lo que usted escribió sigue aquí.</Trans>
      )}
    </Note>
  );
}
