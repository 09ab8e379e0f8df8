import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { WorkAbsence } from "@/data/gen/staff/work";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { absenceWords } from "../workmonth/words";
import { Circumstances } from "./Circumstances";
import { type Entry, faultOf, hourOf, isWorked, type Price, type Worked } from "./entries";
import { HoursFields } from "./HoursFields";
import { MadeFields } from "./MadeFields";
import { clashOf } from "./people";

const ABSENCES: readonly WorkAbsence[] = [
  "MEDICAL",
  "COURT",
  "VISIT",
  "PERMISSION",
  "HOSPITAL",
  "TRANSFER",
  "ISOLATION",
  "LOCKDOWN",
  "OTHER",
];

type Props = {
  first: Entry;
  /** How somebody begins who was absent by `first`. */
  otherwise: Worked;
  prices: readonly Price[];
  /** What the other shifts of the same person and day say. */
  others: readonly Entry[];
  done: string;
  onDone: (entry: Entry) => void;
  busy?: boolean;
};

/** What is said of one person's day: whether they worked, and if so when, where, and what was made. */
export function EntryForm({ first, otherwise, prices, others, done, onDone, busy = false }: Props) {
  const { t } = useLingui();
  const [came, setCame] = useState<WorkAbsence | "WORKED">(isWorked(first) ? "WORKED" : first.absence);
  const [worked, setWorked] = useState<Worked>(isWorked(first) ? first : otherwise);
  const [readable, setReadable] = useState(Boolean(hourOf(worked.begins) && hourOf(worked.ends)));
  const [looked, setLooked] = useState(false);
  const entry: Entry = came === "WORKED" ? worked : { absence: came };
  const fault = faultOf(entry);
  const clash = readable ? clashOf(entry, others) : undefined;
  const finish = () => {
    setLooked(true);
    if (came !== "WORKED" || (readable && !fault && !clash)) onDone(entry);
  };
  return (
    <>
      <Choice
        label={t`¿Trabajó?`}
        inline
        options={[
          { value: "WORKED" as const, label: t`Sí, trabajó` },
          ...ABSENCES.map((value) => ({ value, label: absenceWords(value) })),
        ]}
        value={came}
        onChange={setCame}
      />
      {came === "WORKED" ? (
        <>
          <HoursFields
            worked={worked}
            looked={looked}
            onChange={(hours) => {
              setReadable(hours !== undefined);
              if (hours) setWorked({ ...worked, ...hours });
            }}
          />
          {clash ? <Clash of={clash} /> : null}
          <MadeFields
            made={worked.made}
            prices={prices}
            onChange={(made) => setWorked({ ...worked, made })}
            fault={looked ? fault : undefined}
          />
          <Circumstances worked={worked} onChange={setWorked} />
        </>
      ) : null}
      <Button icon="check" busy={busy} onPress={finish}>
        {done}
      </Button>
    </>
  );
}

/** Nobody is in two shifts at once. */
function Clash({ of: { begins, ends } }: { of: Worked }) {
  return (
    <Note tone="bad" urgent>
      <Trans>
        Esas horas se cruzan con otro turno de la persona, de {begins} a {ends}.
      </Trans>
    </Note>
  );
}
