import { Trans } from "@lingui/react/macro";
import { View } from "react-native";
import { type Day, today } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { monthOf, monthsLater, monthTitle } from "./months";

type Props = { month: Day; to: (month: Day) => string };

/** The month that is shown, the one before and the one after; none after this one. */
export function MonthBar({ month, to }: Props) {
  const styles = useStyles();
  const before = monthTitle(monthsLater(month, -1));
  const after = monthTitle(monthsLater(month, 1));
  return (
    <View style={styles.bar}>
      <Words as="heading">{monthTitle(month)}</Words>
      <View style={styles.ways}>
        <Button look="quiet" icon="backwards" label={before} to={to(monthsLater(month, -1))}>
          <Trans>Antes</Trans>
        </Button>
        {month < monthOf(today()) ? (
          <Button look="quiet" icon="onwards" label={after} to={to(monthsLater(month, 1))}>
            <Trans>Después</Trans>
          </Button>
        ) : null}
      </View>
    </View>
  );
}

const useStyles = themed(() => ({
  bar: {
    flexDirection: "row",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: 12,
  },
  ways: { flexDirection: "row", flexWrap: "wrap", gap: 8 },
}));
