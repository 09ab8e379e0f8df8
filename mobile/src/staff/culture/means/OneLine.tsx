import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  AddSpending as AddSpendingDocument,
  Budget,
  CultureYear,
  EndBudgetLine,
} from "@/data/gen/staff/culture";
import { useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { List } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { SolesField } from "../../pay/orders/fields";
import { centimosOf } from "../../workmonth/amounts";
import { Behind, FormEnd } from "../Behind";
import { dayFault } from "../faults";
import { sourceWords } from "../words";
import type { Line } from "./BudgetScreen";

type Props = { of: Line & { year: number }; onDone: (words: string) => void };

/** One line of the budget: what was spent of it, with its papers, and what is spent next. */
export function OneLine({ of, onDone }: Props) {
  const { t } = useLingui();
  const [planned, spent] = [soles(of.planned), soles(of.spent)];
  const about = [of.programme, sourceWords(of.source), of.partner].filter(Boolean).join(" · ");
  return (
    <Reveal label={of.item} note={[t`Gastado ${spent} de ${planned}`, about].join(" · ")}>
      {of.ended ? <Words>{t`Cerrada: no se gasta más de ella`}</Words> : null}
      {of.spent > of.planned ? <Words tone="warn">{t`Se gastó más de lo planeado`}</Words> : null}
      {of.spendings.length === 0 ? (
        <Words as="small">
          <Trans>Todavía no se gastó nada de esta línea.</Trans>
        </Words>
      ) : (
        <List label={t`Gastos`}>
          {of.spendings.map((each) => (
            <Row
              key={each.id}
              title={soles(each.amount)}
              note={[figures(each.spentOn), each.document, each.amount < 0 ? t`corrección` : ""]
                .filter(Boolean)
                .join(" · ")}
            />
          ))}
        </List>
      )}
      <Behind
        label={of.ended ? t`Anotar una corrección` : t`Anotar un gasto o una corrección`}
        about={of.item}
        icon="plus"
      >
        {(leave) => <AddSpending of={of} onDone={onDone} onLeave={leave} />}
      </Behind>
      {of.ended ? null : <EndLine of={of} onDone={onDone} />}
    </Reveal>
  );
}

type Way = "SPENT" | "BACK";

/** What was spent, or taken back: nothing that was written down is ever changed. */
function AddSpending({ of, onDone, onLeave }: Props & { onLeave: () => void }) {
  const { t } = useLingui();
  const [way, setWay] = useState<Way>(of.ended ? "BACK" : "SPENT");
  const [amount, setAmount] = useState("");
  const [spentOn, setSpentOn] = useState<Day | undefined>(today());
  const [document, setDocument] = useState("");
  const [looked, setLooked] = useState(false);
  const act = useAct(AddSpendingDocument);
  const refresh = useRefresh();
  const paper = document.trim();
  const much = centimosOf(amount);
  const beyond = way === "BACK" && (much ?? 0) > of.spent;
  const [all, opens] = [soles(of.spent), `${of.year}-01-01`];
  const since = figures(opens);
  const fault = dayFault(spentOn, opens, t`Esta línea vale desde el ${since}.`);
  const save = async () => {
    setLooked(true);
    if (!much || beyond || !spentOn || fault || !paper) return;
    const signed = way === "BACK" ? -much : much;
    if (!(await act.run({ lineId: of.id, amount: signed, spentOn, document: paper }))) return;
    refresh(Budget, CultureYear);
    onLeave();
    const written = soles(signed);
    onDone(t`Anotado: ${written}.`);
  };
  return (
    <>
      <Choice
        label={t`Qué se anota`}
        options={[
          ...(of.ended ? [] : [{ value: "SPENT" as const, label: t`Un gasto` }]),
          { value: "BACK" as const, label: t`Una corrección`, note: t`Resta lo que se anotó de más.` },
        ]}
        value={way}
        onChange={setWay}
      />
      <SolesField label={t`Cuánto`} value={amount} onChange={setAmount} missing={looked && !much} />
      {beyond ? (
        <Words tone="bad" live="polite">
          <Trans>De esta línea se gastó {all}: no se puede restar más que eso.</Trans>
        </Words>
      ) : null}
      <DateField
        label={t`Qué día`}
        value={spentOn}
        onChange={setSpentOn}
        error={looked ? fault : undefined}
      />
      <Field
        label={t`Número del comprobante`}
        hint={t`De la factura, la boleta o la orden`}
        value={document}
        onChange={setDocument}
        autoComplete="off"
        maxLength={60}
        error={looked && !paper ? t`Escriba el número.` : undefined}
      />
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </>
  );
}

function EndLine({ of, onDone }: Props) {
  const { t } = useLingui();
  const act = useAct(EndBudgetLine);
  const refresh = useRefresh();
  const { item } = of;
  return (
    <>
      <Outcome of={act} />
      <Confirm
        label={t`Cerrar la línea`}
        yes={t`Sí, cerrar`}
        busy={act.busy}
        onYes={() =>
          void act.run({ lineId: of.id }).then((done) => {
            refresh(Budget, CultureYear);
            if (done) onDone(t`Cerrada: ${item}.`);
          })
        }
      >
        <Trans>De “{item}” no se gasta más. Lo gastado queda en las sumas.</Trans>
      </Confirm>
    </>
  );
}
