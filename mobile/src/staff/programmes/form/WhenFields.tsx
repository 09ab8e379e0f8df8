import { Trans, useLingui } from "@lingui/react/macro";
import { longDay, weekdayOf } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { datesWritten, type Extra, type Repeat } from "../content";
import { planned } from "../dates";
import { datesWords } from "../words";
import { DayNote } from "./DayNote";
import { GroupFault } from "./GroupFault";
import type { Part } from "./part";
import { RuleFields } from "./RuleFields";
import { SpanFields } from "./SpanFields";

/** When: one day or every week, more days besides, and from when the doors are open. */
export function WhenFields(part: Part) {
  const { t } = useLingui();
  const { value, onChange, faults } = part;
  const repeats: readonly { value: Repeat; label: string }[] = [
    { value: "ONCE", label: t`Una sola vez` },
    { value: "WEEKLY", label: t`Cada semana` },
    ...(value.rule ? [{ value: "OTHER" as const, label: t`Como se repite ahora` }] : []),
  ];
  const repeat = (chosen: Repeat) =>
    onChange({
      repeat: chosen,
      ...(chosen === "WEEKLY" && value.weekdays.length === 0 && value.firstOn
        ? { weekdays: [weekdayOf(value.firstOn)] }
        : {}),
    });
  return (
    <Card label={t`Cuándo`}>
      <Words as="heading">
        <Trans>Cuándo</Trans>
      </Words>
      <DateField
        label={value.repeat === "ONCE" ? t`Día` : t`Primer día`}
        value={value.firstOn}
        onChange={(firstOn) => onChange({ firstOn })}
        error={faults["dates.firstOn"]}
      />
      {value.firstOn && value.repeat === "ONCE" ? <DayNote days={[value.firstOn]} /> : null}
      <SpanFields
        value={value.hours}
        onChange={(hours) => onChange({ hours })}
        errors={[faults["dates.at"], faults["dates.minutes"]]}
      />
      <Field
        label={t`Cuántos minutos antes se abre la puerta`}
        value={value.doors}
        onChange={(doors) => onChange({ doors })}
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
        error={faults["dates.doorsMinutes"]}
      />
      <GroupFault>{faults.dates}</GroupFault>
      <Choice label={t`¿Se repite?`} inline options={repeats} value={value.repeat} onChange={repeat} />
      {value.repeat === "WEEKLY" ? <RuleFields {...part} /> : null}
      <ExtraDays {...part} />
      <Sum {...part} />
    </Card>
  );
}

/** Days besides: a fixture, another day of an exhibition. */
function ExtraDays({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  const change = (id: number, to: Partial<Extra>) =>
    onChange({ extra: value.extra.map((each) => (each.id === id ? { ...each, ...to } : each)) });
  const add = () => {
    const id = Math.max(-1, ...value.extra.map((each) => each.id)) + 1;
    onChange({ extra: [...value.extra, { ...value.hours, id, on: undefined }] });
  };
  return (
    <>
      {value.extra.map((each, index) => {
        const number = index + 1;
        return (
          <Card key={each.id}>
            <DateField
              label={t`Otro día ${number}`}
              value={each.on}
              onChange={(on) => change(each.id, { on })}
              error={faults[`dates.extra.${index}`]}
            />
            {each.on ? <DayNote days={[each.on]} /> : null}
            <SpanFields value={each} onChange={(span) => change(each.id, span)} />
            <Button
              look="quiet"
              icon="cross"
              onPress={() => onChange({ extra: value.extra.filter(({ id }) => id !== each.id) })}
            >
              <Trans>Quitar este día</Trans>
            </Button>
          </Card>
        );
      })}
      <GroupFault>{faults["dates.extra"]}</GroupFault>
      <Button look="quiet" icon="plus" onPress={add}>
        <Trans>Agregar otro día</Trans>
      </Button>
    </>
  );
}

/** How many dates that makes, from when to when, and what the calendar says of them. */
function Sum({ value }: Part) {
  const dates = datesWritten(value);
  const all = dates && planned(dates);
  if (!all || all.length < 2) return null;
  const days = all.map((each) => each.on);
  const count = datesWords(all.length);
  const [first, last] = [longDay(days[0] ?? ""), longDay(days.at(-1) ?? "")];
  return (
    <>
      <Words as="strong" live="polite">
        <Trans>
          Son {count}: desde el {first} hasta el {last}.
        </Trans>
      </Words>
      <DayNote days={days} />
    </>
  );
}
