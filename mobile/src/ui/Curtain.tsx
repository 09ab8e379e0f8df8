import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { AppState, StyleSheet, View } from "react-native";
import { Button } from "./Button";
import { Mark } from "./Mark";
import { useTheme } from "./theme";

type Props = {
  /** Also while somebody looks, until they tap. */
  covered: boolean;
  onLeave: () => void;
  onLook: () => void;
};

/** Covers the screen while somebody looks at the list of recent apps or another tab. */
export function Curtain({ covered, onLeave, onLook }: Props) {
  const { colours } = useTheme();
  const [away, setAway] = useState(false);
  useEffect(() => {
    const listening = AppState.addEventListener("change", (state) => {
      setAway(state !== "active");
      if (state !== "active") onLeave();
    });
    return () => listening.remove();
  }, [onLeave]);
  if (!away && !covered) return null;
  return (
    <View
      style={[StyleSheet.absoluteFill, styles.curtain, { backgroundColor: colours.paper }]}
      {...(covered ? { role: "main" as const } : { "aria-hidden": true })}
    >
      <Mark size={96} />
      {covered ? (
        <Button look="quiet" onPress={onLook}>
          <Trans>Mostrar</Trans>
        </Button>
      ) : null}
    </View>
  );
}

const styles = StyleSheet.create({
  curtain: { alignItems: "center", justifyContent: "center", gap: 32, zIndex: 10 },
});
