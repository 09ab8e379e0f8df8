import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import type { DoorListOf } from "@/data/doorOutbox";
import { type DateState, DoorDates } from "@/data/gen/staff/door";
import { useKept } from "@/data/reads";
import { dayAt, hours, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { useDateBox } from "./DoorBox";
import { type Standing, totals } from "./door";
import { refusedWords, unsentWords } from "./words";

type DateOf = { id: string; startsAt: string; endsAt: string; state: DateState };

/** Whether a date stands, as this phone was told last: with its list, or later among the dates of the door. */
export function useDateState({ id, state }: Pick<DateOf, "id" | "state">): DateState {
  const told = useKept(DoorDates)
    .sort((one, other) => other.asOf - one.asOf)
    .flatMap(({ data }) => data.doorDates)
    .find((each) => each.id === id);
  return state === "PLANNED" ? (told?.state ?? state) : state;
}

/** When a date is; and in large letters that it is not. */
export function DateHead({ of }: { of: DateOf }) {
  const { t } = useLingui();
  const { startsAt, endsAt } = of;
  const state = useDateState(of);
  const [day, time] = [longDay(dayAt(startsAt)), hours(startsAt, endsAt)];
  return (
    <>
      <Words as="strong">{t`${day}, ${time}`}</Words>
      {state === "PLANNED" ? null : <CalledOff state={state} />}
    </>
  );
}

function CalledOff({ state }: { state: DateState }) {
  const styles = useStyles();
  return (
    <View style={styles.off} role="alert">
      <Words as="title" tone="bad" centred>
        {state === "CANCELLED" ? <Trans>CANCELADA</Trans> : <Trans>POSTERGADA</Trans>}
      </Words>
      <Words centred>
        <Trans>Esta fecha no se hace. A quien llegue, dígale que disculpe y que mire sus avisos.</Trans>
      </Words>
    </View>
  );
}

/** How many came of how many, and who came besides. */
export function Totals({ list, standing }: { list: DoorListOf; standing: Standing }) {
  const styles = useStyles();
  const { came, expected, besides } = totals(list, standing);
  return (
    <View style={styles.totals}>
      <Words as="huge" live="polite">
        <Trans>
          {came} de {expected}
        </Trans>
      </Words>
      <Words>
        {besides > 0 ? (
          <Trans>entraron de quienes tienen lugar. Además: {besides}.</Trans>
        ) : (
          <Trans>entraron de quienes tienen lugar.</Trans>
        )}
      </Words>
    </View>
  );
}

/** What of a date waits on this phone, and what was not taken. */
export function UnsentNotes({ id }: { id: string }) {
  const { box, waiting, refused } = useDateBox(id);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    await box.flush();
    setBusy(false);
  };
  const why = refused[0]?.refused?.message;
  return (
    <>
      {refused.length > 0 ? (
        <Note
          tone="bad"
          icon="alert"
          title={refusedWords(refused.length)}
          action={
            <Button look="quiet" to={href("doorUnsent")}>
              <Trans>Ver cuáles y por qué</Trans>
            </Button>
          }
        >
          {why}
        </Note>
      ) : null}
      {waiting.length > 0 ? (
        <Note
          tone="warn"
          icon="clock"
          title={unsentWords(waiting.length)}
          action={
            <Button look="quiet" busy={busy} onPress={() => void send()}>
              <Trans>Enviar ahora</Trans>
            </Button>
          }
        >
          <Trans>Está guardado en este celular y se envía solo cuando haya señal.</Trans>
        </Note>
      ) : null}
    </>
  );
}

const useStyles = themed(({ colours }) => ({
  off: {
    padding: 18,
    gap: 8,
    borderRadius: 18,
    borderWidth: 3,
    borderColor: colours.bad,
    backgroundColor: colours.badSoft,
  },
  totals: { gap: 2 },
}));
