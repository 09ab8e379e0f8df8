import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { PersonPay, PlanArrears, RecordAssessment, RecordLabourRate } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { type Day, figures, monthAndYear, today } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
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

const MOST_DAYS = 30;

/** From a day on: so many counted days for one, or none at all. */
export function RecordLabourRateForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const [act, setAct] = useState("");
  const [counts, setCounts] = useState<"yes" | "no">("yes");
  const [typed, setTyped] = useState("");
  const [validFrom, setValidFrom] = useState<Day | undefined>(today());
  const record = useAct(RecordLabourRate);
  const refresh = useRefresh();
  const days =
    /^\d{1,2}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= MOST_DAYS ? Number(typed) : undefined;
  const ready = act.trim() && validFrom && (counts === "no" || days);
  const keep = async () => {
    if (!validFrom) return;
    const about = { inmateId: pay.inmateId, act: act.trim(), validFrom };
    if (!(await record.run({ ...about, ...(counts === "yes" && days ? { days } : {}) }))) return;
    refresh(PersonPay);
    onDone(t`Cuenta de días anotada.`);
  };
  const from = figures(validFrom ?? today());
  return (
    <>
      <ActField value={act} onChange={setAct} />
      <Choice
        label={t`¿Sus días se cuentan?`}
        options={[
          { value: "yes", label: t`Sí` },
          { value: "no", label: t`No se descuentan` },
        ]}
        value={counts}
        onChange={setCounts}
        inline
      />
      {counts === "yes" ? (
        <Field
          label={t`Cuántos días trabajados hacen uno`}
          hint={t`Del 1 al 30`}
          value={typed}
          onChange={setTyped}
          inputMode="numeric"
          maxLength={2}
        />
      ) : null}
      <DateField label={t`Vale desde`} value={validFrom} onChange={setValidFrom} />
      <Keep of={record} onYes={() => void keep()}>
        {ready ? (
          counts === "yes" ? (
            <Trans>
              Desde el {from}, {days} por 1. Lo contado antes queda como estaba.
            </Trans>
          ) : (
            <Trans>Desde el {from} sus días no se descuentan. Lo contado antes queda como estaba.</Trans>
          )
        ) : null}
      </Keep>
    </>
  );
}
