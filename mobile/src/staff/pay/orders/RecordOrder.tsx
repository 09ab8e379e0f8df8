import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { type PayOrderBase, type PayOrderKind, PersonPay, RecordOrder } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { centimosOf, percent, shareOf } from "../../workmonth/amounts";
import { baseWords, orderKindWords } from "../words";
import { ActField, Keep, ShareField, SolesField } from "./fields";
import type { FormProps } from "./RecordActs";

const KINDS: readonly PayOrderKind[] = ["SUPPORT", "ATTACHMENT"];
const BASES: readonly PayOrderBase[] = ["GROSS", "AFTER_LEGAL", "PERSONAL_SHARE"];

/** A judge's order: a share or an amount a month, of a debt also the whole. */
export function RecordOrderForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const [kind, setKind] = useState<PayOrderKind>("SUPPORT");
  const [act, setAct] = useState("");
  const [share, setShare] = useState("");
  const [month, setMonth] = useState("");
  const [whole, setWhole] = useState("");
  const [base, setBase] = useState<PayOrderBase>("GROSS");
  const [priority, setPriority] = useState("1");
  const [validFrom, setValidFrom] = useState<Day | undefined>(today());
  const [validTo, setValidTo] = useState<Day>();
  const record = useAct(RecordOrder);
  const refresh = useRefresh();
  const [rate, amount, balance] = [shareOf(share), centimosOf(month), centimosOf(whole)];
  const fine = [
    [share, rate],
    [month, amount],
    [whole, balance],
  ].every(([typed, read]) => typed === "" || read !== undefined);
  const needed = kind === "SUPPORT" ? (rate ?? amount) : (amount ?? balance);
  const order = /^[1-9]\d?$/.test(priority.trim()) ? Number(priority) : undefined;
  const ready = act.trim() && needed && order && fine && validFrom && (!validTo || validTo > validFrom);
  const keep = async () => {
    if (!order || !validFrom) return;
    const much = {
      ...(rate ? { rate } : {}),
      ...(amount ? { amount } : {}),
      ...(balance ? { balance } : {}),
    };
    const terms = { validFrom, base, priority: order, ...much, ...(validTo ? { validTo } : {}) };
    if (!(await record.run({ inmateId: pay.inmateId, kind, act: act.trim(), terms }))) return;
    refresh(PersonPay);
    onDone(t`Orden anotada.`);
  };
  const [each, all] = [amount ? soles(amount) : "", balance ? soles(balance) : ""];
  const much = [
    rate ? `${percent(rate)} ${baseWords(base)}` : "",
    each && t`${each} al mes`,
    all && t`hasta ${all} en total`,
  ]
    .filter(Boolean)
    .join(", ");
  const from = figures(validFrom ?? today());
  return (
    <>
      <Choice
        label={t`¿Cuál?`}
        options={KINDS.map((one) => ({ value: one, label: orderKindWords(one) }))}
        value={kind}
        onChange={setKind}
        inline
      />
      <ActField value={act} onChange={setAct} />
      <ShareField label={t`Parte de cada mes (si la fija)`} value={share} onChange={setShare} />
      {rate ? (
        <Choice
          label={t`¿De qué?`}
          options={BASES.map((one) => ({ value: one, label: baseWords(one) }))}
          value={base}
          onChange={setBase}
        />
      ) : null}
      <SolesField label={t`Monto de cada mes (si lo fija)`} value={month} onChange={setMonth} />
      {kind === "ATTACHMENT" ? (
        <SolesField label={t`Deuda en total (si la fija)`} value={whole} onChange={setWhole} />
      ) : null}
      <Field
        label={t`Orden entre varias: 1 va primero`}
        value={priority}
        onChange={setPriority}
        inputMode="numeric"
        maxLength={2}
      />
      <DateField label={t`Vale desde`} value={validFrom} onChange={setValidFrom} />
      <DateField label={t`Primer día en que ya no vale (si lo dice)`} value={validTo} onChange={setValidTo} />
      <Keep of={record} onYes={() => void keep()}>
        {ready ? (
          <Trans>
            Desde el {from} se descuenta: {much}.
          </Trans>
        ) : null}
      </Keep>
    </>
  );
}
