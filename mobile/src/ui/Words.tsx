import type { ReactNode } from "react";
import { Text, type TextProps, type TextStyle } from "react-native";
import { themed, useTheme } from "./theme";

type As = "title" | "heading" | "strong" | "body" | "small" | "huge";

type Props = {
  as?: As;
  tone?: "soft" | "good" | "warn" | "bad" | "accent" | "onAccent";
  centred?: boolean;
  children: ReactNode;
  /** Read aloud when it changes. */
  live?: "polite" | "assertive";
} & Pick<TextProps, "selectable" | "nativeID" | "numberOfLines" | "aria-label" | "aria-hidden">;

const HEADINGS: Partial<Record<As, number>> = { title: 1, heading: 2 };

/** Letters, all of them: sizes and colours of the theme, headings that readers of the screen can jump to. */
export function Words({ as = "body", tone, centred, live, children, ...rest }: Props) {
  const styles = useStyles();
  const { colours } = useTheme();
  const level = HEADINGS[as];
  const style: TextStyle[] = [styles[as]];
  if (tone) style.push({ color: colours[tone] });
  if (centred) style.push({ textAlign: "center" });
  return (
    <Text
      style={style}
      {...(level ? { role: "heading" as const, "aria-level": level } : {})}
      {...(live ? { "aria-live": live } : {})}
      {...rest}
    >
      {children}
    </Text>
  );
}

const useStyles = themed(({ colours, letters }) => {
  const text = (size: number, line: number, weight: TextStyle["fontWeight"] = "400"): TextStyle => ({
    fontSize: letters(size),
    lineHeight: letters(line),
    fontWeight: weight,
    color: colours.ink,
    overflow: "visible",
  });
  return {
    title: text(26, 33, "700"),
    heading: text(20, 27, "700"),
    strong: text(17, 25, "600"),
    body: text(17, 25),
    small: { ...text(15, 21), color: colours.soft },
    huge: { ...text(40, 48, "700"), letterSpacing: 2, fontVariant: ["tabular-nums"] },
  };
});
