import { Trans, useLingui } from "@lingui/react/macro";
import type { ExceptionKind } from "@/data/gen/staff/programmes";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { type Exception, spanOf } from "../content";
import type { Planned } from "../dates";
import { DayNote } from "./DayNote";
import { SpanFields } from "./SpanFields";

type Props = {
  /** As the date was planned. */
  of: Planned;
  /** What is different; nothing where it is as planned. */
  value: Exception | undefined;
  onChange: (exception: Exception | undefined) => void;
  error?: string | undefined;
};

/** What is different on one date: moved, postponed, cancelled, with the reason that families read. */
export function ExceptionFields({ of, value, onChange, error }: Props) {
  const { t } = useLingui();
  const choose = (kind: ExceptionKind | "PLANNED") => {
    if (kind === "PLANNED") return onChange(undefined);
    const begun = value ?? { key: of.key, on: of.on, ...spanOf(of.at, of.minutes), why: "" };
    onChange({ ...begun, on: begun.on ?? of.on, kind });
  };
  return (
    <>
      <Choice
        label={t`Esta fecha`}
        inline
        options={[
          { value: "PLANNED" as const, label: t`Como estaba planeada` },
          { value: "MOVED" as const, label: t`Pasarla a otro día u hora` },
          { value: "POSTPONED" as const, label: t`Postergarla sin fecha` },
          { value: "CANCELLED" as const, label: t`Cancelarla` },
        ]}
        value={value?.kind ?? "PLANNED"}
        onChange={choose}
      />
      {value?.kind === "MOVED" ? (
        <>
          <DateField label={t`Día nuevo`} value={value.on} onChange={(on) => onChange({ ...value, on })} />
          {value.on ? <DayNote days={[value.on]} /> : null}
          <SpanFields value={value} onChange={(span) => onChange({ ...value, ...span })} />
        </>
      ) : null}
      {value ? (
        <Field
          label={t`Motivo`}
          hint={t`Las familias lo leen: sin nombres, y sin decir qué lugar es este.`}
          value={value.why}
          onChange={(why) => onChange({ ...value, why })}
          autoCapitalize="sentences"
          autoComplete="off"
          maxLength={200}
          error={error}
        />
      ) : (
        <Words as="small">
          <Trans>No cambia nada.</Trans>
        </Words>
      )}
    </>
  );
}
