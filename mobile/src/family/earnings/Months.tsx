import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "@/ui/Button";
import { Card, List } from "@/ui/Card";
import { Words } from "@/ui/Words";
import { Amount, PutAside } from "./Amount";
import { Legend } from "./Bar";
import { EmptyMonth, MonthRow } from "./MonthRow";
import { lastTwelve, longest, type Measure, type Month, measureOf, totalOf } from "./months";

type Props = { inmate: string; name: string; months: readonly Month[] };

/** The last twelve months: their sums, and a bar for each, which leads to its account. */
export function Months({ inmate, name, months }: Props) {
  const { t } = useLingui();
  const [all, setAll] = useState(false);
  const { charted, older } = lastTwelve(months);
  const shown = charted.flatMap((each) => each.accounts);
  const measure = measureOf(shown);
  const scale = measure && { measure, most: longest(all ? months : shown, measure) };
  return (
    <>
      <Totals name={name} months={shown} count={charted.length} />
      <Words as="heading">
        <Trans>Mes por mes</Trans>
      </Words>
      {measure ? <Meaning measure={measure} name={name} months={shown} /> : null}
      <List label={t`Mes por mes`}>
        {charted.flatMap(({ month, accounts }) =>
          accounts.length > 0
            ? accounts.map((each) => (
                <MonthRow key={each.id} inmate={inmate} name={name} month={each} scale={scale} />
              ))
            : [<EmptyMonth key={month} month={month} />],
        )}
        {all
          ? older.map((each) => (
              <MonthRow key={each.id} inmate={inmate} name={name} month={each} scale={scale} />
            ))
          : null}
      </List>
      {older.length > 0 && !all ? (
        <Button look="quiet" onPress={() => setAll(true)}>
          <Trans>Ver meses anteriores</Trans>
        </Button>
      ) : null}
    </>
  );
}

function Totals({ name, months, count }: { name: string; months: readonly Month[]; count: number }) {
  const { t } = useLingui();
  const gross = totalOf(months, "gross");
  const personal = totalOf(months, "personal");
  const toFamily = totalOf(months, "toFamily");
  if (gross === null && personal === null && toFamily === null) return null;
  const title = plural(count, { one: "En el último mes", other: "En los últimos # meses" });
  return (
    <Card label={title}>
      <Words as="heading">{title}</Words>
      {gross === null ? null : <Amount label={t`Ganó`} amount={gross} />}
      {personal === null ? null : <Amount label={t`Quedó para ${name}`} amount={personal} />}
      {toFamily === null ? null : <PutAside amount={toFamily} />}
    </Card>
  );
}

type Meant = { measure: Measure; name: string; months: readonly Month[] };

function Meaning({ measure, name, months }: Meant) {
  const { t } = useLingui();
  if (measure === "workedMinutes") return <Legend full={t`Horas de trabajo contadas`} />;
  if (measure === "personal") return <Legend full={t`Quedó para ${name}`} />;
  const parted = months.some((each) => each.personal !== null);
  if (!parted) return <Legend full={t`Ganó`} />;
  return <Legend full={t`Quedó para ${name}`} hollow={t`Se descontó, se envió o se ahorró`} />;
}
