import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { GuestClass } from "@/data/gen/staff/door";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";
import { useDateBox } from "./DoorBox";
import { count, type People, walkedIn } from "./door";
import { Counting } from "./PartyCard";
import { CLASSES, classWords, guestsWords } from "./words";

const ONE: People = { adults: 1, children: 0 };

/** Whoever comes in without a place: so many of a class, nameless. */
export function WalkIn({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useLingui();
  const { box } = useDateBox(id);
  const [guestClass, setClass] = useState<GuestClass>("RELATIVE");
  const [people, setPeople] = useState(ONE);
  const [noted, setNoted] = useState("");
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  const note = async () => {
    setBusy(true);
    await box.keep(() => [walkedIn(id, guestClass, people)]);
    setBusy(false);
    const [who, many] = [classWords(guestClass), guestsWords(people)];
    setNoted(t`Anotado: ${who}, ${many}.`);
    setPeople(ONE);
    setTurn(turn + 1);
    void box.flush();
  };
  return (
    <Card label={t`Entró alguien sin lugar reservado`}>
      <Words as="heading">
        <Trans>Entró alguien sin lugar reservado</Trans>
      </Words>
      <ClassChoice value={guestClass} onChange={setClass} />
      {/* Anew after each: the fields show what stands, not what was typed before. */}
      <Counting key={turn} of={people} about={classWords(guestClass)} onChange={setPeople} />
      {noted ? (
        <Note tone="good" urgent>
          {noted}
        </Note>
      ) : null}
      <Button icon="plus" busy={busy} disabled={count(people) === 0} onPress={() => void note()}>
        <Trans>Anotar que entraron</Trans>
      </Button>
      <Button look="quiet" onPress={onClose}>
        <Trans>Cerrar</Trans>
      </Button>
    </Card>
  );
}

/** Who they are. */
export function ClassChoice({
  value,
  onChange,
}: {
  value: GuestClass;
  onChange: (guestClass: GuestClass) => void;
}) {
  const { t } = useLingui();
  return (
    <Choice
      label={t`Quiénes son`}
      inline
      options={CLASSES.map((each) => ({ value: each, label: classWords(each) }))}
      value={value}
      onChange={onChange}
    />
  );
}
