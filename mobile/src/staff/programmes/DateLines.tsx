import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { dayAt, hours, longDay } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { type Exception, newest, sentException, typedException, type Whole } from "./content";
import { clockOf, minutesBetween, type Planned, planned } from "./dates";
import { exceptionFault } from "./faults";
import { ExceptionFields } from "./form/ExceptionFields";
import { useEdit } from "./useEdit";
import { comingWords, dateStateWords, goingWords } from "./words";

type OfficeDate = Whole["dates"][number];
type Props = { of: Whole; onDone: (words: string) => void };

/** Dates shown at once. */
const A_LOOK = 12;

/** The dates that families see, each with who comes, and how to change it alone: in a draft, as everything. */
export function DateLines({ of, onDone }: Props) {
  const { t } = useLingui();
  const [shown, setShown] = useState(A_LOOK);
  if (of.dates.length === 0) return null;
  return (
    <>
      <Words as="heading">
        <Trans>Fechas</Trans>
      </Words>
      <List label={t`Fechas`}>
        {of.dates.slice(0, shown).map((date) => (
          <DateLine key={date.id} of={of} date={date} onDone={onDone} />
        ))}
      </List>
      {shown < of.dates.length ? (
        <Button look="quiet" onPress={() => setShown(shown + A_LOOK)}>
          <Trans>Ver más</Trans>
        </Button>
      ) : null}
    </>
  );
}

function DateLine({ of, date, onDone }: Props & { date: OfficeDate }) {
  const day = longDay(dayAt(date.startsAt));
  const going = date.goingAdults + date.goingChildren;
  const facts = [
    hours(date.startsAt, date.endsAt),
    dateStateWords(date.state),
    date.why,
    comingWords(going, date.waiting + date.offered),
  ];
  return (
    <Reveal label={day} note={facts.filter(Boolean).join(" · ")}>
      <Counts of={date} />
      {Date.parse(date.startsAt) <= Date.now() ? (
        <Words>
          <Trans>Ya empezó: no se cambia.</Trans>
        </Words>
      ) : of.draft?.state === "SUBMITTED" ? (
        <Words>
          <Trans>Un borrador espera a la dirección. Para cambiar una fecha, recupérelo primero.</Trans>
        </Words>
      ) : (
        <ChangeDate of={of} date={date} onDone={onDone} />
      )}
    </Reveal>
  );
}

function Counts({ of }: { of: OfficeDate }) {
  const { goingAdults, goingChildren, waiting, offered } = of;
  return (
    <View>
      <Words>{goingWords(goingAdults, goingChildren)} </Words>
      {waiting + offered > 0 ? (
        <Words>
          <Trans>
            Familias en espera: {waiting}. Con un cupo ofrecido: {offered}.
          </Trans>
        </Words>
      ) : null}
    </View>
  );
}

/** Move, postpone or cancel one date: it is written into the draft, and somebody else releases it. */
function ChangeDate({ of, date, onDone }: Props & { date: OfficeDate }) {
  const { t } = useLingui();
  const content = newest(of);
  const plan = planOf(of, date);
  const before = content.dates.exceptions.find(({ key }) => key === date.key);
  const [value, setValue] = useState<Exception | undefined>(before && typedException(before, plan));
  const [touched, setTouched] = useState(false);
  const [looked, setLooked] = useState(false);
  const act = useEdit(of);
  const fault = value && exceptionFault(value);
  const save = async () => {
    setLooked(true);
    if (fault) return;
    const others = content.dates.exceptions.filter(({ key }) => key !== date.key);
    const exceptions = [...others, ...(value ? [sentException(value)] : [])];
    const done = await act.run({ dates: { ...content.dates, exceptions } });
    if (done) onDone(t`Quedó en el borrador. Falta enviarlo a la dirección: las familias todavía no lo ven.`);
  };
  return (
    <>
      <ExceptionFields
        of={plan}
        value={value}
        onChange={(next) => {
          setValue(next);
          setTouched(true);
        }}
        error={looked ? fault : undefined}
      />
      <Outcome of={act} />
      {touched ? (
        <Button icon="check" busy={act.busy} onPress={() => void save()}>
          <Trans>Poner en el borrador</Trans>
        </Button>
      ) : null}
    </>
  );
}

/** As this date was planned; where its rule is none that the phone can count, as it stands. */
function planOf(of: Whole, { key, startsAt, endsAt }: OfficeDate): Planned {
  const found = planned(newest(of).dates, of.dates)?.find((each) => each.key === key);
  const minutes = minutesBetween(startsAt, endsAt);
  return found ?? { key, on: dayAt(startsAt), at: clockOf(startsAt), minutes };
}
