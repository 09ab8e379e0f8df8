import { Trans, useLingui } from "@lingui/react/macro";
import { Establishment, type Sex } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { Choices, Tick } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { REGIMES, STAGES } from "../../inmates/events/possible";
import { useOffice } from "../../office/office";
import { regimeWords, stageWords } from "../../words";
import type { TakesPart } from "../content";
import type { Part } from "./part";

/** Who of those held here may be named: whoever is, unless something is marked. */
export function TakesPartFields({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Establishment, { id });
  const { sexes, stages, regimes, consent, approval } = value.takesPart;
  const change = (to: Partial<TakesPart>) => onChange({ takesPart: { ...value.takesPart, ...to } });
  const possible = (regimes.length > 0 ? regimes : REGIMES).flatMap((each) => STAGES[each]);
  const here = read.data?.establishment;
  const women = here?.__typename === "Establishment" && here.sexHeld !== "M";
  const kinds: readonly { value: Sex; label: string }[] = [
    { value: "FEMALE", label: t`Mujeres` },
    { value: "MALE", label: t`Hombres` },
  ];
  return (
    <>
      <Words as="small">
        <Trans>Si no marca nada, puede participar cualquiera de este lugar.</Trans>
      </Words>
      <Choices
        label={t`Solo`}
        inline
        options={kinds}
        values={sexes}
        onChange={(only) => change({ sexes: only })}
        error={faults["takesPart.sexes"]}
      />
      <Choices
        label={t`Solo de estos regímenes`}
        inline
        options={REGIMES.map((each) => ({ value: each, label: regimeWords(each) }))}
        values={regimes}
        onChange={(only) => change({ regimes: only })}
        error={faults["takesPart.regimes"]}
      />
      <Choices
        label={t`Solo de estas etapas`}
        inline
        options={[...new Set([...possible, ...stages])].map((each) => ({
          value: each,
          label: stageWords(each),
        }))}
        values={stages}
        onChange={(only) => change({ stages: only })}
        error={faults["takesPart.stages"]}
      />
      <Tick
        label={t`Cada persona firma que acepta participar`}
        note={t`Al anotarla se pide el número de ese papel.`}
        value={consent}
        onChange={(asked) => change({ consent: asked })}
      />
      {women || approval ? (
        <Field
          label={t`Número del acta que permite que participen hombres (si los hay)`}
          value={approval}
          onChange={(number) => change({ approval: number })}
          autoComplete="off"
          maxLength={80}
          error={faults["takesPart.approval"]}
        />
      ) : null}
    </>
  );
}
