import { type ReactNode, useEffect, useState } from "react";
import { Pressable, View } from "react-native";
import { Icon } from "./Icon";
import { TOUCH, themed, useTheme } from "./theme";
import { Words } from "./Words";

type Props = {
  /** What to tap, in words. */
  label: string;
  /** What it is about, for readers of the screen, where several stand under each other. */
  about?: string;
  /** A line under the label. */
  note?: string | undefined;
  /** Somebody has to see what is in it: it opens by itself. */
  urgent?: boolean;
  children: ReactNode;
};

/** Something that is shown in its place when somebody wants to see it. */
export function Reveal({ label, about, note, urgent = false, children }: Props) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const [open, setOpen] = useState(urgent);
  useEffect(() => {
    if (urgent) setOpen(true);
  }, [urgent]);
  return (
    <View>
      <Pressable
        role="button"
        aria-expanded={open}
        {...(about ? { "aria-label": `${label} ${about}` } : {})}
        style={({ pressed }) => [styles.line, pressed && styles.pressed]}
        onPress={() => setOpen(!open)}
      >
        <View style={styles.words}>
          <Words as={note ? "strong" : "small"} {...(note ? {} : { tone: "accent" as const })}>
            {label}
          </Words>
          {note ? <Words as="small">{note}</Words> : null}
        </View>
        <Icon shape={open ? "up" : "down"} size={letters(18)} colour={colours.accent} />
      </Pressable>
      {open ? <View style={styles.inside}>{children}</View> : null}
    </View>
  );
}

const useStyles = themed(({ colours }) => ({
  line: {
    minHeight: TOUCH,
    flexDirection: "row",
    alignItems: "center",
    gap: 12,
    paddingVertical: 10,
    paddingHorizontal: 16,
  },
  pressed: { backgroundColor: colours.accentSoft },
  words: { flex: 1, gap: 2 },
  inside: { gap: 12, paddingHorizontal: 16, paddingBottom: 16 },
}));
