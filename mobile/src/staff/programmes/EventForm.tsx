import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useState } from "react";
import type { Act } from "@/data/acts";
import { showFault } from "@/platform/screen";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { type Content, contentWritten, type Written } from "./content";
import { faultOf, faultsOf } from "./faults";
import { EventFields } from "./form/EventFields";

type Props = {
  value: Written;
  onChange: (written: Written) => void;
  /** The dates that exist, of an event that was released. */
  known?: readonly { key: string; startsAt: string }[];
  act: Pick<Act<never, never>, "busy" | "problem" | "unanswered" | "clear">;
  onSave: (content: Content) => void;
  /** What else must be chosen first. */
  missing?: string | undefined;
  /** What stands at its end. */
  children?: ReactNode;
};

const NONE = {};

/** Milliseconds until what was closed and holds a fault is open. */
const A_MOMENT = 60;

/** The form of an event: what is missing is said under its field once somebody wants to save it. */
export function EventForm({ value, onChange, known = [], act, onSave, missing, children }: Props) {
  const { t } = useLingui();
  const [looked, setLooked] = useState(false);
  const faults = faultsOf(value, known.length > 0);
  const count = Object.keys(faults).length;
  const refused = act.problem?.field;
  useEffect(() => {
    if (refused) setTimeout(showFault, A_MOMENT);
  }, [refused]);
  const change = (to: Partial<Written>) => {
    // What the service did not take is being put right.
    if (refused) act.clear();
    onChange({ ...value, ...to });
  };
  const save = () => {
    setLooked(true);
    if (count > 0) setTimeout(showFault, A_MOMENT);
    const content = count === 0 && !missing ? contentWritten(value) : undefined;
    if (content) onSave(content);
  };
  const wrong = plural(count, { one: "Falta corregir # dato.", other: "Faltan corregir # datos." });
  return (
    <>
      <EventFields
        value={value}
        onChange={change}
        faults={{ ...faultOf(act.problem), ...(looked ? faults : NONE) }}
        known={known}
      />
      {looked && (count > 0 || missing) ? (
        <Note tone="bad" title={count > 0 ? wrong : t`Falta algo`} urgent>
          {missing ?? [...new Set(Object.values(faults))].join(" ")}
        </Note>
      ) : null}
      <Outcome of={act} />
      <Button icon="check" busy={act.busy} onPress={save}>
        <Trans>Guardar el borrador</Trans>
      </Button>
      {children}
    </>
  );
}
