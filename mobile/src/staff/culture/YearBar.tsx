import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { today } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";

/** The first year and the last that anything is kept of. */
const [FIRST, LAST] = [2000, 2200];

/** The year of now, as an address says it. */
export function thisYear(): string {
  return today().slice(0, 4);
}

/** The year of an address; the one of now where it says none. */
export function yearOf(said: string): number {
  const year = Number(said);
  return Number.isInteger(year) && year >= FIRST && year <= LAST ? year : Number(thisYear());
}

/** The year that is shown, the one before and the one after; none after the next, which is planned ahead. */
export function YearBar({ year, to }: { year: number; to: (year: string) => string }) {
  const { t } = useLingui();
  const styles = useStyles();
  const [before, after] = [year - 1, year + 1];
  return (
    <View style={styles.bar}>
      <Words as="heading">{t`Año ${year}`}</Words>
      <View style={styles.ways}>
        {before >= FIRST ? (
          <Button look="quiet" icon="backwards" label={t`Año ${before}`} to={to(String(before))}>
            <Trans>Antes</Trans>
          </Button>
        ) : null}
        {year <= Number(thisYear()) ? (
          <Button look="quiet" icon="onwards" label={t`Año ${after}`} to={to(String(after))}>
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
  ways: { flexDirection: "row", flexWrap: "wrap", flexShrink: 1, gap: 8 },
}));
