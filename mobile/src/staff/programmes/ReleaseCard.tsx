import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  ReleaseEvent,
  ReleasePreview,
  type ReleasePreviewQuery,
  ReturnEvent,
} from "@/data/gen/staff/programmes";
import { useRead } from "@/data/reads";
import { dayAt, hour, longDay } from "@/l10n/dates";
import { Await } from "@/ui/Await";
import { Card, List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import type { Whole } from "./content";
import { useLookAgain } from "./DraftCard";
import { dayOfKey } from "./dates";
import { SHORTEST_WHY } from "./faults";
import { changeWords, clashWords, familiesWords, fieldWords, languageWords, visitsWords } from "./words";

type Preview = ReleasePreviewQuery["releasePreview"];
type Props = { of: Whole; version: number; onDone: (words: string) => void };

/**
 * What would change, date by date, what it gets in the way of, and who would be told: for whoever writes it, and for
 * the director before it is released or sent back.
 */
export function ReleaseCard(props: Props) {
  const { t } = useLingui();
  const { may } = useOffice();
  const deciding = props.of.draft?.state === "SUBMITTED" && may("DIRECTOR");
  const read = useRead(ReleasePreview, { eventId: props.of.id });
  return (
    <Card label={t`Si se publica`}>
      <Words as="heading">
        <Trans>Si se publica</Trans>
      </Words>
      <Await read={read}>
        {({ releasePreview }) => (
          <>
            <Told of={releasePreview} />
            <Differences of={releasePreview} />
            <VisitsOff of={releasePreview} />
            <Clashes of={releasePreview} />
            {deciding ? <Release {...props} preview={releasePreview} /> : null}
          </>
        )}
      </Await>
      {deciding ? <Return {...props} /> : null}
    </Card>
  );
}

/** Who would be told, in which languages. */
function Told({ of: { households, languages } }: { of: Preview }) {
  const all = familiesWords(households);
  const each = languages
    .map(({ language, households: count }) => ({ count, language: languageWords(language) }))
    .map(({ count, language }) => `${count} en ${language}`);
  const spoken = each.join(", ");
  return (
    <Words as="strong">
      {households === 0 ? (
        <Trans>No se avisará a ninguna familia.</Trans>
      ) : spoken ? (
        <Trans>
          Se avisará a {all}: {spoken}.
        </Trans>
      ) : (
        <Trans>Se avisará a {all}.</Trans>
      )}
    </Words>
  );
}

function Differences({ of: { first, fields, dates } }: { of: Preview }) {
  const { t } = useLingui();
  const changed = fields.map(fieldWords).join(", ");
  return (
    <>
      {first ? (
        <Words>
          <Trans>Es la primera vez que se publica.</Trans>
        </Words>
      ) : changed ? (
        <Words>
          <Trans>Cambia: {changed}.</Trans>
        </Words>
      ) : null}
      {dates.length > 0 ? (
        <List label={t`Fecha por fecha`}>
          {dates.map((each) => (
            <OneDate key={each.key} of={each} />
          ))}
        </List>
      ) : (
        <Words as="small">
          <Trans>Ninguna fecha cambia.</Trans>
        </Words>
      )}
    </>
  );
}

function OneDate({ of: { key, kind, wasAt, willBeAt, why, households } }: { of: Preview["dates"][number] }) {
  const { t } = useLingui();
  const [was, will] = [wasAt && atWords(wasAt), willBeAt && atWords(willBeAt)];
  const moved = was && will && was !== will;
  const goers = familiesWords(households);
  const facts = [moved ? t`antes: ${was}` : "", why, households > 0 ? t`${goers} con respuesta` : ""];
  return (
    <Row
      icon={kind === "CANCELLED" ? "cross" : kind === "ADDED" ? "plus" : "calendar"}
      title={`${changeWords(kind)}: ${will ?? was ?? longDay(dayOfKey(key))}`}
      note={facts.filter(Boolean).join(" · ") || undefined}
    />
  );
}

function atWords(instant: string): string {
  return `${longDay(dayAt(instant))}, ${hour(instant)}`;
}

/** Booked visits that it would call off: what weighs most on families stands by itself. */
function VisitsOff({ of: { visitsOff } }: { of: Preview }) {
  if (visitsOff === 0) return null;
  const visits = visitsWords(visitsOff);
  return (
    <Note tone="bad" icon="alert">
      {visitsOff === 1 ? (
        <Trans>Se anulará 1 visita y se avisará a esa familia.</Trans>
      ) : (
        <Trans>Se anularán {visits} y se avisará a esas familias.</Trans>
      )}
    </Note>
  );
}

/** What it would get in the way of: said, and left to whoever decides. */
function Clashes({ of: { clashes } }: { of: Preview }) {
  const { t } = useLingui();
  if (clashes.length === 0) return null;
  const kinds = [...new Set(clashes.map((each) => each.kind))].map((kind) => {
    const count = clashes.filter((each) => each.kind === kind).length;
    return `${clashWords(kind)} (${count})`;
  });
  return (
    <Note
      tone="warn"
      title={t`Mire antes de publicar`}
      action={
        <Reveal label={t`Ver cuáles`}>
          {clashes.map(({ kind, on, words }) => (
            <Words key={`${kind} ${on} ${words}`} as="small">
              {`${longDay(on)}: ${clashWords(kind)}, ${words}`}
            </Words>
          ))}
        </Reveal>
      }
    >
      {kinds.join(". ")}.
    </Note>
  );
}

function Release({ of, version, onDone, preview }: Props & { preview: Preview }) {
  const { t } = useLingui();
  const act = useAct(ReleaseEvent);
  const look = useLookAgain();
  const who = familiesWords(preview.households);
  const quiet = preview.households === 0;
  return (
    <>
      <Outcome of={act} />
      <Confirm
        label={t`Publicar`}
        icon="check"
        yes={quiet ? t`Sí, publicar` : t`Sí, publicar y avisar a ${who}`}
        danger={false}
        busy={act.busy}
        onYes={() =>
          void act.run({ eventId: of.id, version }).then((done) => {
            look();
            if (!done) return;
            const told = familiesWords(done.told);
            onDone(
              done.told === 0 ? t`Publicada. No había a quién avisar.` : t`Publicada. Se avisa a ${told}.`,
            );
          })
        }
      >
        {quiet ? (
          <Trans>Se publica ahora mismo y no se avisa a nadie.</Trans>
        ) : (
          <Trans>Se publica ahora mismo y se avisa a {who}. Un aviso no se puede retirar.</Trans>
        )}
      </Confirm>
    </>
  );
}

function Return({ of, version, onDone }: Props) {
  const { t } = useLingui();
  const [why, setWhy] = useState("");
  const act = useAct(ReturnEvent);
  const look = useLookAgain();
  const reason = why.trim();
  return (
    <>
      <Field
        label={t`Si lo devuelve, por qué`}
        hint={t`Lo lee quien lo escribió.`}
        value={why}
        onChange={setWhy}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={200}
      />
      <Outcome of={act} />
      {reason.length >= SHORTEST_WHY ? (
        <Confirm
          label={t`Devolver para corregir`}
          icon="backwards"
          yes={t`Sí, devolver`}
          danger={false}
          busy={act.busy}
          onYes={() =>
            void act.run({ eventId: of.id, version, why: reason }).then((done) => {
              look();
              if (done) onDone(t`Devuelto a quien lo escribió.`);
            })
          }
        >
          <Trans>Vuelve a ser un borrador. Las familias no se enteran.</Trans>
        </Confirm>
      ) : null}
    </>
  );
}
