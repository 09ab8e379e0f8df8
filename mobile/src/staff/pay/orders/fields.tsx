import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Act } from "@/data/acts";
import { type Day, dayAt } from "@/l10n/dates";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { centimosOf, shareOf } from "../../workmonth/amounts";
import { monthOf } from "../../workmonth/months";

type Typed = { label: string; value: string; onChange: (value: string) => void };

/** The number of an act, never what it says. */
export function ActField({ value, onChange }: Omit<Typed, "label">) {
  const { t } = useLingui();
  return (
    <Field
      label={t`Número del acto o de la hoja firmada`}
      hint={t`Solo el número: nunca lo que dice`}
      value={value}
      onChange={onChange}
      autoComplete="off"
      maxLength={120}
    />
  );
}

/** Soles and céntimos. `missing`: somebody wants to save without an amount. */
export function SolesField({ label, value, onChange, missing = false }: Typed & { missing?: boolean }) {
  const { t } = useLingui();
  const wrong = value.trim() !== "" && centimosOf(value) === undefined;
  return (
    <Field
      label={label}
      hint={t`En soles, como 45.20`}
      value={value}
      onChange={onChange}
      inputMode="decimal"
      autoComplete="off"
      maxLength={16}
      error={wrong ? t`Escriba solo números, como 45.20.` : missing ? t`Escriba cuánto.` : undefined}
    />
  );
}

/** A share, of each hundred. */
export function ShareField({ label, value, onChange }: Typed) {
  const { t } = useLingui();
  return (
    <Field
      label={label}
      hint={t`De cada 100 soles, cuántos: como 25`}
      value={value}
      onChange={onChange}
      inputMode="decimal"
      autoComplete="off"
      maxLength={8}
      error={
        value.trim() !== "" && shareOf(value) === undefined ? t`Escriba un número hasta 100.` : undefined
      }
    />
  );
}

/** A month by any of its days. */
export function MonthField({
  label,
  onChange,
}: {
  label: string;
  onChange: (month: Day | undefined) => void;
}) {
  return (
    <DateField
      label={label}
      value={undefined}
      onChange={(day) => onChange(day === undefined ? undefined : monthOf(day))}
    />
  );
}

type KeepProps = {
  of: Pick<Act<never, never>, "problem" | "unanswered" | "busy">;
  /** What will happen, in figures; nothing while something is missing. */
  children: ReactNode;
  onYes: () => void;
};

/** The end of every form: what will happen, and the button that does it. */
export function Keep({ of, children, onYes }: KeepProps) {
  const { t } = useLingui();
  return (
    <>
      <Outcome of={of} />
      {children ? (
        <Confirm label={t`Guardar`} yes={t`Sí, guardar`} busy={of.busy} onYes={onYes}>
          {children}
        </Confirm>
      ) : (
        <Words as="small">
          <Trans>Llene todo para guardar.</Trans>
        </Words>
      )}
    </>
  );
}

/** The first day of the month of now. */
export function thisMonth(): Day {
  return monthOf(dayAt(Date.now()));
}
