import { useId } from "react";
import { View } from "react-native";
import { Bar, Legend } from "@/family/earnings/Bar";
import { Card } from "@/ui/Card";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";

/** One line of a chart: what it is about, its bar, and the figures in words. */
export type Line = {
  label: string;
  bar: { value: number; filled?: number };
  /** Each figure with what it counts, such as “público: 340”. */
  says: readonly string[];
};

type Props = {
  title: string;
  /** What the chart shows, in a sentence or two: all that is needed of it for whoever does not see it. */
  says: string;
  lines: readonly Line[];
  /** What filled and hollow mean, where a bar has both. */
  legend?: { full: string; hollow: string };
  /** What to do where there is nothing to draw. */
  empty: string;
};

/** Bars with their figures beside them. It is a table too, which readers of the screen go through line by line. */
export function Chart({ title, says, lines, legend, empty }: Props) {
  const styles = useStyles();
  const id = useId();
  const most = Math.max(0, ...lines.map((each) => each.bar.value));
  const any = lines.some((each) => each.bar.value > 0 || each.says.length > 0);
  return (
    <Card label={title}>
      <Words as="heading">{title}</Words>
      <View nativeID={id}>
        <Words>{any ? says : empty}</Words>
      </View>
      {any && legend ? <Legend full={legend.full} hollow={legend.hollow} /> : null}
      {any ? (
        <View role="table" aria-label={title} {...{ "aria-describedby": id }} style={styles.table}>
          {lines.map((each) => (
            <View key={each.label} role="row" style={styles.row}>
              <View style={styles.words}>
                <View role="rowheader" style={styles.label}>
                  <Words as="small">{each.label}</Words>
                </View>
                <View style={styles.cells}>
                  {each.says.map((words) => (
                    <View key={words} role="cell">
                      <Words as="small">{words}</Words>
                    </View>
                  ))}
                </View>
              </View>
              <Bar value={each.bar.value} most={most} filled={each.bar.filled ?? null} />
            </View>
          ))}
        </View>
      ) : null}
    </Card>
  );
}

const useStyles = themed(() => ({
  table: { gap: 10 },
  row: { gap: 4 },
  words: { flexDirection: "row", flexWrap: "wrap", columnGap: 14 },
  // They stay together where there is no room for them beside the label.
  cells: { flexDirection: "row", flexWrap: "wrap", flexShrink: 1, columnGap: 14 },
  label: { flexGrow: 1, flexBasis: 110 },
}));
