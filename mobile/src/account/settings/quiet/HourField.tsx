import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { hour } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";

type Props = { label: string; value: number; onChange: (hour: number) => void };

/** A whole hour of Lima's clocks, one step at a time: nothing to type, nothing to scroll. */
export function HourField({ label, value, onChange }: Props) {
  const { t } = useLingui();
  const styles = useStyles();
  const step = (by: number) => onChange((value + by + 24) % 24);
  const said = hour(`2000-01-01T${clockOf(value)}-05:00`);
  return (
    <Card label={label}>
      <Words as="strong">{label}</Words>
      <Words as="heading" live="polite">
        {said}
      </Words>
      <View style={styles.steps}>
        <View style={styles.step}>
          <Button look="quiet" label={t`${label}: 1 hora antes`} onPress={() => step(-1)}>
            <Trans>1 hora antes</Trans>
          </Button>
        </View>
        <View style={styles.step}>
          <Button look="quiet" label={t`${label}: 1 hora después`} onPress={() => step(1)}>
            <Trans>1 hora después</Trans>
          </Button>
        </View>
      </View>
    </Card>
  );
}

/** As the service writes an hour: 22:00:00. */
export function clockOf(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00:00`;
}

/** The hour of what the service wrote. */
export function hourOf(clock: string | null): number | undefined {
  return clock === null ? undefined : Number(clock.slice(0, 2));
}

const useStyles = themed(() => ({
  steps: { flexDirection: "row", flexWrap: "wrap", gap: 8 },
  step: { flexGrow: 1, flexBasis: 150 },
}));
