import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Words } from "@/ui/Words";
import type { Pay } from "../PersonPayScreen";
import { RecordAdjustmentForm } from "./RecordAdjustment";
import { RecordAdvanceForm } from "./RecordAdvance";
import { PlanArrearsForm, RecordAssessmentForm } from "./RecordFigures";
import { RecordInstructionForm } from "./RecordInstruction";
import { RecordLabourRateForm } from "./RecordLabourRate";
import { RecordOrderForm } from "./RecordOrder";
import { RecordReparationForm } from "./RecordReparation";

type Kind =
  | "order"
  | "reparation"
  | "instruction"
  | "arrears"
  | "advance"
  | "assessment"
  | "labour"
  | "adjustment";

export type FormProps = { pay: Pay; onDone: (words: string) => void };

/** One more act about a person's pay: what it is first, then what it says. */
export function RecordActs({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<Kind>();
  const done = (words: string) => {
    setOpen(false);
    setKind(undefined);
    onDone(words);
  };
  const given = { pay, onDone: done };
  const kinds: Record<Kind, { label: string; form: ReactNode }> = {
    adjustment: { label: t`Corregir un mes ya cerrado`, form: <RecordAdjustmentForm {...given} /> },
    order: { label: t`La orden de un juez`, form: <RecordOrderForm {...given} /> },
    reparation: { label: t`La reparación civil`, form: <RecordReparationForm {...given} /> },
    instruction: { label: t`Lo que la persona elige`, form: <RecordInstructionForm {...given} /> },
    arrears: { label: t`Aportes atrasados en cuotas`, form: <PlanArrearsForm {...given} /> },
    advance: { label: t`Materiales adelantados`, form: <RecordAdvanceForm {...given} /> },
    assessment: { label: t`Ingresos declarados o verificados`, form: <RecordAssessmentForm {...given} /> },
    labour: { label: t`Cómo se cuentan sus días`, form: <RecordLabourRateForm {...given} /> },
  };
  if (!open) {
    return (
      <Button icon="plus" onPress={() => setOpen(true)}>
        <Trans>Anotar algo sobre su pago</Trans>
      </Button>
    );
  }
  return (
    <Card label={t`Anotar algo sobre su pago`}>
      <Words as="heading">
        <Trans>Anotar algo sobre su pago</Trans>
      </Words>
      <Choice
        label={t`¿Qué?`}
        options={(Object.keys(kinds) as Kind[]).map((each) => ({ value: each, label: kinds[each].label }))}
        value={kind}
        onChange={setKind}
        inline
      />
      {kind ? kinds[kind].form : null}
      <Button look="quiet" onPress={() => setOpen(false)}>
        <Trans>Dejarlo</Trans>
      </Button>
    </Card>
  );
}
