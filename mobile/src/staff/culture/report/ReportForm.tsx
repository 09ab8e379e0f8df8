import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Act } from "@/data/acts";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice, Choices } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import {
  type Faults,
  faultsOf,
  fieldWords,
  type Report,
  type Said,
  type Written,
  withSentence,
} from "./measure";

type Props = {
  of: Report;
  value: Written;
  onChange: (written: Written) => void;
  act: Pick<Act<never, never>, "busy" | "problem" | "unanswered">;
  onSave: (written: Written) => void;
};

type Part = {
  of: Report;
  value: Written;
  change: (to: Partial<Written>) => void;
  faults: Faults;
};

const NONE: Faults = {};

/** Characters of a long answer, as many as the service takes, and of a line. */
const [LONGEST, LINE] = [8000, 200];

/** All that the form asks of one measure, each with a sentence that says what it means. Nothing has to be filled to save. */
export function ReportForm({ of, value, onChange, act, onSave }: Props) {
  const [looked, setLooked] = useState(false);
  const faults = faultsOf(value, of.year);
  const count = Object.keys(faults).length;
  const part: Part = {
    of,
    value,
    change: (to) => onChange({ ...value, ...to }),
    faults: looked ? faults : NONE,
  };
  const save = () => {
    setLooked(true);
    if (count === 0) onSave(value);
  };
  return (
    <>
      <WhatFields {...part} />
      <KindFields {...part} />
      <MoneyFields {...part} />
      {looked && count > 0 ? (
        <Note tone="bad" urgent>
          {plural(count, { one: "Falta corregir # dato.", other: "Faltan corregir # datos." })}
        </Note>
      ) : null}
      <Outcome of={act} />
      <Button icon="check" busy={act.busy} onPress={save}>
        <Trans>Guardar el informe</Trans>
      </Button>
    </>
  );
}

function WhatFields({ of, value, change }: Part) {
  const { t } = useLingui();
  return (
    <Card label={t`Qué se hizo`}>
      <Words as="heading">
        <Trans>Qué se hizo</Trans>
      </Words>
      <Field
        label={fieldWords("title")}
        hint={t`Cómo se llama lo que se hace, como en los informes anteriores.`}
        value={value.title}
        onChange={(title) => change({ title })}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={LINE}
      />
      <Field
        label={fieldWords("features")}
        hint={t`Qué es, para quiénes y qué actividades tiene.`}
        value={value.features}
        onChange={(features) => change({ features })}
        multiline
        rows={6}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={LONGEST}
      />
      <Suggestion of={of} value={value} onTake={(results) => change({ results })} />
      <Field
        label={fieldWords("results")}
        hint={t`Qué se logró en el año, con cifras: cuántas actividades, cuántas personas, con quiénes.`}
        value={value.results}
        onChange={(results) => change({ results })}
        multiline
        rows={6}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={LONGEST}
      />
      <YesNo
        label={t`¿Se evaluó la medida?`}
        value={value.evaluated}
        onChange={(evaluated) => change({ evaluated })}
      />
      {value.evaluated === "YES" ? (
        <Field
          label={fieldWords("conclusions")}
          hint={t`Lo principal que se concluyó, y qué se cambió por eso.`}
          value={value.conclusions}
          onChange={(conclusions) => change({ conclusions })}
          multiline
          rows={6}
          autoCapitalize="sentences"
          autoComplete="off"
          maxLength={LONGEST}
        />
      ) : null}
    </Card>
  );
}

/** A sentence of figures, put in with one tap; it can be changed after that like any other words. */
function Suggestion({
  of,
  value,
  onTake,
}: Pick<Part, "of" | "value"> & { onTake: (results: string) => void }) {
  const { t } = useLingui();
  const { suggestion } = of;
  if (!suggestion || value.results.includes(suggestion)) return null;
  return (
    <Note
      title={t`Una frase con las cifras del año`}
      icon="speech"
      action={
        <Button look="quiet" icon="plus" onPress={() => onTake(withSentence(value.results, suggestion))}>
          <Trans>Poner esta frase en los resultados</Trans>
        </Button>
      }
    >
      {suggestion}
    </Note>
  );
}

function KindFields({ of, value, change, faults }: Part) {
  const { t } = useLingui();
  const options = (field: string) =>
    of.choices
      .filter((each) => each.field === field)
      .map(({ code, words }) => ({ value: code, label: words }));
  return (
    <Card label={t`De qué clase es`}>
      <Words as="heading">
        <Trans>De qué clase es</Trans>
      </Words>
      <Words as="small">
        <Trans>
          Lo pide el informe de la Convención de la UNESCO de 2005. Si no está seguro, déjelo sin marcar.
        </Trans>
      </Words>
      <Choices
        label={fieldWords("goals")}
        options={options("goals")}
        values={value.goals}
        onChange={(goals) => change({ goals })}
      />
      <Choices
        label={fieldWords("domains")}
        inline
        options={options("domains")}
        values={value.domains}
        onChange={(domains) => change({ domains })}
      />
      <Choices
        label={fieldWords("valueChain")}
        inline
        options={options("valueChain")}
        values={value.valueChain}
        onChange={(valueChain) => change({ valueChain })}
      />
      <Choice
        label={fieldWords("level")}
        inline
        options={[{ value: "", label: t`Sin decir` }, ...options("level")]}
        value={value.level}
        onChange={(level) => change({ level })}
      />
      <YesNo
        label={t`¿Es sobre todo para jóvenes?`}
        value={value.youth}
        onChange={(youth) => change({ youth })}
      />
      <Field
        label={fieldWords("startYear")}
        hint={t`Desde qué año se hace.`}
        value={value.startYear}
        onChange={(startYear) => change({ startYear })}
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
        error={faults.startYear}
      />
      <Field
        label={fieldWords("website")}
        hint={t`Donde se cuenta de esto, si hay.`}
        value={value.website}
        onChange={(website) => change({ website })}
        inputMode="url"
        autoCapitalize="none"
        autoComplete="off"
        maxLength={LINE}
        error={faults.website}
      />
    </Card>
  );
}

function MoneyFields({ of, value, change, faults }: Part) {
  const { t } = useLingui();
  const dollars = of.dollars ?? "";
  return (
    <Card label={t`El dinero en dólares`}>
      <Words as="heading">
        <Trans>El dinero en dólares</Trans>
      </Words>
      <Words as="small">
        <Trans>
          Lo gastado en el año se pasa a dólares con este tipo de cambio. El informe dice de qué día es.
        </Trans>
      </Words>
      <Field
        label={fieldWords("rate")}
        hint={t`Soles por un dólar, como 3.7512`}
        value={value.rate}
        onChange={(rate) => change({ rate })}
        inputMode="decimal"
        autoComplete="off"
        maxLength={9}
        error={faults.rate}
      />
      <DateField
        label={fieldWords("rateOn")}
        value={value.rateOn}
        onChange={(rateOn) => change({ rateOn })}
        error={faults.rateOn}
      />
      <Field
        label={fieldWords("rateSource")}
        hint={t`Como el banco central o la autoridad que supervisa los bancos`}
        value={value.rateSource}
        onChange={(rateSource) => change({ rateSource })}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={LINE}
        error={faults.rateSource}
      />
      <Words as="strong">
        {dollars ? (
          <Trans>Gastado en el año: US$ {dollars}</Trans>
        ) : (
          <Trans>Sin tipo de cambio guardado no hay cifra en dólares.</Trans>
        )}
      </Words>
    </Card>
  );
}

function YesNo({ label, value, onChange }: { label: string; value: Said; onChange: (said: Said) => void }) {
  const { t } = useLingui();
  return (
    <Choice
      label={label}
      inline
      options={[
        { value: "YES" as const, label: t`Sí` },
        { value: "NO" as const, label: t`No` },
        { value: "" as const, label: t`Sin decir` },
      ]}
      value={value}
      onChange={onChange}
    />
  );
}
