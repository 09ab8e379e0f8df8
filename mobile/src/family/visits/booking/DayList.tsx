import { Trans, useLingui } from "@lingui/react/macro";
import { Pressable, View } from "react-native";
import { longDay } from "@/l10n/dates";
import { State } from "@/ui/Note";
import { TOUCH, themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { SHAPES } from "./DayButton";
import type { DaysProps } from "./DayGrid";
import type { Mark } from "./days";
import { markWords } from "./words";

const TONES = { free: "good", few: "warn", no: "plain", none: "plain" } as const satisfies Record<
  Mark,
  string
>;

/** The same days under each other, for large letters and narrow screens: those that have visits at all. */
export function DayList({ days, chosen, choose, children }: DaysProps) {
  const styles = useStyles();
  const { t } = useLingui();
  return (
    <>
      <View style={styles.list} role="list" aria-label={t`Días con visitas`}>
        {days
          .filter((each) => each.mark !== "none")
          .map((each) => {
            const shape = SHAPES[each.mark];
            return (
              <View key={each.day} role="listitem">
                <Pressable
                  role="button"
                  aria-label={`${longDay(each.day)}: ${markWords(each.mark)}`}
                  aria-expanded={each.day === chosen}
                  style={[styles.day, each.day === chosen && styles.open]}
                  onPress={() => choose(each.day)}
                >
                  <Words as="strong">{longDay(each.day)}</Words>
                  <State tone={TONES[each.mark]} {...(shape ? { icon: shape } : {})}>
                    {markWords(each.mark)}
                  </State>
                </Pressable>
                {each.day === chosen ? children(each) : null}
              </View>
            );
          })}
      </View>
      <Words as="small">
        <Trans>Los demás días no hay visitas.</Trans>
      </Words>
    </>
  );
}

const useStyles = themed(({ colours }) => ({
  list: { gap: 8 },
  day: {
    minHeight: TOUCH,
    padding: 12,
    gap: 6,
    borderRadius: 12,
    borderWidth: 2,
    borderColor: colours.line,
    backgroundColor: colours.card,
  },
  open: { borderColor: colours.ink },
}));
