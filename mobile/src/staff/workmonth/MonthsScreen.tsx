import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { WorkMonths, type WorkMonthsQuery } from "@/data/gen/staff/work";
import { useRead } from "@/data/reads";
import { type Day, today } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { useTheme } from "@/ui/theme";
import { useOffice } from "../office/office";
import { CHIEF, REGISTRAR } from "../office/roles";
import { Columns } from "../parts/Columns";
import { Closing } from "./Closing";
import { MonthBar } from "./MonthBar";
import { monthOf } from "./months";
import { modalityWords, monthStateWords, objectedWords, peopleWords, signedWords } from "./words";

export type WorkshopMonth = WorkMonthsQuery["workMonths"][number];

/** How far every workshop is with a month, and the closing of the month. */
export function MonthsScreen({ month }: { month: Day }) {
  const { t } = useLingui();
  const { wide } = useTheme();
  const { id, may } = useOffice();
  const read = useRead(WorkMonths, { establishmentId: id, month });
  const over = month < monthOf(today());
  const list = <Await read={read}>{({ workMonths }) => <Months of={workMonths} month={month} />}</Await>;
  const closing = over && may(...CHIEF) ? <Closing key={month} month={month} /> : null;
  return (
    <Page title={t`Meses de trabajo`} broad up={wide || !may(...REGISTRAR) ? undefined : href("home")}>
      <MonthBar month={month} to={(other) => href("workMonths", { month: other })} />
      {wide ? (
        <Columns list={list} detail={closing} />
      ) : (
        <>
          {list}
          {closing}
        </>
      )}
    </Page>
  );
}

function Months({ of, month }: { of: readonly WorkshopMonth[]; month: Day }) {
  const { t } = useLingui();
  if (of.length === 0) {
    return (
      <Empty>
        <Trans>En este mes ningún taller tiene trabajo registrado.</Trans>
      </Empty>
    );
  }
  return (
    <List label={t`Talleres del mes`}>
      {of.map((each) => (
        <Row
          key={each.id}
          title={each.name}
          note={`${modalityWords(each.modality)} · ${said(each)}`}
          below={<MonthState of={each} />}
          to={href("workMonth", { month, workshop: each.workshopId })}
        />
      ))}
    </List>
  );
}

/** How far a month is, and who it waits for. */
export function MonthState({ of }: { of: WorkshopMonth }) {
  const { t } = useLingui();
  const state = monthStateWords(of.state);
  if (of.state === "CLOSED") {
    return (
      <State tone="good" icon="lock">
        {state}
      </State>
    );
  }
  if (of.state === "REVIEWED") return <State tone="good">{state}</State>;
  const open = of.people - of.signed - of.objected;
  if (of.people === 0) return <State tone="plain">{t`Borrador: falta mostrarlo`}</State>;
  if (open > 0)
    return (
      <State tone="plain">
        {plural(open, { one: "Borrador: falta que conteste #", other: "Borrador: falta que contesten #" })}
      </State>
    );
  return <State tone="warn">{t`Espera la revisión`}</State>;
}

/** Who was shown the month, and what they said. */
function said({ people, signed, objected }: WorkshopMonth): string {
  return [peopleWords(people), signedWords(signed), objectedWords(objected)].filter(Boolean).join(" · ");
}
