/** The questions about a person, in groups that fit a small screen. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { DocumentKind, Sex } from "@/data/gen/documents";
import type { Day } from "@/l10n/dates";
import { Choice, Switch } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { birthWrong, countryWrong, documentWrong, expiryWrong, nameWrong } from "./checks";
import { COUNTRIES, countryWords } from "./countries";
import { documentName } from "./people";

/** A person as it is being typed. */
export type Typed = {
  givenNames: string;
  surnames: string;
  sex: Sex | undefined;
  bornOn: Day | undefined;
  nationality: string;
  documentKind: DocumentKind;
  documentNumber: string;
  validUntil: Day | undefined;
  /** Their document has no last day. */
  endless: boolean;
};

export const NOBODY: Typed = {
  givenNames: "",
  surnames: "",
  sex: undefined,
  bornOn: undefined,
  nationality: "PE",
  documentKind: "DNI",
  documentNumber: "",
  validUntil: undefined,
  endless: false,
};

type Group = {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  /** Show what is wrong. */
  tried: boolean;
  next?: (() => void) | undefined;
};

/** Whether the names are right. */
export const namesReady = (typed: Typed): boolean =>
  !nameWrong(typed.givenNames) && !nameWrong(typed.surnames);

/** Whether sex and birthday are right. */
export const birthReady = (typed: Typed, minor: boolean): boolean =>
  typed.sex !== undefined && !birthWrong(typed.bornOn, minor);

/** Whether the document is right. */
export const documentReady = (typed: Typed): boolean =>
  !documentWrong(typed.documentKind, typed.documentNumber) &&
  !countryWrong(typed.nationality) &&
  !expiryWrong(typed.validUntil, typed.endless);

/** Given names and surnames. */
export function NameFields({ typed, change, tried, next }: Group) {
  const { t } = useLingui();
  return (
    <>
      <Field
        label={t`Nombres`}
        hint={t`Todos, como en el documento`}
        value={typed.givenNames}
        onChange={(givenNames) => change({ givenNames })}
        error={tried ? nameWrong(typed.givenNames) : undefined}
        autoCapitalize="words"
        autoComplete="off"
        maxLength={100}
      />
      <Field
        label={t`Apellidos`}
        value={typed.surnames}
        onChange={(surnames) => change({ surnames })}
        error={tried ? nameWrong(typed.surnames) : undefined}
        autoCapitalize="words"
        autoComplete="off"
        maxLength={100}
        onSubmitEditing={next}
      />
    </>
  );
}

/** The name of a sex, as on a document. */
export function useSexes(): { value: Sex; label: string }[] {
  const { t } = useLingui();
  return [
    { value: "FEMALE", label: t`Mujer` },
    { value: "MALE", label: t`Hombre` },
  ];
}

/** Sex and birthday. */
export function BirthFields({ typed, change, tried, minor }: Group & { minor: boolean }) {
  const { t } = useLingui();
  const sexes = useSexes();
  return (
    <>
      <Choice
        label={t`Sexo, según el documento`}
        options={sexes}
        value={typed.sex}
        onChange={(sex) => change({ sex })}
        error={tried && !typed.sex ? t`Elija una de las dos.` : undefined}
        inline
      />
      <DateField
        label={t`Fecha de nacimiento`}
        value={typed.bornOn}
        onChange={(bornOn) => change({ bornOn })}
        error={tried ? birthWrong(typed.bornOn, minor) : undefined}
      />
    </>
  );
}

/** Kind, number, country and last day of the document. */
export function DocumentFields({ typed, change, tried }: Group) {
  const { t } = useLingui();
  const kinds: DocumentKind[] = ["DNI", "FOREIGNER_CARD", "PASSPORT"];
  const kind = typed.documentKind;
  return (
    <>
      <Choice
        label={t`Documento`}
        options={kinds.map((value) => ({ value, label: documentName(value) }))}
        value={kind}
        onChange={(documentKind) => change({ documentKind, nationality: documentKind === "DNI" ? "PE" : "" })}
      />
      <Field
        label={t`Número del documento`}
        hint={kind === "DNI" ? t`8 cifras` : undefined}
        value={typed.documentNumber}
        onChange={(documentNumber) => change({ documentNumber })}
        error={tried ? documentWrong(kind, typed.documentNumber) : undefined}
        inputMode={kind === "DNI" ? "numeric" : "text"}
        autoCapitalize="characters"
        autoComplete="off"
        maxLength={20}
      />
      {kind === "DNI" ? null : <CountryField typed={typed} change={change} tried={tried} />}
      <ExpiryField typed={typed} change={change} tried={tried} />
    </>
  );
}

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
