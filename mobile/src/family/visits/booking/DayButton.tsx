import { Pressable, View } from "react-native";
import { longDay } from "@/l10n/dates";
import { Icon } from "@/ui/Icon";
import type { Shape } from "@/ui/shapes";
import { TOUCH, themed, useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import type { DayOfTurns, Mark } from "./days";
import { markWord, markWords } from "./words";

export const SHAPES: Record<Mark, Shape | undefined> = {
  free: "check",
  few: "alert",
  no: "cross",
  none: undefined,
};

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

type Props = {
  day: DayOfTurns;
  open: boolean;
  choose: (day: string) => void;
  mount: (square: View | null) => void;
  /** Take the keyboard so many days further. */
  move: (by: number) => void;
};

/** A day of the calendar: its number, a drawing and a word. */
export function DayButton({ day, open, choose, mount, move }: Props) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const { mark } = day;
  const shape = SHAPES[mark];
  const ink = { free: colours.good, few: colours.warn, no: colours.soft, none: colours.soft }[mark];
  const tone = { free: "good", few: "warn", no: "soft", none: "soft" } as const;
  return (
    <Pressable
      ref={mount}
      role="button"
      aria-label={`${longDay(day.day)}: ${markWords(mark)}`}
      aria-expanded={open}
      style={styles.touch}
      onPress={() => choose(day.day)}
      {...onArrow(move)}
    >
      <View style={[styles.square, styles[mark], open && styles.open]}>
        <View style={styles.line}>
          <Words as={mark === "free" || mark === "few" ? "strong" : "body"} tone={tone[mark]}>
            {Number(day.day.slice(8))}
          </Words>
          {shape ? <Icon shape={shape} size={letters(12)} colour={ink} /> : null}
        </View>
        <Words as="small" tone={tone[mark]} centred>
          {markWord(mark)}
        </Words>
      </View>
    </Pressable>
  );
}

/** Keys of a keyboard, which the types of a phone do not know. */
function onArrow(move: (by: number) => void): object {
  return {
    onKeyDown: (event: { key?: string; preventDefault?: () => void }) => {
      const by = STEPS[event.key ?? ""];
      if (by === undefined) return;
      event.preventDefault?.();
      move(by);
    },
  };
}

const useStyles = themed(({ colours }) => ({
  touch: { flex: 1, minHeight: TOUCH, padding: 1 },
  square: {
    flex: 1,
    minHeight: TOUCH + 6,
    alignItems: "center",
    justifyContent: "center",
    paddingVertical: 4,
    borderRadius: 10,
    borderWidth: 2,
    borderColor: "transparent",
  },
  line: { flexDirection: "row", alignItems: "center", gap: 2 },
  free: { backgroundColor: colours.goodSoft, borderColor: colours.good },
  few: { backgroundColor: colours.warnSoft, borderColor: colours.warn, borderStyle: "dashed" },
  no: { borderColor: colours.line },
  none: {},
  open: { borderColor: colours.ink, borderStyle: "solid", borderWidth: 3 },
}));
