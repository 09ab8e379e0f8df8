import { Trans, useLingui } from "@lingui/react/macro";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { PLACES, whereWords } from "../words";
import type { Part } from "./part";

/** Where it is. */
export function WhereFields({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  const line = { autoComplete: "off", maxLength: 120 } as const;
  return (
    <Card label={t`Dónde`}>
      <Words as="heading">
        <Trans>Dónde</Trans>
      </Words>
      <Choice
        label={t`Lugar`}
        inline
        options={PLACES.map((each) => ({ value: each, label: whereWords(each) }))}
        value={value.where}
        onChange={(where) => onChange({ where })}
        error={faults["venue.where"]}
      />
      {value.where === "INSIDE" ? (
        <Field
          {...line}
          label={t`Ambiente`}
          hint={t`Como auditorio o patio`}
          value={value.room}
          onChange={(room) => onChange({ room })}
          error={faults["venue.room"]}
        />
      ) : null}
      {value.where === "OUTSIDE" ? (
        <>
          <Field
            {...line}
            label={t`Nombre del lugar`}
            value={value.name}
            onChange={(name) => onChange({ name })}
            error={faults["venue.name"]}
          />
          <Field
            {...line}
            label={t`Dirección del lugar`}
            value={value.address}
            onChange={(address) => onChange({ address })}
            maxLength={200}
            error={faults["venue.address"]}
          />
        </>
      ) : null}
      {value.where === "ONLINE" ? (
        <Field
          {...line}
          label={t`Enlace`}
          hint={t`Desde https://`}
          value={value.link}
          onChange={(link) => onChange({ link })}
          inputMode="url"
          autoCapitalize="none"
          maxLength={200}
          error={faults["venue.link"]}
        />
      ) : null}
    </Card>
  );
}
