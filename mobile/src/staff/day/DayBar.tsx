import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
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
  // By a button: while somebody writes a day, what stands there is many other days.
  const [other, setOther] = useState<Day>();
  const to = (next: Day) => href("day", { day: next });
  return (
    <View style={styles.bar}>
      <View style={styles.steps}>
        <Button look="quiet" icon="backwards" label={t`Día anterior`} to={to(daysLater(day, -1))}>
          <Trans>Anterior</Trans>
        </Button>
        <Button look="quiet" icon="onwards" label={t`Día siguiente`} to={to(daysLater(day, 1))}>
          <Trans>Siguiente</Trans>
        </Button>
        {day === today() ? null : (
          <Button look="quiet" to={to(today())}>
            <Trans>Hoy</Trans>
          </Button>
        )}
      </View>
      <View style={styles.any}>
        <View style={styles.line}>
          <DateField label={t`Ir a otro día`} value={day} onChange={setOther} />
        </View>
        <Button look="quiet" label={t`Ir a ese día`} disabled={!other} onPress={() => other && go(to(other))}>
          <Trans>Ir</Trans>
        </Button>
      </View>
    </View>
  );
}

const useStyles = themed(({ wide }) => ({
  bar: wide ? { flexDirection: "row", alignItems: "flex-end", gap: 24 } : { gap: 16 },
  steps: { flexDirection: "row", flexWrap: "wrap", gap: 8 },
  any: { flexDirection: "row", alignItems: "flex-end", gap: 8 },
  line: wide ? { width: 280 } : { flex: 1 },
}));
