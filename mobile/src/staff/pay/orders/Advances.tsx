import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { figures, monthAndYear } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { State } from "@/ui/Note";
import { Words } from "@/ui/Words";
import type { Pay } from "../PersonPayScreen";
import { Recorded, Section } from "./Recorded";

/** What is paid back in parts and what else is written down: old contributions, materials, income declared, days. */
export function Advances({ pay }: { pay: Pay }) {
  const { t } = useLingui();
  return (
    <>
      <Section title={t`Aportes atrasados`}>
        {pay.arrearsPlans.map((each) => {
          const [owed, paid, left] = [soles(each.owed), soles(each.paid), soles(each.left)];
          const first = monthAndYear(each.firstMonth);
          const parts = plural(each.parts.length, { one: "# cuota", other: "# cuotas" });
          return (
            <Recorded key={each.id} title={t`Debe ${left} de ${owed}`} of={each}>
              <Words>
                <Trans>
                  Pagado {paid}, en {parts} desde {first}
                </Trans>
              </Words>
            </Recorded>
          );
        })}
      </Section>
      <Section title={t`Materiales adelantados`}>
        {pay.advances.map((each) => {
          const [amount, left, part] = [soles(each.amount), soles(each.left), soles(each.part)];
          const given = figures(each.givenOn);
          return (
            <Recorded key={each.id} title={t`${amount}, falta ${left}`} of={each}>
              <Words>
                {each.workshop ?? ""} · {t`entregado el ${given}, ${part} al mes`}
              </Words>
              {each.approvedAt ? null : <State tone="warn">{t`Espera a otra persona`}</State>}
            </Recorded>
          );
        })}
      </Section>
      <Section title={t`Ingresos declarados o verificados`}>
        {pay.assessments.map((each) => (
          <Recorded key={each.id} title={`${monthAndYear(each.month)}: ${soles(each.amount)}`} of={each}>
            <Words as="small">
              {each.declared ? t`Lo declaró la persona` : t`Lo verificó la autoridad`}
              {each.inForce ? "" : ` · ${t`reemplazado por otro`}`}
            </Words>
          </Recorded>
        ))}
      </Section>
      <Section title={t`Cómo se cuentan sus días`}>
        {pay.labourRates.map((each) => {
          const days = each.days ?? 0;
          const from = figures(each.validFrom);
          return (
            <Recorded key={each.id} title={t`Desde el ${from}`} of={each}>
              <Words>
                {days === 0
                  ? t`Sus días no se descuentan`
                  : plural(days, { one: "# día trabajado por uno", other: "# días trabajados por uno" })}
              </Words>
              {each.inForce ? <State tone="good">{t`Vigente`}</State> : null}
            </Recorded>
          );
        })}
      </Section>
    </>
  );
}
