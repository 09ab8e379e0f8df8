import { Children, type ReactNode } from "react";
import { View } from "react-native";
import { themed } from "./theme";

/** Things that belong together, on a ground of their own. */
export function Card({ children, label }: { children: ReactNode; label?: string }) {
  const styles = useStyles();
  return (
    <View style={styles.card} {...(label ? { role: "group" as const, "aria-label": label } : {})}>
      {children}
    </View>
  );
}

/** Rows under each other with a line between them; read as a list. */
export function List({ children, label }: { children: ReactNode; label: string }) {
  const styles = useStyles();
  return (
    <View style={styles.list} role="list" aria-label={label}>
      {Children.toArray(children).map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the line above a row has no identity of its own
        <View key={index} role="listitem" style={index > 0 ? styles.line : undefined}>
          {child}
        </View>
      ))}
    </View>
  );
}

const useStyles = themed(({ colours }) => ({
  card: {
    backgroundColor: colours.card,
    borderColor: colours.line,
    borderWidth: 1,
    borderRadius: 18,
    padding: 18,
    gap: 12,
  },
  list: {
    backgroundColor: colours.card,
    borderColor: colours.line,
    borderWidth: 1,
    borderRadius: 18,
    overflow: "hidden",
  },
  line: { borderTopWidth: 1, borderTopColor: colours.line },
}));
