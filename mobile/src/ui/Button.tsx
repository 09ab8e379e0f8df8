import type { ReactNode } from "react";
import { ActivityIndicator, Pressable, View } from "react-native";
import { link } from "@/nav/link";
import { Icon } from "./Icon";
import type { Shape } from "./shapes";
import { TOUCH, themed, useTheme } from "./theme";
import { Words } from "./Words";

type Look = "main" | "quiet" | "danger";

type Props = {
  children: ReactNode;
  look?: Look;
  icon?: Shape;
  /** At work: it says so, and does nothing when it is tapped again. */
  busy?: boolean;
  disabled?: boolean;
  /** For readers of the screen, where the words alone do not say what it is about. */
  label?: string;
} & (
  | { onPress: () => void; to?: never; leaving?: never }
  /** `leaving`: the screen to come back to, in the place of this one. */
  | { to: string; leaving?: string; onPress?: never }
);

/** Something to tap: an act, or with `to` the way to another screen (a real link in a browser). */
export function Button({
  children,
  look = "main",
  icon,
  busy = false,
  disabled = false,
  label,
  to,
  leaving,
  onPress,
}: Props) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const ink = look === "main" ? "onAccent" : look === "danger" ? "bad" : "accent";
  const idle = disabled || busy;
  return (
    <Pressable
      {...(label ? { "aria-label": label } : {})}
      aria-busy={busy}
      // Not `aria-disabled`, which react-native-web forgets; still to be reached by keyboard, so that nobody loses the place.
      disabled={idle}
      tabIndex={0}
      style={({ pressed }) => [styles.button, styles[look], (pressed || idle) && styles.faint]}
      {...(to ? link(to, leaving) : { role: "button", onPress: () => (idle ? undefined : onPress?.()) })}
    >
      {busy ? (
        <ActivityIndicator color={colours[ink]} aria-hidden />
      ) : icon ? (
        <Icon shape={icon} size={letters(20)} colour={colours[ink]} />
      ) : null}
      <View style={styles.words}>
        <Words as="strong" tone={ink} centred>
          {children}
        </Words>
      </View>
    </Pressable>
  );
}

const useStyles = themed(({ colours }) => ({
  button: {
    minHeight: TOUCH,
    paddingHorizontal: 18,
    paddingVertical: 12,
    borderRadius: 14,
    flexDirection: "row",
    alignItems: "center",
    justifyContent: "center",
    gap: 10,
    borderWidth: 2,
  },
  main: { backgroundColor: colours.accent, borderColor: colours.accent },
  quiet: { backgroundColor: colours.card, borderColor: colours.edge },
  danger: { backgroundColor: colours.card, borderColor: colours.bad },
  faint: { opacity: 0.72 },
  words: { flexShrink: 1 },
}));
