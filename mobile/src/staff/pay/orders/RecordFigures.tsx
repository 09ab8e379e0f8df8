import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { PersonPay, PlanArrears, RecordAssessment } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { type Day, monthAndYear } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Choice } from "@/ui/Choice";
import { centimosOf } from "../../workmonth/amounts";
import { ActField, Keep, MonthField, SolesField, thisMonth } from "./fields";
import type { FormProps } from "./RecordActs";

/** Old contributions that are paid in parts. */
export function PlanArrearsForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const [act, setAct] = useState("");
  const [typed, setTyped] = useState("");
  const [firstMonth, setFirstMonth] = useState<Day>();
  const plan = useAct(PlanArrears);
  const refresh = useRefresh();
  const owed = centimosOf(typed);
  const keep = async () => {
    if (!owed || !firstMonth) return;
    if (!(await plan.run({ inmateId: pay.inmateId, act: act.trim(), owed, firstMonth }))) return;
    refresh(PersonPay);
    onDone(t`Cuotas anotadas.`);
  };
  const [sum, first] = [soles(owed ?? 0), monthAndYear(firstMonth ?? thisMonth())];
  return (
    <>
      <ActField value={act} onChange={setAct} />
      <SolesField label={t`Cuánto debe de aportes`} value={typed} onChange={setTyped} />
      <MonthField label={t`Un día del mes de la primera cuota`} onChange={setFirstMonth} />
      <Keep of={plan} onYes={() => void keep()}>
        {act.trim() && owed && firstMonth ? (
          <Trans>
            Los {sum} se descuentan en cuotas, desde {first}. No hay intereses ni recargos.
          </Trans>
        ) : null}
      </Keep>
    </>
  );
}

/** Income of a month that no workshop paid: as the person declares it, or as the authority verified it. */
export function RecordAssessmentForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const [act, setAct] = useState("");
  const [typed, setTyped] = useState("");
  const [month, setMonth] = useState<Day>();
  const [how, setHow] = useState<"declared" | "verified">("declared");
  const record = useAct(RecordAssessment);
  const refresh = useRefresh();
  const amount = centimosOf(typed);
  const keep = async () => {
    if (amount === undefined || !month) return;
    const about = { inmateId: pay.inmateId, act: act.trim(), month, declared: how === "declared", amount };
    if (!(await record.run(about))) return;
    refresh(PersonPay);
    onDone(t`Ingreso anotado.`);
  };
  const [sum, when] = [soles(amount ?? 0), monthAndYear(month ?? thisMonth())];
  return (
    <>
      <Choice
        label={t`¿Quién lo dice?`}
        options={[
          { value: "declared", label: t`La persona, bajo juramento` },
          { value: "verified", label: t`La autoridad lo verificó` },
        ]}
        value={how}
        onChange={setHow}
        inline
      />
      <ActField value={act} onChange={setAct} />
      <MonthField label={t`Un día del mes`} onChange={setMonth} />
      <SolesField label={t`Cuánto ganó en el mes`} value={typed} onChange={setTyped} />
      <Keep of={record} onYes={() => void keep()}>
        {act.trim() && amount !== undefined && month ? (
          <Trans>
            El aporte de {when} se calcula con {sum}. Si ya había otro monto, este toma su lugar.
          </Trans>
        ) : null}
      </Keep>
    </>
  );
}
