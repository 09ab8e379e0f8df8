import { useLingui } from "@lingui/react/macro";
import { Choice, Choices } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { WEEKDAYS } from "../dates";
import type { Part } from "./part";
import { weekdayName } from "./weekdays";

/** On which days of the week, and until when. */
export function RuleFields({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  return (
    <>
      <Choices
        label={t`Qué días de la semana`}
        inline
        options={WEEKDAYS.map((each) => ({ value: String(each), label: weekdayName(each) }))}
        values={value.weekdays.map(String)}
        onChange={(days) => onChange({ weekdays: days.map(Number) })}
        error={faults["dates.rule"]}
      />
      <Choice
        label={t`Cada cuánto`}
        inline
        options={[
          { value: "1" as const, label: t`Todas las semanas` },
          { value: "2" as const, label: t`Una semana sí y otra no` },
        ]}
        value={value.every}
        onChange={(every) => onChange({ every })}
      />
      <Choice
        label={t`Hasta cuándo`}
        inline
        options={[
          { value: "COUNT" as const, label: t`Un número de veces` },
          { value: "UNTIL" as const, label: t`Hasta un día` },
        ]}
        value={value.ends}
        onChange={(ends) => onChange({ ends })}
      />
      {value.ends === "COUNT" ? (
        <Field
          label={t`Cuántas veces`}
          value={value.count}
          onChange={(count) => onChange({ count })}
          inputMode="numeric"
          autoComplete="off"
          maxLength={3}
          error={faults["dates.rule.end"]}
        />
      ) : (
        <DateField
          label={t`Último día`}
          value={value.until}
          onChange={(until) => onChange({ until })}
          error={faults["dates.rule.end"]}
        />
      )}
    </>
  );
}
