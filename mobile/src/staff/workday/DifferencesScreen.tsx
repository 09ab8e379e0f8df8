import { Trans, useLingui } from "@lingui/react/macro";
import { SheetDifferences, type SheetDifferencesQuery } from "@/data/gen/staff/work";
import { useRead } from "@/data/reads";
import { type Day, daysLater, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { hoursWords } from "../workmonth/amounts";
import type { Price } from "./entries";
import { useSheet } from "./useSheet";
import { workWords } from "./words";

type Difference = SheetDifferencesQuery["sheetDifferences"][number];
type Counts = Difference["paperPieces"];

/** Days that are compared: the last month. */
const SPAN = 30;

/** Where the paper and what was recorded say different things. */
export function DifferencesScreen({ workshopId, day }: { workshopId: string; day: Day }) {
  const { t } = useLingui();
  const { sheet } = useSheet(workshopId, day);
  const variables = { workshopId, firstOn: daysLater(day, -SPAN), lastOn: day };
  const read = useRead(SheetDifferences, variables);
  const [from, until] = [longDay(variables.firstOn), longDay(day)];
  return (
    <Page title={t`Dónde no coinciden`} up={href("workdaySheet", { workshop: workshopId, day })}>
      <Words>
        <Trans>
          Del {from} al {until}. Solo se comparan los días de los que alguien pasó la hoja de papel.
        </Trans>
      </Words>
      <Await read={read}>
        {({ sheetDifferences }) =>
          sheetDifferences.length === 0 ? (
            <Empty>
              <Trans>El papel y lo anotado dicen lo mismo.</Trans>
            </Empty>
          ) : (
            <List label={t`Dónde no coinciden`}>
              {sheetDifferences.map((each) => (
                <Line
                  key={`${each.onDay} ${each.worker.inmateId}`}
                  of={each}
                  workshopId={workshopId}
                  prices={sheet?.prices ?? []}
                />
              ))}
            </List>
          )
        }
      </Await>
    </Page>
  );
}

type LineProps = { of: Difference; workshopId: string; prices: readonly Price[] };

function Line({ of, workshopId, prices }: LineProps) {
  const { t } = useLingui();
  const { worker, onDay } = of;
  const name =
    worker.surnames === null ? t`Ya no está aquí` : `${worker.surnames}, ${worker.givenNames ?? ""}`;
  const paper = sideWords(of.paperMinutes, of.paperPieces, prices) ?? t`no está`;
  const recorded = sideWords(of.recordedMinutes, of.recordedPieces, prices) ?? t`no está`;
  return (
    <Row
      icon="alert"
      title={name}
      note={longDay(onDay)}
      below={
        <>
          <Words>
            <Trans>En el papel: {paper}</Trans>
          </Words>
          <Words>
            <Trans>Anotado: {recorded}</Trans>
          </Words>
        </>
      }
      to={href("workdaySheet", { workshop: workshopId, day: onDay })}
    />
  );
}

/** Hours and pieces of one side; nothing where it does not have the person at all. */
function sideWords(minutes: number | null, pieces: Counts, prices: readonly Price[]): string | undefined {
  if (minutes === null) return undefined;
  const byId = new Map(prices.map((each) => [each.id, each]));
  const made = pieces.map(({ priceId, made: done, rejected }) => {
    const price = byId.get(priceId);
    const count = rejected > 0 ? `${done} − ${rejected}` : `${done}`;
    return price ? `${workWords(price)} ${count}` : count;
  });
  return [hoursWords(minutes), ...made].join(" · ");
}
