import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { dayFault } from "../faults";
import { ENSEMBLE_KINDS, ensembleKindWords } from "../words";
import { countOf, MOST_OF_ONE, namedTwice, type WrittenEnsemble } from "./written";

type Props = {
  value: WrittenEnsemble;
  onChange: (value: WrittenEnsemble) => void;
  /** Somebody wanted to save it: what is missing is said. */
  looked: boolean;
};

/** What a group is called and does, who teaches it, what it plays on. */
export function EnsembleFields({ value, onChange, looked }: Props) {
  const { t } = useLingui();
  const change = (to: Partial<WrittenEnsemble>) => onChange({ ...value, ...to });
  return (
    <>
      <Field
        label={t`Nombre del elenco`}
        value={value.name}
        onChange={(name) => change({ name })}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={120}
        error={looked && !value.name.trim() ? t`Escriba cómo se llama.` : undefined}
      />
      <Choice
        label={t`Qué es`}
        inline
        options={ENSEMBLE_KINDS.map((each) => ({ value: each, label: ensembleKindWords(each) }))}
        value={value.kind}
        onChange={(kind) => change({ kind })}
        error={looked && !value.kind ? t`Elija qué es.` : undefined}
      />
      <Field
        label={t`Quién lo enseña o dirige (si se sabe)`}
        value={value.teacher}
        onChange={(teacher) => change({ teacher })}
        autoCapitalize="words"
        autoComplete="off"
        maxLength={120}
      />
      <DateField
        label={t`Desde cuándo existe`}
        value={value.begunOn}
        onChange={(begunOn) => change({ begunOn })}
        error={looked ? dayFault(value.begunOn) : undefined}
      />
      <InstrumentFields value={value} onChange={onChange} looked={looked} />
    </>
  );
}

function InstrumentFields({ value, onChange, looked }: Props) {
  const { t } = useLingui();
  const { instruments } = value;
  const [least, most] = [1, MOST_OF_ONE];
  const put = (to: WrittenEnsemble["instruments"]) => onChange({ ...value, instruments: to });
  const change = (index: number, to: Partial<(typeof instruments)[number]>) =>
    put(instruments.map((each, at) => (at === index ? { ...each, ...to } : each)));
  return (
    <>
      {instruments.map((each, index) => {
        const number = index + 1;
        const wrong = looked && each.name.trim() !== "" && countOf(each.count) === undefined;
        return [
          <Field
            key={`name ${number}`}
            label={t`Instrumento ${number}`}
            hint={t`Como violín, quena o zampoña`}
            value={each.name}
            onChange={(name) => change(index, { name })}
            autoComplete="off"
            maxLength={60}
          />,
          <Field
            key={`count ${number}`}
            label={t`Cuántos hay del instrumento ${number}`}
            value={each.count}
            onChange={(count) => change(index, { count })}
            inputMode="numeric"
            autoComplete="off"
            maxLength={5}
            error={wrong ? t`Escriba un número de ${least} a ${most}.` : undefined}
          />,
          <Button
            key={`leave ${number}`}
            look="quiet"
            icon="cross"
            onPress={() => put(instruments.filter((_, at) => at !== index))}
          >
            {t`Quitar el instrumento ${number}`}
          </Button>,
        ];
      })}
      {looked && namedTwice(instruments) ? (
        <Words tone="bad" live="polite">
          <Trans>Un instrumento está dos veces: escríbalo una sola, con cuántos hay en total.</Trans>
        </Words>
      ) : null}
      <Button look="quiet" icon="plus" onPress={() => put([...instruments, { name: "", count: "1" }])}>
        <Trans>Agregar un instrumento</Trans>
      </Button>
    </>
  );
}
