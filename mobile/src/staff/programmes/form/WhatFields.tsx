import { Trans, useLingui } from "@lingui/react/macro";
import type { Audience } from "@/data/gen/staff/programmes";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { AUDIENCES, audienceNote, audienceWords, KINDS, kindWords } from "../words";
import type { Part } from "./part";

/** What it is: its title, its kind, a few sentences. */
export function WhatFields({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  return (
    <Card label={t`Qué es`}>
      <Words as="heading">
        <Trans>Qué es</Trans>
      </Words>
      <Field
        label={t`Título`}
        hint={t`Así lo verán las familias. Sin nombres de personas.`}
        value={value.title}
        onChange={(title) => onChange({ title })}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={120}
        error={faults.title}
      />
      <Field
        label={t`De qué se trata (si quiere)`}
        value={value.summary}
        onChange={(summary) => onChange({ summary })}
        multiline
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={1000}
        error={faults.summary}
      />
      <Choice
        label={t`Clase de actividad`}
        inline
        options={KINDS.map((each) => ({ value: each, label: kindWords(each) }))}
        value={value.kind as (typeof KINDS)[number] | undefined}
        onChange={(kind) => onChange({ kind })}
        error={faults.kind}
      />
    </Card>
  );
}

/** Who may come, each with a sentence that says who will learn of it. */
export function AudienceField({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  // What is online is for everybody, and the other way round.
  const choose = (audience: Audience) => {
    const apart = (audience === "ONLINE") !== (value.where === "ONLINE");
    onChange({ audience, ...(apart ? { where: audience === "ONLINE" ? "ONLINE" : "INSIDE" } : {}) });
  };
  return (
    <Card label={t`Quiénes pueden venir`}>
      <Choice
        label={t`Quiénes pueden venir`}
        options={AUDIENCES.map((each) => ({
          value: each,
          label: audienceWords(each),
          note: audienceNote(each),
        }))}
        value={value.audience}
        onChange={choose}
        error={faults.audience}
      />
    </Card>
  );
}
