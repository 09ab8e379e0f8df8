import type { ReactNode } from "react";
import { View } from "react-native";
import { Icon } from "@/ui/Icon";
import type { Shape } from "@/ui/shapes";
import { themed, useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";

/** One thing to know: its name, and what it is. Nothing where there is nothing to say. */
export function Fact({ icon, name, children }: { icon: Shape; name: string; children: ReactNode }) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  if (!children) return null;
  return (
    <View style={styles.fact}>
      <View style={styles.drawing}>
        <Icon shape={icon} size={letters(20)} colour={colours.accent} />
      </View>
      <View style={styles.words}>
        <Words as="small">{name}</Words>
        <Words>{children}</Words>
      </View>
    </View>
  );
}

const useStyles = themed(() => ({
  fact: { flexDirection: "row", gap: 12, alignItems: "flex-start" },
  drawing: { paddingTop: 2 },
  words: { flex: 1 },
}));
