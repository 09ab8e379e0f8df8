/** The look: calm, warm, legible. Colours in pairs for light and dark, sizes in steps; nothing else sets either. */
import { useMemo, useSyncExternalStore } from "react";
import {
  Appearance,
  type ImageStyle,
  StyleSheet,
  type TextStyle,
  useWindowDimensions,
  type ViewStyle,
} from "react-native";
import { letterScale } from "@/platform/screen";

const LIGHT = {
  paper: "#fbf7f0",
  card: "#ffffff",
  ink: "#22312b",
  soft: "#55625b",
  line: "#e3d9c9",
  edge: "#857b6a",
  accent: "#0b5c4b",
  onAccent: "#ffffff",
  accentSoft: "#e1efe9",
  warm: "#a8431f",
  good: "#0b5c4b",
  goodSoft: "#e1efe9",
  warn: "#6f4500",
  warnSoft: "#fdf0d3",
  bad: "#96281b",
  badSoft: "#fbe5e0",
};

const DARK: typeof LIGHT = {
  paper: "#151b18",
  card: "#1e2622",
  ink: "#efeae0",
  soft: "#b4beb7",
  line: "#36413b",
  edge: "#87958d",
  accent: "#84d3bd",
  onAccent: "#0b2a22",
  accentSoft: "#203830",
  warm: "#f0a07c",
  good: "#84d3bd",
  goodSoft: "#203830",
  warn: "#f3cb80",
  warnSoft: "#3b2f14",
  bad: "#ffb8aa",
  badSoft: "#45241d",
};

export type Colours = typeof LIGHT;
export type Tone = "good" | "warn" | "bad" | "plain";

/** Widths from which a screen has room for a second column. */
const WIDE = 900;

/** The smallest side of what a finger must hit, with a margin over the 48 that is asked for. */
export const TOUCH = 52;

export type Theme = {
  colours: Colours;
  dark: boolean;
  wide: boolean;
  /** A letter size as its reader wants it. */
  letters: (size: number) => number;
};

const scale = letterScale();
const letters = (size: number): number => Math.round(size * scale * 10) / 10;

const themes = [
  { colours: LIGHT, dark: false, wide: false, letters },
  { colours: LIGHT, dark: false, wide: true, letters },
  { colours: DARK, dark: true, wide: false, letters },
  { colours: DARK, dark: true, wide: true, letters },
] as const;

// Not react-native-web's own hook: it listens anew after each drawing, and so misses a change that several places of one
// component wait for.
const onScheme = (call: () => void) => {
  const listening = Appearance.addChangeListener(call);
  return () => listening.remove();
};
const isDark = () => Appearance.getColorScheme() === "dark";

/** The theme of the moment: it follows the phone's light or dark setting and the width of the window. */
export function useTheme(): Theme {
  const dark = useSyncExternalStore(onScheme, isDark, isDark);
  const wide = useWindowDimensions().width >= WIDE;
  return themes[(dark ? 2 : 0) + (wide ? 1 : 0)] ?? themes[0];
}

type Styles = Record<string, ViewStyle | TextStyle | ImageStyle>;

/** A hook for styles that depend on the theme, made once for each theme. */
export function themed<S extends Styles>(make: (theme: Theme) => S): () => S {
  const made = new Map<Theme, S>();
  return () => {
    const theme = useTheme();
    return useMemo(() => {
      const styles = made.get(theme) ?? StyleSheet.create(make(theme));
      made.set(theme, styles);
      return styles;
    }, [theme]);
  };
}

/** The colours of a tone: letters and ground. */
export function toned(colours: Colours, tone: Tone): { ink: string; ground: string } {
  if (tone === "good") return { ink: colours.good, ground: colours.goodSoft };
  if (tone === "warn") return { ink: colours.warn, ground: colours.warnSoft };
  if (tone === "bad") return { ink: colours.bad, ground: colours.badSoft };
  return { ink: colours.ink, ground: colours.card };
}
