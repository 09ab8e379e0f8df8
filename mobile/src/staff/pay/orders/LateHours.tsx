import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Day } from "@/l10n/dates";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { minutesTyped } from "../../workmonth/amounts";
import { monthOf } from "../../workmonth/months";

/** Hours of a day beside the money, none at all, or nothing while they are not written whole. */
export type Late = { workedOn: Day; minutes: number } | { workedOn: null; minutes: null } | undefined;

export const NO_HOURS = { workedOn: null, minutes: null } as const;

type Sign = "none" | "more" | "less";
type Props = { ofMonth: Day | undefined; onChange: (late: Late) => void };

/** Hours of one day of the month that were forgotten, or counted too much. */
export function LateHours({ ofMonth, onChange }: Props) {
  const { t } = useLingui();
  const [sign, setSign] = useState<Sign>("none");
  const [day, setDay] = useState<Day>();
  const [typed, setTyped] = useState("");
  const tell = (next: { sign?: Sign; day?: Day | undefined; typed?: string }) => {
    const now = { sign, day, typed, ...next };
    const minutes = minutesTyped(now.typed);
    setSign(now.sign);
    setDay(now.day);
    setTyped(now.typed);
    if (now.sign === "none") onChange(NO_HOURS);
    else if (!now.day || !minutes) onChange(undefined);
    else onChange({ workedOn: now.day, minutes: now.sign === "more" ? minutes : -minutes });
  };
  const elsewhere = day !== undefined && ofMonth !== undefined && monthOf(day) !== ofMonth;
  return (
    <>
      <Choice
        label={t`¿Cambian las horas de un día?`}
        options={[
          { value: "none", label: t`No` },
          { value: "more", label: t`Faltan horas` },
          { value: "less", label: t`Sobran horas` },
        ]}
        value={sign}
        onChange={(next) => tell({ sign: next })}
        inline
      />
      {sign === "none" ? null : (
        <>
          <DateField
            label={t`¿De qué día?`}
            value={day}
            onChange={(next) => tell({ day: next })}
            error={elsewhere ? t`Tiene que ser un día del mes que se corrige.` : undefined}
          />
          <Field
            label={t`Cuántas horas que cuentan`}
            hint={t`Como 8 o 7:30. De un día cuentan ocho como máximo.`}
            value={typed}
            onChange={(next) => tell({ typed: next })}
            autoComplete="off"
            maxLength={5}
          />
        </>
      )}
    </>
  );
}
