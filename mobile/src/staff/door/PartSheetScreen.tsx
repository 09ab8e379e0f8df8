import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { type Kept, type PartSheetOf, waits } from "@/data/doorOutbox";
import { PartSheet } from "@/data/gen/staff/door";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { uuid } from "@/platform/cipher";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { Amount } from "../workday/Amount";
import { useDateBox } from "./DoorBox";
import { DateHead, UnsentNotes, useDateState } from "./DoorHead";
import { instant } from "./door";
import { partWords, timeWords } from "./words";

const MINUTE = 60_000;
/** Minutes of a day: nobody takes part in one date for longer. */
const A_DAY = 1440;

type Person = { id: string; name: string; minutes: number | null; unsent: boolean };

/** Who took part in a date and for how long: as long as it lasts with one tap, also without signal. */
export function PartSheetScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useRead(PartSheet, { occurrenceId: id }, { keep: true });
  return (
    <Page title={t`Quiénes participaron`} up={href("doorList", { date: id })}>
      <Await read={read}>{({ partSheet }) => <Sheet of={partSheet} />}</Await>
    </Page>
  );
}

/** Everybody named, with the latest word on each: of this phone where it has not been sent yet. */
function peopleOf({ people }: PartSheetOf, kept: readonly Kept[]): Person[] {
  const said = new Map(
    kept.flatMap((each) =>
      each.as === "part" && waits(each) ? [[each.inmateId, each.minutes] as const] : [],
    ),
  );
  return people.map(({ inmate, minutes }) => ({
    id: inmate.id,
    name: `${inmate.surnames}, ${inmate.givenNames}`,
    minutes: said.get(inmate.id) ?? minutes,
    unsent: said.has(inmate.id),
  }));
}

function Sheet({ of }: { of: PartSheetOf }) {
  const { t } = useLingui();
  const { box, kept } = useDateBox(of.id);
  const state = useDateState(of);
  const whole = Math.min(A_DAY, Math.round((Date.parse(of.endsAt) - Date.parse(of.startsAt)) / MINUTE));
  const people = peopleOf(of, kept);
  const open = people.filter(({ minutes }) => minutes === null);
  const say = (ids: readonly string[], minutes: number) =>
    void box
      .keep((all) => {
        const now = new Map(
          peopleOf(
            of,
            all.filter((each) => each.occurrenceId === of.id),
          ).map((p) => [p.id, p]),
        );
        // Said already, by a tap before this one.
        return ids
          .filter((inmateId) => now.get(inmateId)?.minutes !== minutes)
          .map((inmateId) => ({
            as: "part",
            id: uuid(),
            occurrenceId: of.id,
            inmateId,
            minutes,
            markedAt: instant(),
          }));
      })
      .then(() => void box.flush());
  const time = timeWords(whole);
  return (
    <>
      <Words as="heading">{of.title}</Words>
      <DateHead of={of} />
      <UnsentNotes id={of.id} />
      {people.length === 0 ? (
        <Empty>
          <Trans>Nadie está anotado como participante. Se anota en “Personas de la actividad”.</Trans>
        </Empty>
      ) : (
        <>
          <Words as="strong" live="polite">
            {plural(open.length, {
              0: "No falta nadie por anotar.",
              one: "Falta anotar a # persona.",
              other: "Falta anotar a # personas.",
            })}
          </Words>
          {open.length > 0 && state === "PLANNED" ? (
            <Button
              icon="people"
              onPress={() =>
                say(
                  open.map((each) => each.id),
                  whole,
                )
              }
            >
              <Trans>Los que faltan participaron {time}</Trans>
            </Button>
          ) : null}
          <List label={t`Participantes`}>
            {people.map((each) => (
              <OnePerson key={each.id} of={each} whole={whole} onSay={(minutes) => say([each.id], minutes)} />
            ))}
          </List>
        </>
      )}
    </>
  );
}

/** Somebody: the first tap says that they were there all along; the next one lets it be changed. */
function OnePerson({ of, whole, onSay }: { of: Person; whole: number; onSay: (minutes: number) => void }) {
  const { t } = useLingui();
  const styles = useStyles();
  const { name, minutes, unsent } = of;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<number>();
  const say = (value: number) => {
    onSay(Math.min(A_DAY, value));
    setOpen(false);
  };
  const change = () => {
    setTyped(minutes ?? whole);
    setOpen(!open);
  };
  const time = timeWords(whole);
  const row = (
    <Row
      icon={minutes === null ? "plus" : minutes === 0 ? "cross" : "check"}
      title={name}
      note={minutes === null ? t`Toque: participó ${time}` : partWords(minutes)}
      below={
        unsent ? (
          <State tone="warn" icon="clock">
            {t`Por enviar`}
          </State>
        ) : null
      }
      onPress={() => (minutes === null ? say(whole) : change())}
    />
  );
  if (minutes === null) {
    return (
      <View style={styles.beside}>
        <View style={styles.row}>{row}</View>
        <Button look="quiet" label={t`No participó: ${name}`} onPress={() => say(0)}>
          <Trans>No</Trans>
        </Button>
      </View>
    );
  }
  return (
    <View>
      {row}
      {open ? (
        <View style={styles.inside}>
          <View style={styles.minutes}>
            <Words as="small">
              <Trans>Minutos</Trans>
            </Words>
            <Amount label={t`Minutos, ${name}`} value={typed} onChange={setTyped} />
          </View>
          <Button
            look="quiet"
            icon="check"
            label={t`Guardar los minutos de ${name}`}
            disabled={typed === undefined}
            onPress={() => typed !== undefined && say(typed)}
          >
            <Trans>Guardar los minutos</Trans>
          </Button>
          {minutes === 0 ? null : (
            <Button look="quiet" icon="cross" label={t`No participó: ${name}`} onPress={() => say(0)}>
              <Trans>No participó</Trans>
            </Button>
          )}
        </View>
      ) : null}
    </View>
  );
}

const useStyles = themed(() => ({
  beside: { flexDirection: "row", alignItems: "center", paddingRight: 12 },
  row: { flex: 1 },
  inside: { paddingHorizontal: 16, paddingBottom: 12, gap: 12 },
  minutes: { flexDirection: "row", alignItems: "center", gap: 12 },
}));
