import { useLingui } from "@lingui/react/macro";
import type { DocumentKind } from "@/data/gen/documents";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { documentWords } from "../words";

export type DocumentGiven = { kind: DocumentKind; number: string };

export const NO_DOCUMENT: DocumentGiven = { kind: "DNI", number: "" };

const KINDS: readonly DocumentKind[] = ["DNI", "FOREIGNER_CARD", "PASSPORT"];

/** An identity document: its kind and its number. `own`: of whoever signs in by it. */
export function DocumentFields({
  value,
  onChange,
  error,
  own = false,
}: {
  value: DocumentGiven;
  onChange: (value: DocumentGiven) => void;
  error?: string | undefined;
  own?: boolean;
}) {
  const { t } = useLingui();
  return (
    <>
      <Choice
        label={t`Documento`}
        inline
        options={KINDS.map((kind) => ({ value: kind, label: documentWords(kind) }))}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind })}
      />
      <Field
        label={t`Número de documento`}
        value={value.number}
        onChange={(number) => onChange({ ...value, number })}
        inputMode={value.kind === "DNI" ? "numeric" : "text"}
        autoCapitalize="characters"
        autoComplete={own ? "username" : "off"}
        maxLength={20}
        error={error}
      />
    </>
  );
}
