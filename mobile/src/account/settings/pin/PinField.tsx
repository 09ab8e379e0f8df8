import { Field } from "@/ui/Field";
import { LONGEST } from "./rules";

type Props = {
  label: string;
  hint?: string;
  value: string;
  onChange: (pin: string) => void;
  error: string | undefined;
  onSubmit?: () => void;
};

/** A PIN: figures, never shown. */
export function PinField({ label, hint, value, onChange, error, onSubmit }: Props) {
  return (
    <Field
      label={label}
      hint={hint}
      value={value}
      onChange={(typed) => onChange(typed.replace(/\D/g, ""))}
      error={error}
      inputMode="numeric"
      secureTextEntry
      autoComplete="off"
      maxLength={LONGEST}
      {...(onSubmit ? { onSubmitEditing: onSubmit } : {})}
    />
  );
}
