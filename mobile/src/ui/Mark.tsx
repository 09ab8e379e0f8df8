import { View } from "react-native";
import { useTheme } from "./theme";

/** The sign of the app: two that meet. */
export function Mark({ size }: { size: number }) {
  const { colours } = useTheme();
  const round = {
    width: size * 0.62,
    height: size * 0.62,
    borderRadius: size,
    borderWidth: size * 0.1,
    position: "absolute" as const,
  };
  return (
    <View style={{ width: size, height: size * 0.62 }} aria-hidden>
      <View style={[round, { left: 0, borderColor: colours.accent }]} />
      <View style={[round, { right: 0, borderColor: colours.warm }]} />
    </View>
  );
}
