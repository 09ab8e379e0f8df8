import type { ReactNode } from "react";
import { Pressable, View } from "react-native";
import { link } from "@/nav/link";
import { Icon } from "./Icon";
import type { Shape } from "./shapes";
import { TOUCH, themed, useTheme } from "./theme";
import { Words } from "./Words";

type Props = {
  title: string;
  /** A line under the title. */
  note?: string | undefined;
  icon?: Shape;
  /** What stands at its end, such as a state. */
  aside?: ReactNode;
  /** What stands beneath its words, where its end would be too narrow for it. */
  below?: ReactNode;
} & ({ to: string; onPress?: never } | { onPress: () => void; to?: never } | { to?: never; onPress?: never });

/** A line of a list: what it is, and where it leads. */
export function Row({ title, note, icon, aside, below, to, onPress }: Props) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const inside = (
    <>
      {icon ? <Icon shape={icon} size={letters(22)} colour={colours.accent} /> : null}
      <View style={styles.middle}>
        <View style={styles.words}>
          <Words as="strong">{title}</Words>
          {note ? <Words as="small">{note}</Words> : null}
          {below ? <View style={styles.below}>{below}</View> : null}
        </View>
        {aside}
      </View>
      {to || onPress ? <Icon shape="onwards" size={letters(18)} colour={colours.soft} /> : null}
    </>
  );
  if (!to && !onPress) return <View style={styles.row}>{inside}</View>;
  return (
    <Pressable
      style={({ pressed }) => [styles.row, pressed && styles.pressed]}
      {...(to ? link(to) : { role: "button" as const, onPress })}
    >
      {inside}
    </Pressable>
  );
}

const useStyles = themed(({ colours }) => ({
  row: {
    minHeight: TOUCH + 8,
    paddingVertical: 12,
    paddingHorizontal: 16,
    flexDirection: "row",
    alignItems: "center",
    gap: 12,
  },
  middle: {
    flex: 1,
    flexDirection: "row",
    flexWrap: "wrap",
    alignItems: "center",
    columnGap: 12,
    rowGap: 8,
  },
  pressed: { backgroundColor: colours.accentSoft },
  below: { paddingTop: 6 },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: 140, gap: 2 },
}));
