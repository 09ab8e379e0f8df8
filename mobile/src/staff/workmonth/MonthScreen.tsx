import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { WorkMonth, type WorkMonthQuery, WorkMonths } from "@/data/gen/staff/work";
import { useRead } from "@/data/reads";
import { type Day, figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Card, List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { Columns } from "../parts/Columns";
import { Facts } from "../parts/Facts";
import { exactSoles, grouped, hoursWords, sumOf } from "./amounts";
import { LineOfMonth } from "./LineOfMonth";
import { MonthActs } from "./MonthActs";
import { MonthState } from "./MonthsScreen";
import { monthTitle } from "./months";
import { peopleWords } from "./words";

export type Month = WorkMonthQuery["workMonth"];
export type Line = Month["lines"][number];

/** The month of a workshop: what it comes to, what each person said of it, and what is done with it next. */
export function MonthScreen({ month, workshop }: { month: Day; workshop: string }) {
  const { t } = useLingui();
  const { wide } = useTheme();
  const { id } = useOffice();
  const read = useRead(WorkMonth, { workshopId: workshop, month });
  const months = useRead(WorkMonths, { establishmentId: id, month });
  const about = months.data?.workMonths.find((each) => each.workshopId === workshop);
  const [said, setSaid] = useState<string>();
  const when = monthTitle(month);
  const place = about?.name ?? t`Taller`;
  return (
    <Page title={`${place} · ${when}`} broad up={href("workMonths", { month })}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <Await read={read}>
        {({ workMonth }) => {
          const acts = (
            <>
              <Card label={t`El mes`}>
                {about ? <MonthState of={about} /> : null}
                <Sums of={workMonth.lines} />
                <Contradicted of={workMonth} />
                <MonthActs month={workMonth} workshop={workshop} at={month} onDone={setSaid} />
              </Card>
            </>
          );
          const lines = <Lines of={workMonth} at={month} />;
          return wide ? (
            <Columns list={acts} detail={lines} />
          ) : (
            <>
              {acts}
              {lines}
            </>
          );
        }}
      </Await>
    </Page>
  );
}

/** What the whole month comes to. */
function Sums({ of }: { of: readonly Line[] }) {
  const { t } = useLingui();
  const sum = (pick: (line: Line) => number) => of.reduce((total, line) => total + pick(line), 0);
  return (
    <Facts
      of={[
        [t`Personas`, String(of.length)],
        [t`Horas trabajadas`, hoursWords(sum((line) => line.minutes))],
        [t`Horas que cuentan`, hoursWords(sum((line) => line.countableMinutes))],
        [t`Piezas aceptadas`, grouped(sum((line) => line.pieces))],
        [t`Lo que se ganó, sin redondear`, exactSoles(sumOf(of.map((line) => line.gross)))],
      ]}
    />
  );
}

/** Days on which, as is known now, somebody was not there. */
function Contradicted({ of: { contradicted, lines } }: { of: Month }) {
  const { t } = useLingui();
  if (contradicted.length === 0) return null;
  const days = contradicted.map(({ inmateId, workedOn }) => {
    const worker = lines.find((line) => line.worker.inmateId === inmateId)?.worker;
    return `${worker?.surnames ?? t`Una persona`}, ${figures(workedOn)}`;
  });
  const all = days.join("; ");
  return (
    <Note tone="bad" title={t`Registros que no pueden ser`}>
      <Trans>Según su ficha, la persona no estaba aquí ese día: {all}. Corríjalo antes de revisar.</Trans>
    </Note>
  );
}

function Lines({ of, at }: { of: Month; at: Day }) {
  const { t } = useLingui();
  if (of.lines.length === 0) {
    return (
      <Empty>
        <Trans>En este mes el taller no tiene trabajo registrado.</Trans>
      </Empty>
    );
  }
  const people = peopleWords(of.lines.length);
  return (
    <>
      <Words as="heading">
        <Trans>Persona por persona</Trans>
      </Words>
      <List label={t`Persona por persona: ${people}`}>
        {of.lines.map((line) => (
          <LineOfMonth key={line.worker.inmateId} line={line} month={of} at={at} />
        ))}
      </List>
    </>
  );
}
