import type { ReactNode } from "react";
import { View } from "react-native";
import { themed } from "@/ui/theme";

/** Side by side on a desk, under each other on a phone: a list, and what is done with one of its lines. */
export function Columns({ list, detail }: { list: ReactNode; detail: ReactNode }) {
  const styles = useStyles();
  return (
    <View style={styles.columns}>
      <View style={styles.list}>{list}</View>
      <View style={styles.detail}>{detail}</View>
    </View>
  );
}

const useStyles = themed(({ wide }) => ({
  columns: wide ? { flexDirection: "row", alignItems: "flex-start", gap: 24 } : { gap: 16 },
  list: wide ? { width: 380, flexShrink: 1, gap: 16 } : { gap: 16 },
  detail: wide ? { flex: 1, gap: 16 } : { gap: 16 },
}));
