import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { RecordAdjustment, WaitingCorrections } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { type Day, monthAndYear } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { useOffice } from "../../office/office";
import { centimosOf } from "../../workmonth/amounts";
import { Keep, MonthField, SolesField, thisMonth } from "./fields";
import type { FormProps } from "./RecordActs";

const SHORTEST = 10;

/** A correction of a month that an account has told of: a line of the next account, once somebody else approves it. */
export function RecordAdjustmentForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [ofMonth, setOfMonth] = useState<Day>();
  const [sign, setSign] = useState<"more" | "less">("more");
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const record = useAct(RecordAdjustment);
  const refresh = useRefresh();
  const much = centimosOf(typed);
  const amount = much && (sign === "more" ? much : -much);
  const ready = ofMonth && amount && reason.trim().length >= SHORTEST;
  const keep = async () => {
    if (!ofMonth || !amount) return;
    const about = { establishmentId: id, inmateId: pay.inmateId, ofMonth, amount, reason: reason.trim() };
    if (!(await record.run(about))) return;
    refresh(WaitingCorrections);
    onDone(t`Anotado. Otra persona tiene que aprobarlo.`);
  };
  const [sum, when] = [soles(amount ?? 0), monthAndYear(ofMonth ?? thisMonth())];
  return (
    <>
      <MonthField label={t`Un día del mes que se corrige`} onChange={setOfMonth} />
      <Choice
        label={t`¿Cuánto cambia lo que ganó?`}
        options={[
          { value: "more", label: t`Ganó más` },
          { value: "less", label: t`Ganó menos` },
        ]}
        value={sign}
        onChange={setSign}
        inline
      />
      <SolesField label={t`La diferencia`} value={typed} onChange={setTyped} />
      <Field
        label={t`Por qué`}
        hint={t`Diez letras por lo menos`}
        value={reason}
        onChange={setReason}
        multiline
        maxLength={500}
      />
      <Keep of={record} onYes={() => void keep()}>
        {ready ? (
          <Trans>
            Corrige {when}: {sum} en la próxima cuenta. El mes cerrado no se toca. Otra persona tiene que
            aprobarlo.
          </Trans>
        ) : null}
      </Keep>
    </>
  );
}
