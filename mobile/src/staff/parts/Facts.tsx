import { View } from "react-native";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";

/** What is known, each under its name; what is not known is left out. */
export function Facts({
  of,
}: {
  of: readonly (readonly [name: string, value: string | null | undefined])[];
}) {
  const styles = useStyles();
  return (
    <View style={styles.facts}>
      {of.map(([name, value]) =>
        value ? (
          <View key={name} style={styles.fact}>
            <Words as="small">{name}</Words>
            <Words as="strong" selectable>
              {value}
            </Words>
          </View>
        ) : null,
      )}
    </View>
  );
}

const useStyles = themed(() => ({
  facts: { flexDirection: "row", flexWrap: "wrap", columnGap: 24, rowGap: 8 },
  fact: { flexGrow: 0, flexShrink: 1, minWidth: 120 },
}));
