import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { type Day, daysLater, today } from "@/l10n/dates";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { DateField } from "@/ui/DateField";
import { themed } from "@/ui/theme";

/** The way to another day: the one before, today, the next, or any. */
export function DayBar({ day }: { day: Day }) {
  const { t } = useLingui();
  const styles = useStyles();
  const to = (other: Day) => href("day", { day: other });
  return (
    <View style={styles.bar}>
      <View style={styles.steps}>
        <Button look="quiet" icon="backwards" label={t`Día anterior`} to={to(daysLater(day, -1))}>
          <Trans>Anterior</Trans>
        </Button>
        {day === today() ? null : (
          <Button look="quiet" to={to(today())}>
            <Trans>Hoy</Trans>
          </Button>
        )}
        <Button look="quiet" icon="onwards" label={t`Día siguiente`} to={to(daysLater(day, 1))}>
          <Trans>Siguiente</Trans>
        </Button>
      </View>
      <View style={styles.any}>
        <DateField
          label={t`Ir a otro día`}
          value={day}
          onChange={(other) => {
            if (other && other !== day) go(to(other));
          }}
        />
      </View>
    </View>
  );
}

const useStyles = themed(({ wide }) => ({
  bar: wide ? { flexDirection: "row", alignItems: "flex-end", gap: 24 } : { gap: 16 },
  steps: { flexDirection: "row", flexWrap: "wrap", gap: 8 },
  any: wide ? { width: 280 } : {},
}));
