import { useLingui } from "@lingui/react/macro";
import { Field } from "@/ui/Field";
import type { Written } from "../content";
import { Figure } from "./Figure";
import type { Part } from "./part";

/** What guests must know before they leave home. */
export function EntryFields({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  const texts: readonly (readonly [
    keyof Written & ("documents" | "dress" | "bring" | "forbidden"),
    string,
  ])[] = [
    ["documents", t`Qué documento hay que llevar`],
    ["dress", t`Cómo venir vestido`],
    ["bring", t`Qué se puede llevar`],
    ["forbidden", t`Qué no se puede llevar`],
  ];
  return (
    <>
      <Figure
        label={t`Cuántos minutos antes hay que llegar`}
        value={value.arrive}
        onChange={(arrive) => onChange({ arrive })}
        error={faults["entry.arriveMinutes"]}
      />
      {texts.map(([name, label]) => (
        <Field
          key={name}
          label={label}
          value={value[name]}
          onChange={(text) => onChange({ [name]: text })}
          autoCapitalize="sentences"
          autoComplete="off"
          maxLength={2000}
          error={faults[`entry.${name}`]}
        />
      ))}
      <Figure
        label={t`Desde qué edad (si hay límite)`}
        value={value.leastAge}
        onChange={(leastAge) => onChange({ leastAge })}
        error={faults["entry.leastAge"]}
      />
    </>
  );
}
