import { Trans, useLingui } from "@lingui/react/macro";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { hourOf } from "../../workday/entries";
import type { Span } from "../content";

type Props = {
  value: Span;
  onChange: (span: Span) => void;
  /** What is wrong with the beginning and the end. */
  errors?: readonly [string | undefined, string | undefined];
};

/** When it begins and ends, by the clock. */
export function SpanFields({ value, onChange, errors = [undefined, undefined] }: Props) {
  const { t } = useLingui();
  const [from, until] = [hourOf(value.at), hourOf(value.until)];
  return (
    <>
      <Field
        label={t`Empieza`}
        hint={t`Como 15:30`}
        value={value.at}
        onChange={(at) => onChange({ ...value, at })}
        inputMode="numeric"
        autoComplete="off"
        maxLength={5}
        error={errors[0]}
      />
      <Field
        label={t`Termina`}
        hint={t`Como 17:00`}
        value={value.until}
        onChange={(ends) => onChange({ ...value, until: ends })}
        inputMode="numeric"
        autoComplete="off"
        maxLength={5}
        error={errors[1]}
      />
      {from && until && until <= from ? (
        <Words as="small">
          <Trans>Termina al día siguiente.</Trans>
        </Words>
      ) : null}
    </>
  );
}
