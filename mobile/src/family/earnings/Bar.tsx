import { View } from "react-native";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";

type Props = {
  /** What it stands for, of `most`: the longest of all. */
  value: number;
  most: number;
  /** As much of it as is filled; all of it without. */
  filled?: number | null;
};

/** A bar of a chart: filled and hollow, so that it needs no colours. The same is said in words beside it. */
export function Bar({ value, most, filled = null }: Props) {
  const styles = useStyles();
  if (value <= 0 || most <= 0) return <View style={styles.none} aria-hidden />;
  const full = Math.min(filled ?? value, value);
  return (
    <View style={styles.track} aria-hidden>
      <View style={[styles.bar, { flex: value }]}>
        {full > 0 ? <View style={[styles.full, { flex: full }]} /> : null}
        {full < value ? <View style={{ flex: value - full }} /> : null}
      </View>
      {most > value ? <View style={{ flex: most - value }} /> : null}
    </View>
  );
}

/** What filled and hollow mean. */
export function Legend({ full, hollow }: { full: string; hollow?: string | undefined }) {
  const styles = useStyles();
  return (
    <View style={styles.legend}>
      <View style={styles.entry}>
        <View style={[styles.sample, styles.full]} aria-hidden />
        <Words as="small">{full}</Words>
      </View>
      {hollow ? (
        <View style={styles.entry}>
          <View style={styles.sample} aria-hidden />
          <Words as="small">{hollow}</Words>
        </View>
      ) : null}
    </View>
  );
}

const useStyles = themed(({ colours, letters }) => ({
  track: { flexDirection: "row", minHeight: letters(18) },
  bar: {
    flexDirection: "row",
    borderWidth: 2,
    borderColor: colours.accent,
    borderRadius: 4,
    overflow: "hidden",
    minWidth: 6,
  },
  full: { backgroundColor: colours.accent },
  none: { width: 2, minHeight: letters(18), backgroundColor: colours.edge },
  legend: { flexDirection: "row", flexWrap: "wrap", columnGap: 16, rowGap: 6 },
  entry: { flexDirection: "row", alignItems: "center", gap: 8, flexShrink: 1 },
  sample: {
    width: letters(22),
    height: letters(14),
    borderWidth: 2,
    borderRadius: 4,
    borderColor: colours.accent,
  },
}));
