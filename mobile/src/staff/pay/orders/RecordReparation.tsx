import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { PersonPay, RecordReparation } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { DateField } from "@/ui/DateField";
import { Words } from "@/ui/Words";
import { centimosOf } from "../../workmonth/amounts";
import { ActField, Keep, SolesField } from "./fields";
import type { FormProps } from "./RecordActs";

/** The civil reparation that an act sets, and what was paid of it before. */
export function RecordReparationForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const [act, setAct] = useState("");
  const [total, setTotal] = useState("");
  const [before, setBefore] = useState("0");
  const [validFrom, setValidFrom] = useState<Day | undefined>(today());
  const record = useAct(RecordReparation);
  const refresh = useRefresh();
  const [all, paid] = [centimosOf(total), centimosOf(before)];
  const ready = act.trim() && all && paid !== undefined && paid <= all && validFrom;
  const keep = async () => {
    if (!all || paid === undefined || !validFrom) return;
    const about = { inmateId: pay.inmateId, act: act.trim(), total: all, paidBefore: paid, validFrom };
    if (!(await record.run(about))) return;
    refresh(PersonPay);
    onDone(t`Reparación anotada.`);
  };
  const [sum, left, from] = [soles(all ?? 0), soles((all ?? 0) - (paid ?? 0)), figures(validFrom ?? today())];
  return (
    <>
      <ActField value={act} onChange={setAct} />
      <SolesField label={t`Cuánto es en total`} value={total} onChange={setTotal} />
      <SolesField label={t`Cuánto se pagó ya`} value={before} onChange={setBefore} />
      <DateField label={t`Vale desde`} value={validFrom} onChange={setValidFrom} />
      {all !== undefined && paid !== undefined && paid > all ? (
        <Words tone="bad">
          <Trans>Lo pagado no puede ser más que el total.</Trans>
        </Words>
      ) : null}
      <Keep of={record} onYes={() => void keep()}>
        {ready ? (
          <Trans>
            Desde el {from} se descuenta cada mes para la reparación de {sum}, hasta pagar los {left} que
            faltan.
          </Trans>
        ) : null}
      </Keep>
    </>
  );
}
