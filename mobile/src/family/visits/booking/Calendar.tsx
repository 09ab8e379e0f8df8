import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { type Day, daysLater, longDay, today } from "@/l10n/dates";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { DayGrid, useRoomForGrid } from "./DayGrid";
import { DayList } from "./DayList";
import { type DayOfTurns, daysOf, SPAN } from "./days";
import type { Inmate } from "./party";
import { Turns } from "./Turns";
import { turnsOf, useAvailability } from "./useAvailability";

/** How many times four weeks one may look ahead. */
const PAGES = 2;

/** The days of four weeks as this party finds them, and the turns of the one that was chosen. */
export function Calendar({ inmate, party }: { inmate: Inmate; party: readonly string[] }) {
  const { t } = useLingui();
  const styles = useStyles();
  const [page, setPage] = useState(0);
  const [chosen, setChosen] = useState<Day>();
  const from = daysLater(today(), page * SPAN);
  const read = useAvailability(inmate.id, party, from);
  const first = longDay(from);
  const last = longDay(daysLater(from, SPAN - 1));
  const turnTo = (next: number) => {
    setPage(next);
    setChosen(undefined);
  };
  return (
    <>
      <Words as="heading">
        <Trans>Elija el día</Trans>
      </Words>
      <Words as="small" live="polite">
        {t`Del ${first} al ${last}.`}
      </Words>
      <Await read={read}>
        {({ availability }) =>
          availability.__typename === "Problem" ? (
            <Note tone="bad">{availability.message}</Note>
          ) : (
            <Days
              days={daysOf(turnsOf({ availability }), from)}
              chosen={chosen}
              choose={(day) => setChosen(day === chosen ? undefined : day)}
              inmateId={inmate.id}
            />
          )
        }
      </Await>
      <View style={styles.pages}>
        {page > 0 ? (
          <View style={styles.page}>
            <Button look="quiet" icon="backwards" onPress={() => turnTo(page - 1)}>
              <Trans>4 semanas antes</Trans>
            </Button>
          </View>
        ) : null}
        {page < PAGES - 1 ? (
          <View style={styles.page}>
            <Button look="quiet" icon="onwards" onPress={() => turnTo(page + 1)}>
              <Trans>4 semanas después</Trans>
            </Button>
          </View>
        ) : null}
      </View>
    </>
  );
}

type Props = {
  days: readonly DayOfTurns[];
  chosen: Day | undefined;
  choose: (day: Day) => void;
  inmateId: string;
};

function Days({ days, chosen, choose, inmateId }: Props) {
  const grid = useRoomForGrid();
  const open = days.filter((each) => each.mark === "free" || each.mark === "few").length;
  const Shown = grid ? DayGrid : DayList;
  if (days.every((each) => each.mark === "none")) {
    return (
      <Note>
        <Trans>Todavía no hay turnos para estos días. Mire otras semanas, o vuelva más adelante.</Trans>
      </Note>
    );
  }
  return (
    <>
      {open === 0 ? (
        <Note tone="warn">
          <Trans>Estas personas no pueden ir ninguno de estos días. Toque un día para saber por qué.</Trans>
        </Note>
      ) : (
        <Words as="small">
          <Trans>Toque un día: verá sus turnos, o por qué no se puede.</Trans>
        </Words>
      )}
      <Shown days={days} chosen={chosen} choose={choose}>
        {(day) => <Turns day={day} inmateId={inmateId} />}
      </Shown>
    </>
  );
}

const useStyles = themed(() => ({
  pages: { flexDirection: "row", flexWrap: "wrap", gap: 12 },
  page: { flexGrow: 1, flexBasis: 140 },
}));
