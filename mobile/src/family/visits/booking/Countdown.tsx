import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";

/** How long the places are kept. Said aloud only when five minutes and when one minute is left. */
export function Countdown({ left }: { left: number }) {
  const { t } = useLingui();
  const styles = useStyles();
  const minutes = Math.floor(left / 60);
  const clock = `${minutes}:${String(left % 60).padStart(2, "0")}`;
  return (
    <View style={styles.box}>
      <Words as="small" centred>
        <Trans>Su lugar está guardado. Tiempo para confirmar:</Trans>
      </Words>
      <View role="timer" aria-label={t`Tiempo para confirmar`}>
        <Words as="huge" centred {...(left <= 60 ? { tone: "warn" as const } : {})}>
          {clock}
        </Words>
      </View>
      <Words as="strong" tone="warn" centred live="polite">
        {left > 300 ? "" : left > 60 ? t`Quedan menos de 5 minutos.` : t`Queda menos de 1 minuto.`}
      </Words>
    </View>
  );
}

const useStyles = themed(({ colours }) => ({
  box: {
    padding: 14,
    gap: 2,
    borderRadius: 18,
    borderWidth: 1,
    borderColor: colours.line,
    backgroundColor: colours.card,
  },
}));
