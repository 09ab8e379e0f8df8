import { useLingui } from "@lingui/react/macro";
import { Facts } from "../parts/Facts";
import { hoursWords } from "../workmonth/amounts";
import { absenceWords, workPlaceWords } from "../workmonth/words";
import { type Entry, isWorked, minutesOf, type Price } from "./entries";
import { incidentWords, madeWords } from "./words";

/** All that a line says, each under its name. */
export function PersonLineFacts({ entry, prices }: { entry: Entry; prices: readonly Price[] }) {
  const { t } = useLingui();
  if (!isWorked(entry)) return <Facts of={[[t`No trabajó`, absenceWords(entry.absence)]]} />;
  const { begins, ends } = entry;
  return (
    <Facts
      of={[
        [t`Horario`, t`${begins} a ${ends}`],
        [t`Trabajó`, hoursWords(minutesOf(entry))],
        [t`Descansó`, entry.rest > 0 ? hoursWords(entry.rest) : null],
        [t`Dónde`, workPlaceWords(entry.place)],
        [t`Qué pasó`, entry.incident && incidentWords(entry.incident)],
        [t`En aislamiento`, entry.isolation ? t`Sí` : null],
        [t`Hizo`, madeWords(entry, prices)],
      ]}
    />
  );
}
