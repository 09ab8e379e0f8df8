/** The questions about a person, in groups that fit a small screen. */
import { useLingui } from "@lingui/react/macro";
import type { DocumentKind, Sex } from "@/data/gen/documents";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { birthWrong, documentWrong, nameWrong } from "./checks";
import { ExpiryField } from "./PaperFields";
import { documentName } from "./people";
import type { Group } from "./typed";

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

/** Kind, number and last day of the document. */
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
      <ExpiryField typed={typed} change={change} tried={tried} />
    </>
  );
}
