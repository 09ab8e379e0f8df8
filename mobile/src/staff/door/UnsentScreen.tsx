import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type Kept, waits } from "@/data/doorOutbox";
import { DoorList, PartSheet } from "@/data/gen/staff/door";
import { useKept } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useDoorBox } from "./DoorBox";
import { refusedWords, saidWords, unsentWords } from "./words";

/** Lines that are shown before somebody asks for more. */
const A_PAGE = 50;

/** What this phone marked and nobody has taken: what waits, and what was refused, why, and what to do about it. */
export function UnsentScreen() {
  const { t } = useLingui();
  const { box, all } = useDoorBox();
  const [busy, setBusy] = useState(false);
  const waiting = all.filter(waits);
  const refused = all.filter((each) => each.refused);
  const during = async (work: Promise<void>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  return (
    <Page title={t`Marcas en este celular`} up={href("door")}>
      {waiting.length + refused.length === 0 ? (
        <Empty>
          <Trans>No queda nada por enviar.</Trans>
        </Empty>
      ) : null}
      {waiting.length > 0 ? (
        <>
          <Note
            tone="warn"
            icon="clock"
            title={unsentWords(waiting.length)}
            action={
              <Button look="quiet" busy={busy} onPress={() => void during(box.flush())}>
                <Trans>Enviar ahora</Trans>
              </Button>
            }
          >
            <Trans>Está guardado en este celular y se envía solo cuando haya señal.</Trans>
          </Note>
          <Lines of={waiting} label={t`Por enviar`} />
        </>
      ) : null}
      {refused.length > 0 ? (
        <>
          <Words as="heading">{refusedWords(refused.length)}</Words>
          <Words>
            <Trans>
              Siguen guardadas aquí hasta que usted las quite. Si hace falta, avise a la coordinación lo que
              no entró.
            </Trans>
          </Words>
          <Lines of={refused} label={t`No se aceptaron`} />
          <Button
            look="quiet"
            busy={busy}
            onPress={() => void during(box.again(refused.map((each) => each.id)))}
          >
            <Trans>Volver a enviar</Trans>
          </Button>
          <Confirm
            label={t`Quitar de este celular`}
            icon="cross"
            yes={t`Sí, quitar`}
            busy={busy}
            onYes={() => void during(box.drop(refused.map((each) => each.id)))}
          >
            <Trans>Lo que no se aceptó se borra de este celular. No quedará en ninguna parte.</Trans>
          </Confirm>
        </>
      ) : null}
    </Page>
  );
}

function Lines({ of, label }: { of: readonly Kept[]; label: string }) {
  const [shown, setShown] = useState(A_PAGE);
  const names = useNames();
  return (
    <>
      <List label={label}>
        {of.slice(0, shown).map((each) => (
          <Line key={each.id} of={each} names={names} />
        ))}
      </List>
      {of.length > shown ? (
        <Button look="quiet" onPress={() => setShown(shown + A_PAGE)}>
          <Trans>Ver más</Trans>
        </Button>
      ) : null}
    </>
  );
}

type Names = { title: (occurrenceId: string) => string | undefined; of: ReadonlyMap<string, string> };

/** What the lists and sheets that this phone keeps call people and dates: a mark itself has no name. */
function useNames(): Names {
  const lists = useKept(DoorList).map(({ data }) => data.doorList);
  const sheets = useKept(PartSheet).map(({ data }) => data.partSheet);
  const of = new Map<string, string>();
  for (const { parties, openParties } of lists) {
    for (const { guests } of parties)
      for (const each of guests) of.set(each.visitorId, `${each.surnames}, ${each.givenNames}`);
    for (const each of openParties) of.set(each.openAnswerId, each.code);
  }
  for (const { people } of sheets)
    for (const { inmate } of people) of.set(inmate.id, `${inmate.surnames}, ${inmate.givenNames}`);
  return { title: (id) => [...lists, ...sheets].find((each) => each.id === id)?.title, of };
}

function Line({ of, names }: { of: Kept; names: Names }) {
  const { t } = useLingui();
  const whom =
    of.as === "mark"
      ? (of.mark.visitorId ?? of.mark.openAnswerId)
      : of.as === "part"
        ? of.inmateId
        : undefined;
  const at = of.as === "mark" ? of.mark.markedAt : of.as === "part" ? of.markedAt : of.countedAt;
  const facts = [names.title(of.occurrenceId), at ? moment(at) : "", of.refused?.message];
  return (
    <Row
      icon={of.refused ? "cross" : "clock"}
      title={saidWords(of, whom ? (names.of.get(whom) ?? t`Una persona de la lista`) : undefined)}
      note={facts.filter(Boolean).join(" · ")}
    />
  );
}
