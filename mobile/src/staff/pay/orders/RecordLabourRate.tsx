import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { LegalLabourRates, PersonPay, RecordLabourRate } from "@/data/gen/staff/statements";
import { useRead, useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { Await, Empty } from "@/ui/Await";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { rateWords } from "../words";
import { ActField, Keep } from "./fields";
import type { FormProps } from "./RecordActs";

/** From a day on, what an article of the Code sets: its days are kept, the article never. */
export function RecordLabourRateForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const [act, setAct] = useState("");
  const [article, setArticle] = useState<string>();
  const [validFrom, setValidFrom] = useState<Day | undefined>(today());
  const record = useAct(RecordLabourRate);
  const refresh = useRefresh();
  const from = validFrom ?? today();
  const read = useRead(LegalLabourRates, { onDay: from });
  const chosen = read.data?.legalLabourRates.find((each) => each.article === article);
  const keep = async () => {
    if (!validFrom || !chosen) return;
    const about = { inmateId: pay.inmateId, act: act.trim(), validFrom };
    if (!(await record.run({ ...about, article: chosen.article }))) return;
    refresh(PersonPay);
    onDone(t`Cuenta de días anotada.`);
  };
  const [first, days] = [figures(from), chosen?.days ?? null];
  return (
    <>
      <ActField value={act} onChange={setAct} />
      <DateField label={t`Vale desde`} value={validFrom} onChange={setValidFrom} />
      <Await read={read}>
        {({ legalLabourRates }) =>
          legalLabourRates.length === 0 ? (
            <Empty>
              <Trans>Ese día no regía ninguno. Revise la fecha.</Trans>
            </Empty>
          ) : (
            <Choice
              label={t`Artículo que le toca según el acto`}
              options={legalLabourRates.map((each) => ({
                value: each.article,
                label: rateWords(each.article, each.days),
                note: each.reference,
              }))}
              value={article}
              onChange={setArticle}
              inline
            />
          )
        }
      </Await>
      <Keep of={record} onYes={() => void keep()}>
        {act.trim() && validFrom && chosen ? (
          days === null ? (
            <Trans>
              Desde el {first} sus días no se descuentan. Lo contado antes queda como estaba. El artículo no
              se guarda.
            </Trans>
          ) : (
            <Trans>
              Desde el {first}, {days} por 1. Lo contado antes queda como estaba. El artículo no se guarda.
            </Trans>
          )
        ) : null}
      </Keep>
    </>
  );
}
