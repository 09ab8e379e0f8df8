import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { hours, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import type { DayOfTurns, Turn } from "./days";
import { kindWords, placesWords } from "./words";

/** The turns of a day: those to take lead on, the others say why not. */
export function Turns({ day, inmateId }: { day: DayOfTurns; inmateId: string }) {
  const { t } = useLingui();
  const name = longDay(day.day);
  const whyNot = (turn: Turn) => {
    const why = turn.why?.message ?? "";
    return t`No se puede: ${why}`;
  };
  return (
    <View style={{ gap: 8, paddingVertical: 8 }} role="group" aria-label={name}>
      <Words as="strong" live="polite">
        {name}
      </Words>
      {day.turns.length === 0 ? (
        <Words>
          <Trans>Ese día no hay visitas. Elija otro.</Trans>
        </Words>
      ) : (
        <List label={t`Turnos del ${name}`}>
          {openFirst(day.turns).map((turn) => {
            const when = hours(turn.startsAt, turn.endsAt);
            const kind = kindWords(turn);
            return turn.takeable ? (
              <Row
                key={turn.id}
                icon="check"
                title={when}
                note={`${kind}. ${placesWords(turn)}.`}
                to={href("bookSlot", { inmate: inmateId, slot: turn.id })}
              />
            ) : (
              <Row key={turn.id} icon="cross" title={when} note={`${kind}. ${whyNot(turn)}`} />
            );
          })}
        </List>
      )}
    </View>
  );
}

/** Those that can be taken before the others, each in the order of time. */
function openFirst(turns: readonly Turn[]): Turn[] {
  return [...turns.filter((each) => each.takeable), ...turns.filter((each) => !each.takeable)];
}
