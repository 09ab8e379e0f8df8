import { Trans, useLingui } from "@lingui/react/macro";
import type { EventKind, Regime, Stage } from "@/data/gen/staff/registry";
import type { RecordCustodyEventMutationVariables } from "@/data/gen/staff/visits";
import type { Day } from "@/l10n/dates";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Words } from "@/ui/Words";
import { PavilionField } from "../../parts/PavilionField";
import { regimeWords, stageWords } from "../../words";
import type { Inmate } from "../useFound";
import { Destination } from "./Destination";
import { REGIMES, STAGES } from "./possible";

export type Facts = {
  to?: string;
  pavilion?: string;
  regime?: Regime;
  stage?: Stage;
  until?: Day | undefined;
  secretUntil?: Day | undefined;
};

type Said = Omit<RecordCustodyEventMutationVariables, "inmateId" | "kind" | "effectiveOn" | "requestId">;

/** By kind of event; of the others nothing more is said than the day. */
const SAID: Partial<Record<EventKind, (facts: Facts) => Said | undefined>> = {
  TRANSFER: ({ to, secretUntil }) =>
    to ? { toEstablishmentId: to, ...(secretUntil && { secretUntil }) } : undefined,
  PAVILION_CHANGE: ({ pavilion }) => (pavilion ? { pavilionId: pavilion } : undefined),
  REGIME_CHANGE: ({ regime, stage }) => (regime ? { regime, ...(stage && { stage }) } : undefined),
  STAGE_CHANGE: ({ stage }) => (stage ? { stage } : undefined),
  OUTING: ({ until }) => (until ? { until } : {}),
};

/** What is said of an event of this kind; nothing while something it needs is missing. */
export function said(kind: EventKind, facts: Facts): Said | undefined {
  const words = SAID[kind];
  return words ? words(facts) : {};
}

type Props = { kind: EventKind; inmate: Inmate; facts: Facts; onChange: (facts: Facts) => void };

/** The questions that an event of this kind asks. */
export function EventFacts({ kind, inmate, facts, onChange }: Props) {
  const { t } = useLingui();
  if (kind === "TRANSFER") {
    return (
      <>
        <Destination value={facts.to} onChange={(to) => onChange({ ...facts, to })} />
        <DateField
          label={t`En reserva hasta (si hace falta)`}
          value={facts.secretUntil}
          onChange={(secretUntil) => onChange({ ...facts, secretUntil })}
        />
        <Words as="small">
          <Trans>Mientras esté en reserva, la familia no lee adónde fue. Como máximo, 60 días.</Trans>
        </Words>
      </>
    );
  }
  if (kind === "PAVILION_CHANGE") {
    return (
      <PavilionField
        label={t`Pabellón nuevo`}
        value={facts.pavilion}
        onChange={(pavilion) => onChange({ pavilion })}
      />
    );
  }
  if (kind === "OUTING") {
    return (
      <DateField
        label={t`Último día afuera (si se sabe)`}
        value={facts.until}
        onChange={(until) => onChange({ until })}
      />
    );
  }
  if (kind === "REGIME_CHANGE") {
    return (
      <>
        <Choice
          label={t`Régimen nuevo`}
          options={REGIMES.map((each) => ({ value: each, label: regimeWords(each) }))}
          value={facts.regime}
          onChange={(regime) => onChange({ regime })}
          inline
        />
        {facts.regime ? (
          <StageChoice
            regime={facts.regime}
            value={facts.stage}
            onChange={(stage) => onChange({ ...facts, stage })}
          />
        ) : null}
      </>
    );
  }
  if (kind === "STAGE_CHANGE") {
    return (
      <StageChoice regime={inmate.regime} value={facts.stage} onChange={(stage) => onChange({ stage })} />
    );
  }
  return null;
}

type ChoiceOf<T> = { value: T | undefined; onChange: (value: T) => void };

function StageChoice({ regime, ...rest }: ChoiceOf<Stage> & { regime: Regime }) {
  const { t } = useLingui();
  const stages = STAGES[regime];
  const named = regimeWords(regime);
  if (stages.length === 0) {
    return (
      <Words>
        <Trans>El régimen {named} no tiene etapas.</Trans>
      </Words>
    );
  }
  const options = stages.map((each) => ({ value: each, label: stageWords(each) }));
  return <Choice label={t`Etapa`} options={options} inline {...rest} />;
}
