import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Budget, type BudgetQuery } from "@/data/gen/staff/culture";
import { useRead } from "@/data/reads";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { useOffice } from "../../office/office";
import { Columns } from "../../parts/Columns";
import { Behind } from "../Behind";
import { thisYear, YearBar } from "../YearBar";
import { MoneyChart } from "../year/charts";
import { AddBudgetLine } from "./AddBudgetLine";
import { OneLine } from "./OneLine";

export type Line = BudgetQuery["budget"]["lines"][number];

/** How far from this one a year may be that is planned: the service takes no other. */
const YEARS_AROUND = 10;

/** What is planned and spent in a year, and who pays. */
export function BudgetScreen({ year }: { year: number }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Budget, { establishmentId: id, year });
  const [said, setSaid] = useState<string>();
  return (
    <Page title={t`Presupuesto`} broad up={href("programmes")}>
      <YearBar year={year} to={(other) => href("budget", { year: other })} />
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      {Math.abs(year - Number(thisYear())) <= YEARS_AROUND ? (
        <Behind label={t`Agregar una línea`} icon="plus" look="main">
          {(leave) => <AddBudgetLine year={year} onDone={setSaid} onLeave={leave} />}
        </Behind>
      ) : null}
      <Await read={read}>{({ budget }) => <Whole of={budget} onDone={setSaid} />}</Await>
    </Page>
  );
}

function Whole({ of, onDone }: { of: BudgetQuery["budget"]; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const { year } = of;
  if (of.lines.length === 0) {
    return (
      <Empty>
        <Trans>
          En {year} no hay presupuesto anotado. Agregue la primera línea: qué se necesita y quién paga.
        </Trans>
      </Empty>
    );
  }
  const over = soles(of.spent - of.planned);
  return (
    <>
      {of.spent > of.planned ? (
        <Note tone="warn">
          <Trans>Se gastó {over} más de lo planeado.</Trans>
        </Note>
      ) : null}
      <Columns
        list={<MoneyChart of={of.sources} planned={of.planned} spent={of.spent} />}
        detail={
          <List label={t`Líneas del presupuesto`}>
            {of.lines.map((each) => (
              <OneLine key={each.id} of={{ ...each, year }} onDone={onDone} />
            ))}
          </List>
        }
      />
    </>
  );
}
