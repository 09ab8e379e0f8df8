import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { WorkshopOutput, type WorkshopOutputQuery } from "@/data/gen/staff/work";
import { useRead } from "@/data/reads";
import { Bar } from "@/family/earnings/Bar";
import { monthAndYear, today } from "@/l10n/dates";
import { Await } from "@/ui/Await";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { exactSoles, grouped, hoursWords } from "../amounts";
import { monthOf } from "../months";
import { peopleWords } from "../words";

type Measure = "gross" | "minutes" | "pieces" | "people";
type OfMonth = WorkshopOutputQuery["workshopOutput"][number];

/** What a workshop brought out in the last twelve months: bars, and the same in words on each line. */
export function Output({ workshop }: { workshop: string }) {
  const { t } = useLingui();
  const styles = useStyles();
  const [measure, setMeasure] = useState<Measure>("gross");
  const read = useRead(WorkshopOutput, { workshopId: workshop, lastMonth: monthOf(today()) });
  return (
    <Card label={t`Los últimos 12 meses`}>
      <Words as="heading">
        <Trans>Los últimos 12 meses</Trans>
      </Words>
      <Choice
        label={t`Ver`}
        options={[
          { value: "gross", label: t`Lo ganado` },
          { value: "minutes", label: t`Horas` },
          { value: "pieces", label: t`Piezas` },
          { value: "people", label: t`Personas` },
        ]}
        value={measure}
        onChange={setMeasure}
        inline
      />
      <Await read={read}>
        {({ workshopOutput }) => {
          const most = Math.max(...workshopOutput.map((each) => sizeOf(each, measure)));
          return (
            <View role="list" aria-label={t`Mes por mes`} style={styles.chart}>
              {workshopOutput.map((each) => (
                <View key={each.month} role="listitem" style={styles.month}>
                  <View style={styles.words}>
                    <Words as="small">{monthAndYear(each.month)}</Words>
                    <Words as="strong">{saidOf(each, measure)}</Words>
                  </View>
                  <Bar value={sizeOf(each, measure)} most={most} />
                </View>
              ))}
            </View>
          );
        }}
      </Await>
    </Card>
  );
}

/** How long a bar is; only drawn, never reckoned with. */
function sizeOf(of: OfMonth, measure: Measure): number {
  return Number(of[measure]);
}

function saidOf(of: OfMonth, measure: Measure): string {
  if (measure === "gross") return exactSoles(of.gross);
  if (measure === "minutes") return hoursWords(of.minutes);
  return measure === "people" ? peopleWords(of.people) : grouped(of.pieces);
}

const useStyles = themed(() => ({
  chart: { gap: 12 },
  month: { gap: 4 },
  words: { flexDirection: "row", flexWrap: "wrap", justifyContent: "space-between", columnGap: 12 },
}));
