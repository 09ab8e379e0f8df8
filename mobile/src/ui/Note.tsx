import type { ReactNode } from "react";
import { View } from "react-native";
import { Icon } from "./Icon";
import type { Shape } from "./shapes";
import { type Tone, themed, toned, useTheme } from "./theme";
import { Words } from "./Words";

const SHAPES: Record<Tone, Shape> = { good: "check", warn: "alert", bad: "cross", plain: "clock" };

type Props = {
  tone?: Tone;
  icon?: Shape;
  title?: string;
  /** Words, and nothing but words. */
  children: ReactNode;
  /** What to do about it. */
  action?: ReactNode;
  /** Read aloud at once. */
  urgent?: boolean;
};

/** A sentence that stands out: by its drawing, its words and its ground, never by colour alone. */
export function Note({ tone = "plain", icon, title, children, action, urgent = false }: Props) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const { ink, ground } = toned(colours, tone);
  return (
    <View
      style={[styles.note, { backgroundColor: ground, borderColor: tone === "plain" ? colours.line : ink }]}
      role={urgent ? "alert" : "status"}
    >
      <View style={styles.mark}>
        <Icon shape={icon ?? SHAPES[tone]} size={letters(20)} colour={ink} />
      </View>
      <View style={styles.words}>
        {title ? <Words as="strong">{title}</Words> : null}
        <Words>{children}</Words>
        {action}
      </View>
    </View>
  );
}

/** A state in one or two words, with a drawing. */
export function State({ tone, icon, children }: { tone: Tone; icon?: Shape; children: string }) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const { ink, ground } = toned(colours, tone);
  return (
    <View style={[styles.state, { backgroundColor: ground, borderColor: ink }]}>
      <Icon shape={icon ?? SHAPES[tone]} size={letters(14)} colour={ink} />
      <Words as="small" tone={tone === "plain" ? "soft" : tone}>
        {children}
      </Words>
    </View>
  );
}

const useStyles = themed(() => ({
  note: {
    flexDirection: "row",
    gap: 12,
    padding: 14,
    borderRadius: 14,
    borderWidth: 1,
    alignItems: "flex-start",
  },
  mark: { paddingTop: 3 },
  words: { flex: 1, gap: 8 },
  state: {
    flexDirection: "row",
    alignItems: "center",
    gap: 6,
    paddingHorizontal: 10,
    paddingVertical: 4,
    borderRadius: 999,
    borderWidth: 1,
    alignSelf: "flex-start",
  },
}));
