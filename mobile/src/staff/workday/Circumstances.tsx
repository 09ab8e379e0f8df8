import { Trans, useLingui } from "@lingui/react/macro";
import type { WorkIncident, WorkPlace } from "@/data/gen/staff/work";
import { Choice, Switch } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Reveal } from "@/ui/Reveal";
import { workPlaceWords } from "../workmonth/words";
import type { Worked } from "./entries";
import { incidentWords } from "./words";

const PLACES: readonly WorkPlace[] = ["WORKSHOP", "YARD", "FIELD", "SERVICE", "OUTSIDE", "CELL", "CORRIDOR"];
const INCIDENTS: readonly WorkIncident[] = [
  "INJURY",
  "ILLNESS",
  "TOOL",
  "ORDER_LATE",
  "RULE_BROKEN",
  "OTHER",
];

/** Where somebody worked and what happened; nearly always the workshop and nothing. */
export function Circumstances({ worked, onChange }: { worked: Worked; onChange: (worked: Worked) => void }) {
  const { t } = useLingui();
  return (
    <>
      <Reveal label={t`Dónde trabajó y qué pasó`} note={workPlaceWords(worked.place)}>
        <Choice
          label={t`Dónde trabajó`}
          inline
          options={PLACES.map((value) => ({ value, label: workPlaceWords(value) }))}
          value={worked.place}
          onChange={(place) => onChange({ ...worked, place })}
        />
        <Choice
          label={t`Qué pasó`}
          inline
          options={[
            { value: "NOTHING" as const, label: t`Nada fuera de lo común` },
            ...INCIDENTS.map((value) => ({ value, label: incidentWords(value) })),
          ]}
          value={worked.incident ?? "NOTHING"}
          onChange={(value) => onChange({ ...worked, incident: value === "NOTHING" ? null : value })}
        />
        <Switch
          label={t`Estaba en aislamiento`}
          value={worked.isolation}
          onChange={(isolation) => onChange({ ...worked, isolation })}
        />
      </Reveal>
      <Counts worked={worked} />
    </>
  );
}

/** What the law makes of it (D.S. 015-2003-JUS arts. 180 and 181, D.Leg. 1343 art. 20), before it is sent. */
function Counts({ worked }: { worked: Worked }) {
  const lost = worked.incident === "RULE_BROKEN";
  const elsewhere = worked.place === "CELL" || worked.place === "CORRIDOR";
  if (!lost && !elsewhere && !worked.isolation) return null;
  return (
    <Note tone="warn">
      {lost ? (
        <Trans>Se anota, pero por incumplir una norma el turno no cuenta.</Trans>
      ) : elsewhere ? (
        <Trans>Se anota, pero en la celda o el pasillo no cuenta.</Trans>
      ) : (
        <Trans>Se anota, pero en aislamiento no cuenta.</Trans>
      )}
    </Note>
  );
}
