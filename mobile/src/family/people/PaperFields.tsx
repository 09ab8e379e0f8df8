/** Where a document is from and until when it holds. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Choice, Switch } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { countryWrong, expiryWrong } from "./checks";
import { COUNTRIES, countryWords } from "./countries";
import type { Group } from "./typed";

/** The country that gave the document. */
export function CountryField({ typed, change, tried }: Group) {
  const { t } = useLingui();
  const code = typed.nationality;
  const [other, setOther] = useState(code !== "" && !isKnown(code));
  const choose = (value: string) => {
    setOther(value === OTHER);
    change({ nationality: value === OTHER ? "" : value });
  };
  const wrong = tried ? countryWrong(code) : undefined;
  return (
    <>
      <Choice
        label={t`Nacionalidad`}
        options={[...COUNTRIES, OTHER].map((value) => ({
          value,
          label: value === OTHER ? t`Otro país` : countryWords(value),
        }))}
        value={other ? OTHER : code}
        onChange={choose}
        error={other ? undefined : wrong}
        inline
      />
      {other ? (
        <Field
          label={t`Letras del país`}
          hint={t`Dos letras, como FR para Francia`}
          value={code}
          onChange={(typedCode) => change({ nationality: typedCode.toUpperCase() })}
          error={wrong}
          autoCapitalize="characters"
          autoComplete="off"
          maxLength={2}
        />
      ) : null}
    </>
  );
}

/** The last day of the document. */
export function ExpiryField({ typed, change, tried }: Group) {
  const { t } = useLingui();
  return (
    <>
      {typed.endless ? null : (
        <DateField
          label={t`Fecha en que vence`}
          value={typed.validUntil}
          onChange={(validUntil) => change({ validUntil })}
          error={tried ? expiryWrong(typed.validUntil, typed.endless) : undefined}
        />
      )}
      <Switch
        label={t`No vence, o no dice fecha`}
        value={typed.endless}
        onChange={(endless) => change(endless ? { endless, validUntil: undefined } : { endless })}
      />
    </>
  );
}

const OTHER = "other";

function isKnown(code: string): boolean {
  return COUNTRIES.some((each) => each === code);
}
