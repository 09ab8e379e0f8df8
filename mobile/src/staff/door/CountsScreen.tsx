import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { DoorListOf, DoorMark, Kept } from "@/data/doorOutbox";
import { DoorList, type GuestClass } from "@/data/gen/staff/door";
import { useRead } from "@/data/reads";
import { hour, moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { uuid } from "@/platform/cipher";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card, List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Reveal } from "@/ui/Reveal";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useDateBox } from "./DoorBox";
import { DateHead, UnsentNotes } from "./DoorHead";
import { count, instant, type People, standingOf, takenBack } from "./door";
import { Counting } from "./PartyCard";
import { ClassChoice } from "./WalkIn";
import { CLASSES, classWords, guestsWords } from "./words";

/** Of a date: who came without a place, which can be taken back, and what was counted by hand. */
export function CountsScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useRead(DoorList, { occurrenceId: id }, { keep: true });
  return (
    <Page title={t`Sin lugar reservado y conteos`} up={href("doorList", { date: id })}>
      <Await read={read}>
        {({ doorList }) => (
          <>
            <Words as="heading">{doorList.title}</Words>
            <DateHead of={doorList} />
            <UnsentNotes id={id} />
            <WalkIns list={doorList} />
            <ByHand list={doorList} />
          </>
        )}
      </Await>
    </Page>
  );
}

function WalkIns({ list }: { list: DoorListOf }) {
  const { t } = useLingui();
  const { kept } = useDateBox(list.id);
  const { walkIns, unsent } = standingOf(list.marks, kept);
  const latest = [...walkIns].sort((one, other) => (one.markedAt < other.markedAt ? 1 : -1));
  return (
    <>
      <Words as="heading">
        <Trans>Entraron sin lugar reservado</Trans>
      </Words>
      {latest.length === 0 ? (
        <Empty>
          <Trans>No se anotó a nadie. Se anota en la lista de la puerta.</Trans>
        </Empty>
      ) : (
        <List label={t`Entraron sin lugar reservado`}>
          {latest.map((each) => (
            <WalkedIn key={each.id} list={list} mark={each} unsent={unsent.has(each.id)} />
          ))}
        </List>
      )}
    </>
  );
}

function WalkedIn({ list, mark, unsent }: { list: DoorListOf; mark: DoorMark; unsent: boolean }) {
  const { t } = useLingui();
  const { box } = useDateBox(list.id);
  const [many, when] = [guestsWords(mark), hour(mark.markedAt)];
  const still = (all: readonly DoorMark[]) => all.filter((each) => each.id === mark.id);
  return (
    <Reveal
      label={`${classWords(mark.guestClass)}: ${many}`}
      note={[when, unsent ? t`por enviar` : ""].filter(Boolean).join(" · ")}
    >
      <Confirm
        label={t`Quitar`}
        icon="cross"
        yes={t`Sí, quitar`}
        busy={false}
        onYes={() =>
          void box.keep(takenBack(list, ({ walkIns }) => still(walkIns))).then(() => void box.flush())
        }
      >
        <Trans>
          Se anotó por error: {many}, a las {when}.
        </Trans>
      </Confirm>
    </Reveal>
  );
}

/** What was counted of a class: here and not sent yet, or as the service has it. */
function countedOf(list: DoorListOf, kept: readonly Kept[], guestClass: GuestClass) {
  const here = kept
    .filter((each) => each.as === "count" && each.guestClass === guestClass && !each.refused)
    .at(-1);
  if (here?.as === "count") return { people: here, at: undefined };
  const told = list.counts
    .filter((each) => each.guestClass === guestClass)
    .sort((one, other) => (one.countedAt < other.countedAt ? 1 : -1))[0];
  return told && { people: told, at: told.countedAt };
}

function ByHand({ list }: { list: DoorListOf }) {
  const { t } = useLingui();
  const { kept } = useDateBox(list.id);
  const rows = CLASSES.flatMap((guestClass) => {
    const counted = countedOf(list, kept, guestClass);
    return counted ? [{ guestClass, ...counted }] : [];
  });
  return (
    <>
      <Words as="heading">
        <Trans>Contado a mano</Trans>
      </Words>
      <Words as="small">
        <Trans>
          Cuente a todos los del grupo, también a quienes ya se marcaron: no se suman, vale el número mayor.
          De cada grupo vale el último conteo.
        </Trans>
      </Words>
      {rows.length > 0 ? (
        <List label={t`Contado a mano`}>
          {rows.map(({ guestClass, people, at }) => (
            <Row
              key={guestClass}
              icon={at ? "check" : "clock"}
              title={classWords(guestClass)}
              note={`${guestsWords(people)} · ${at ? moment(at) : t`por enviar`}`}
            />
          ))}
        </List>
      ) : null}
      <Counter id={list.id} />
    </>
  );
}

const NONE: People = { adults: 0, children: 0 };

function Counter({ id }: { id: string }) {
  const { t } = useLingui();
  const { box } = useDateBox(id);
  const [guestClass, setClass] = useState<GuestClass>("PUBLIC");
  const [people, setPeople] = useState(NONE);
  const [turn, setTurn] = useState(0);
  const [noted, setNoted] = useState("");
  const keep = async () => {
    const said = { as: "count", guestClass, ...people, countedAt: instant() } as const;
    await box.keep(() => [{ ...said, id: uuid(), occurrenceId: id }]);
    const [who, many] = [classWords(guestClass), guestsWords(people)];
    setNoted(t`Conteo guardado: ${who}, ${many}.`);
    setPeople(NONE);
    setTurn(turn + 1);
    void box.flush();
  };
  return (
    <Card label={t`Anotar un conteo`}>
      <Words as="strong">
        <Trans>Anotar un conteo</Trans>
      </Words>
      <ClassChoice value={guestClass} onChange={setClass} />
      <Counting key={turn} of={people} about={classWords(guestClass)} onChange={setPeople} />
      {noted ? (
        <Note tone="good" urgent>
          {noted}
        </Note>
      ) : null}
      <Button icon="check" disabled={count(people) === 0} onPress={() => void keep()}>
        <Trans>Guardar el conteo</Trans>
      </Button>
    </Card>
  );
}
