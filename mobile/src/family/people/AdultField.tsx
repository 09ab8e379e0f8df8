import { useLingui } from "@lingui/react/macro";
import { Choice } from "@/ui/Choice";
import { fullName, type Person } from "./people";

type Props = {
  label: string;
  adults: readonly Person[];
  value: string | undefined;
  onChange: (id: string) => void;
  tried: boolean;
};

/** One of the people of the list. */
export function AdultField({ label, adults, value, onChange, tried }: Props) {
  const { t } = useLingui();
  return (
    <Choice
      label={label}
      options={adults.map((each) => ({
        value: each.id,
        label: fullName(each),
        note: each.capacity === "OWN" ? t`Usted` : undefined,
      }))}
      value={value}
      onChange={onChange}
      error={tried && !value ? t`Elija a una persona.` : undefined}
    />
  );
}
