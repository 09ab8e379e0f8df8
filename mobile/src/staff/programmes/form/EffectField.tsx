import { useLingui } from "@lingui/react/macro";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { EFFECTS, effectNote, effectWords } from "../words";
import type { Part } from "./part";

/** What it does to the visits of its hours, each with a sentence that says who loses what. Elsewhere: nothing. */
export function EffectField({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  if (value.where !== "INSIDE") return null;
  return (
    <Card label={t`Las visitas de esos días`}>
      <Choice
        label={t`Las visitas de esos días`}
        options={EFFECTS.map((each) => ({ value: each, label: effectWords(each), note: effectNote(each) }))}
        value={value.effect}
        onChange={(effect) => onChange({ effect })}
        error={faults.effect}
      />
    </Card>
  );
}
