import { useLingui } from "@lingui/react/macro";
import { LANGUAGES } from "@/l10n/languages";
import { Choice, Choices } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { OPENNESS } from "../content";
import { languageWords, opennessWords } from "../words";
import type { Part } from "./part";

/** What is known of accessibility; what nobody knows is not said. */
export function AccessFields({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  const languages = [...new Set([...Object.keys(LANGUAGES), ...value.spoken])];
  return (
    <>
      {OPENNESS.map((fact) => (
        <Choice
          key={fact}
          label={opennessWords(fact)}
          inline
          options={[
            { value: "YES" as const, label: t`Sí` },
            { value: "NO" as const, label: t`No` },
            { value: "UNSAID" as const, label: t`No se sabe` },
          ]}
          value={value.access[fact]}
          onChange={(told) => onChange({ access: { ...value.access, [fact]: told } })}
        />
      ))}
      <Choices
        label={t`En qué idiomas es`}
        inline
        options={languages.map((each) => ({ value: each, label: languageWords(each) }))}
        values={value.spoken}
        onChange={(spoken) => onChange({ spoken })}
        error={faults["access.spoken"]}
      />
      <Field
        label={t`Algo más que ayude a venir`}
        value={value.accessNote}
        onChange={(accessNote) => onChange({ accessNote })}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={2000}
        error={faults["access.note"]}
      />
    </>
  );
}
