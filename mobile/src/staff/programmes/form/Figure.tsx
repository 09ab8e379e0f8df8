import { Field } from "@/ui/Field";

type Props = {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

/** A number in figures. */
export function Figure(props: Props) {
  return <Field {...props} inputMode="numeric" autoComplete="off" maxLength={6} />;
}
