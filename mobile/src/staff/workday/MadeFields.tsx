import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Card } from "@/ui/Card";
import { Choices } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { centimosOf } from "../workmonth/amounts";
import { byTime, type faultOf, type Made, type Price } from "./entries";
import { soles, unitWords, workWords } from "./words";

type Props = {
  made: readonly Made[];
  prices: readonly Price[];
  onChange: (made: readonly Made[]) => void;
  fault: ReturnType<typeof faultOf>;
};

/** What was made: which work, how much of it, and what of that was not accepted. */
export function MadeFields({ made, prices, onChange, fault }: Props) {
  const { t } = useLingui();
  const choose = (ids: string[]) =>
    onChange(
      ids.map(
        (priceId) =>
          made.find((each) => each.priceId === priceId) ?? { priceId, made: 0, rejected: 0, why: "" },
      ),
    );
  if (prices.length === 0) {
    return (
      <Words tone="soft">
        <Trans>Este taller no tiene precios ese día. Se anotan solo las horas.</Trans>
      </Words>
    );
  }
  return (
    <>
      <Choices
        label={t`Qué hizo`}
        options={prices.map((each) => ({ value: each.id, label: workWords(each) }))}
        values={made.map((each) => each.priceId)}
        onChange={choose}
      />
      {made.map((each) => {
        const price = prices.find(({ id }) => id === each.priceId);
        const set = (next: Partial<Made>) =>
          onChange(made.map((one) => (one.priceId === each.priceId ? { ...one, ...next } : one)));
        return price && byTime(price.basis, 0) === undefined ? (
          <Counted key={each.priceId} of={each} price={price} set={set} fault={fault} />
        ) : null;
      })}
    </>
  );
}

type CountedProps = {
  of: Made;
  price: Price;
  set: (next: Partial<Made>) => void;
  fault: Props["fault"];
};

function Counted({ of, price, set, fault }: CountedProps) {
  const { t } = useLingui();
  const work = workWords(price);
  const money = price.basis === "SALE_SHARE";
  const [typed, setTyped] = useState(money ? soles(of.made) : String(of.made));
  const tooMany = of.rejected > of.made;
  return (
    <Card label={work}>
      <Words as="strong">{work}</Words>
      <Field
        label={unitWords(price.basis)}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          set({ made: money ? (centimosOf(text) ?? 0) : Number(text.replace(/\D/g, "").slice(0, 6)) });
        }}
        inputMode={money ? "decimal" : "numeric"}
        autoComplete="off"
        maxLength={10}
      />
      {price.basis === "PIECE" ? (
        <Field
          label={t`De ellas, rechazadas`}
          value={String(of.rejected)}
          onChange={(text) => set({ rejected: Number(text.replace(/\D/g, "").slice(0, 6)) })}
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          error={fault && tooMany ? t`No puede haber más rechazadas que hechas.` : undefined}
        />
      ) : null}
      {of.rejected > 0 ? (
        <Field
          label={t`Por qué se rechazaron`}
          value={of.why}
          onChange={(why) => set({ why })}
          maxLength={200}
          error={fault && !tooMany && !of.why.trim() ? t`Escriba el motivo.` : undefined}
        />
      ) : null}
    </Card>
  );
}
