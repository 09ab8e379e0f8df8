import { Fragment, type ReactNode, useRef } from "react";
import { useWindowDimensions, View } from "react-native";
import { daysLater, monthAndYear, weekdayShort } from "@/l10n/dates";
import { TOUCH, themed, useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { DayButton } from "./DayButton";
import { type DayOfTurns, monthsOf } from "./days";

/** What both ways of showing days are given: the days, the chosen one, and what stands under it. */
export type DaysProps = {
  days: readonly DayOfTurns[];
  chosen: string | undefined;
  choose: (day: string) => void;
  children: (day: DayOfTurns) => ReactNode;
};

/** Monday first, as calendars in Peru are. */
const COLUMNS = [1, 2, 3, 4, 5, 6, 0];

/** The room at the two sides of a month, and the smallest square that a finger hits and a word fits in. */
const SIDES = 12;
const SQUARE = 48;
const BROADEST = 640;

/** Whether seven squares fit beside each other, at the size at which this person reads. */
export function useRoomForGrid(): boolean {
  const { width, fontScale } = useWindowDimensions();
  const { letters, wide } = useTheme();
  const room = Math.min(BROADEST, width - SIDES - (wide ? 200 : 0));
  return room / 7 >= SQUARE * letters(1) * Math.max(1, fontScale);
}

/** Days as a calendar on the wall; under the week of the chosen day stand its turns. */
export function DayGrid({ days, chosen, choose, children }: DaysProps) {
  const styles = useStyles();
  const squares = useRef(new Map<string, View>());
  return (
    <View style={styles.calendar}>
      {monthsOf(days).map((month) => (
        <View key={month.first} role="group" aria-label={monthAndYear(month.first)}>
          <Words as="strong" centred>
            {monthAndYear(month.first)}
          </Words>
          <View style={styles.week} aria-hidden>
            {COLUMNS.map((number) => (
              <View key={number} style={styles.head}>
                <Words as="small" centred>
                  {weekdayShort(number)}
                </Words>
              </View>
            ))}
          </View>
          {month.weeks.map((week, nth) => {
            const open = week.find((each) => each !== undefined && each.day === chosen);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a week of a month is its place
              <Fragment key={nth}>
                <View style={styles.week}>
                  {week.map((each, column) =>
                    each ? (
                      <DayButton
                        key={each.day}
                        day={each}
                        open={each.day === chosen}
                        choose={choose}
                        mount={(square) => {
                          if (square) squares.current.set(each.day, square);
                        }}
                        move={(by) => squares.current.get(daysLater(each.day, by))?.focus()}
                      />
                    ) : (
                      <View key={COLUMNS[column]} style={styles.head} />
                    ),
                  )}
                </View>
                {open ? <View style={styles.under}>{children(open)}</View> : null}
              </Fragment>
            );
          })}
        </View>
      ))}
    </View>
  );
}

const useStyles = themed(() => ({
  calendar: { gap: 20, marginHorizontal: -10 },
  week: { flexDirection: "row" },
  head: { flex: 1, padding: 1, minHeight: TOUCH / 2, justifyContent: "center" },
  under: { paddingHorizontal: 10 },
}));
