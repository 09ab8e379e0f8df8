import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AddPrice as AddPriceDocument, type PriceBasis, WorkshopPrices } from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { exactSoles, percent, shareOf } from "../amounts";
import { basisWords } from "../words";

const BASES: readonly PriceBasis[] = [
  "PIECE",
  "HOUR",
  "DAY",
  "SALE_SHARE",
  "SUBSIDY",
  "BONUS",
  "PENALTY",
  "ZERO",
];

type Props = { workshop: string; onDone: (words: string) => void; onLeave: () => void };

/** A price from a day on. Work that is recorded already keeps the price it was recorded with. */
export function AddPrice({ workshop, onDone, onLeave }: Props) {
  const { t } = useLingui();
  const [product, setProduct] = useState("");
  const [operation, setOperation] = useState("");
  const [grade, setGrade] = useState("");
  const [basis, setBasis] = useState<PriceBasis>("PIECE");
  const [typed, setTyped] = useState("");
  const [validFrom, setValidFrom] = useState<Day | undefined>(today());
  const act = useAct(AddPriceDocument);
  const refresh = useRefresh();
  const rate = rateOf(basis, typed);
  const wrong = typed.trim() !== "" && rate === undefined;
  const ready = product.trim() && operation.trim() && rate !== undefined && validFrom;
  const add = async () => {
    if (!validFrom || rate === undefined) return;
    const about = { product: product.trim(), operation: operation.trim(), basis, rate, validFrom };
    const more = grade.trim() ? { grade: grade.trim() } : {};
    const done = await act.run({ workshopId: workshop, ...about, ...more });
    if (!done) return;
    refresh(WorkshopPrices);
    onDone(done.supersedes ? t`Precio agregado en lugar del anterior.` : t`Precio agregado.`);
  };
  const text = { autoComplete: "off" as const, autoCapitalize: "sentences" as const, maxLength: 120 };
  const what = [product.trim(), operation.trim(), grade.trim()].filter(Boolean).join(" · ");
  const much = rate === undefined ? "" : basis === "SALE_SHARE" ? percent(rate) : exactSoles(rate);
  const per = basisWords(basis).toLowerCase();
  const from = validFrom ? figures(validFrom) : "";
  return (
    <Card label={t`Agregar un precio`}>
      <Words as="heading">
        <Trans>Agregar un precio</Trans>
      </Words>
      <Field label={t`Producto`} value={product} onChange={setProduct} {...text} />
      <Field label={t`Operación`} value={operation} onChange={setOperation} {...text} />
      <Field label={t`Categoría (si la hay)`} value={grade} onChange={setGrade} {...text} maxLength={24} />
      <Choice
        label={t`Se paga`}
        options={BASES.map((each) => ({ value: each, label: basisWords(each) }))}
        value={basis}
        onChange={setBasis}
        inline
      />
      {basis === "ZERO" ? null : (
        <Field
          label={basis === "SALE_SHARE" ? t`Parte de la venta, de cada 100` : t`Soles`}
          hint={basis === "SALE_SHARE" ? t`Como 60` : t`Como 1.35; hasta cuatro decimales`}
          value={typed}
          onChange={setTyped}
          inputMode="decimal"
          autoComplete="off"
          maxLength={13}
          error={wrong ? t`Escriba solo números, como 1.35.` : undefined}
        />
      )}
      <DateField label={t`Vale desde`} value={validFrom} onChange={setValidFrom} />
      <Outcome of={act} />
      {ready ? (
        <Confirm
          label={t`Guardar el precio`}
          yes={t`Sí, guardar`}
          danger={false}
          busy={act.busy}
          onYes={() => void add()}
        >
          <Trans>
            {what}: {much} {per}, desde el {from}. Un precio no se borra: se agrega otro en su lugar. Lo ya
            registrado conserva el suyo.
          </Trans>
        </Confirm>
      ) : null}
      <Button look="quiet" onPress={onLeave}>
        <Trans>Dejarlo</Trans>
      </Button>
    </Card>
  );
}

/** The rate as the service reads it: soles of at most four places, or a share; nothing when it is no such figure. */
export function rateOf(basis: PriceBasis, typed: string): string | undefined {
  if (basis === "ZERO") return "0";
  if (basis === "SALE_SHARE") return shareOf(typed);
  const plain = typed.trim().replace(",", ".");
  return /^\d{1,8}(\.\d{1,4})?$/.test(plain) ? plain : undefined;
}
