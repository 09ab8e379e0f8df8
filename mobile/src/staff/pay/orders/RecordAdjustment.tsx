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
import { monthOf } from "../../workmonth/months";
import { lateWords } from "../../workmonth/words";
import { Keep, MonthField, SolesField, thisMonth } from "./fields";
import { type Late, LateHours, NO_HOURS } from "./LateHours";
import type { FormProps } from "./RecordActs";

const SHORTEST = 10;
type Sign = "more" | "less" | "same";

/** A correction of a month that an account has told of: in the next account, once somebody else approves it. */
export function RecordAdjustmentForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [ofMonth, setOfMonth] = useState<Day>();
  const [sign, setSign] = useState<Sign>("more");
  const [typed, setTyped] = useState("");
  const [late, setLate] = useState<Late>(NO_HOURS);
  const [reason, setReason] = useState("");
  const record = useAct(RecordAdjustment);
  const refresh = useRefresh();
  const amount = sign === "same" ? 0 : signed(centimosOf(typed), sign);
  const told = ofMonth !== undefined && amount !== undefined && late !== undefined;
  const here = !late?.workedOn || monthOf(late.workedOn) === ofMonth;
  const ready = told && here && (amount !== 0 || late.minutes !== null) && reason.trim().length >= SHORTEST;
  const keep = async () => {
    if (!ready) return;
    const about = { establishmentId: id, inmateId: pay.inmateId, ofMonth, amount, reason: reason.trim() };
    if (!(await record.run({ ...about, ...late }))) return;
    refresh(WaitingCorrections);
    onDone(t`Anotado. Otra persona tiene que aprobarlo.`);
  };
  const when = monthAndYear(ofMonth ?? thisMonth());
  const changes = [
    ...(amount ? [soles(amount)] : []),
    ...(late?.minutes ? [lateWords(late.minutes, late.workedOn)] : []),
  ].join("; ");
  return (
    <>
      <MonthField label={t`Un día del mes que se corrige`} onChange={setOfMonth} />
      <Choice
        label={t`¿Cuánto cambia lo que ganó?`}
        options={[
          { value: "more", label: t`Ganó más` },
          { value: "less", label: t`Ganó menos` },
          { value: "same", label: t`No cambia` },
        ]}
        value={sign}
        onChange={setSign}
        inline
      />
      {sign === "same" ? null : <SolesField label={t`La diferencia`} value={typed} onChange={setTyped} />}
      <LateHours ofMonth={ofMonth} onChange={setLate} />
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
            Corrige {when}: {changes} en la próxima cuenta. El mes cerrado no se toca. Otra persona tiene que
            aprobarlo.
          </Trans>
        ) : null}
      </Keep>
    </>
  );
}

function signed(much: number | undefined, sign: Sign): number | undefined {
  return much && (sign === "more" ? much : -much);
}
