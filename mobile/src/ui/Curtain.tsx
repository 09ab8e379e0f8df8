import { useEffect, useState } from "react";
import { AppState, StyleSheet, View } from "react-native";
import { Mark } from "./Mark";
import { useTheme } from "./theme";

/** Covers the screen while somebody looks at the list of recent apps or another tab. */
export function Curtain() {
  const { colours } = useTheme();
  const [away, setAway] = useState(false);
  useEffect(() => {
    const listening = AppState.addEventListener("change", (state) => setAway(state !== "active"));
    return () => listening.remove();
  }, []);
  if (!away) return null;
  return (
    <View style={[StyleSheet.absoluteFill, styles.curtain, { backgroundColor: colours.paper }]} aria-hidden>
      <Mark size={96} />
    </View>
  );
}

const styles = StyleSheet.create({ curtain: { alignItems: "center", justifyContent: "center", zIndex: 10 } });
