import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { PersonPay, RecordInstruction, TiedReaders } from "@/data/gen/staff/statements";
import { useRead, useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Await } from "@/ui/Await";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { centimosOf, percent, shareOf } from "../../workmonth/amounts";
import { useReader } from "../consents/Consents";
import { ActField, Keep, ShareField, SolesField } from "./fields";
import type { FormProps } from "./RecordActs";

const SAVINGS = "savings";

/** What a person signs to go to a relative or to savings: a share of what is left free, or an amount a month. */
export function RecordInstructionForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const [to, setTo] = useState<string>();
  const [act, setAct] = useState("");
  const [how, setHow] = useState<"share" | "amount">("share");
  const [typed, setTyped] = useState("");
  const [validFrom, setValidFrom] = useState<Day | undefined>(today());
  const record = useAct(RecordInstruction);
  const refresh = useRefresh();
  const reader = useReader();
  const read = useRead(TiedReaders, { inmateId: pay.inmateId });
  const tied = read.data?.tiedReaders.find((each) => each.tieId === to);
  const who = tied ? reader(tied.reader) : t`sus ahorros`;
  const rate = how === "share" ? shareOf(typed) : undefined;
  const amount = how === "amount" ? centimosOf(typed) : undefined;
  const much = rate ? percent(rate) : soles(amount ?? 0);
  const ready = to && act.trim() && validFrom && (rate || amount);
  const keep = async () => {
    if (!to || !validFrom) return;
    const terms = { validFrom, ...(rate ? { rate } : { amount: amount ?? null }) };
    const about = { inmateId: pay.inmateId, act: act.trim(), terms };
    if (!(await record.run({ ...about, ...(to === SAVINGS ? {} : { tieId: to }) }))) return;
    refresh(PersonPay);
    onDone(t`Anotado lo que la persona elige.`);
  };
  const from = figures(validFrom ?? today());
  return (
    <>
      <Await read={read}>
        {({ tiedReaders }) => (
          <Choice
            label={t`¿Para quién?`}
            options={[
              { value: SAVINGS, label: t`Sus ahorros` },
              ...tiedReaders.map((each) => ({ value: each.tieId, label: reader(each.reader) })),
            ]}
            value={to}
            onChange={setTo}
          />
        )}
      </Await>
      <ActField value={act} onChange={setAct} />
      <Choice
        label={t`¿Cuánto?`}
        options={[
          { value: "share", label: t`Una parte de lo que le queda libre` },
          { value: "amount", label: t`Un monto al mes` },
        ]}
        value={how}
        onChange={(next) => {
          setHow(next);
          setTyped("");
        }}
        inline
      />
      {how === "share" ? (
        <ShareField label={t`Parte`} value={typed} onChange={setTyped} />
      ) : (
        <SolesField label={t`Monto al mes`} value={typed} onChange={setTyped} />
      )}
      <DateField label={t`Vale desde`} value={validFrom} onChange={setValidFrom} />
      <Keep of={record} onYes={() => void keep()}>
        {ready ? (
          <Trans>
            Desde el {from} se aparta {much} para {who}. La persona lo puede retirar cuando quiera.
          </Trans>
        ) : null}
      </Keep>
    </>
  );
}
