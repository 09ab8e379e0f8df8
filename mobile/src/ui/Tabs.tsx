import { Pressable, View } from "react-native";
import { link } from "@/nav/link";
import { Icon } from "./Icon";
import type { Shape } from "./shapes";
import { TOUCH, themed, useTheme } from "./theme";
import { Words } from "./Words";

export type Tab = { to: string; label: string; icon: Shape; here: boolean };

/** The rooms of the app: along the bottom of a phone, along the side of a desk. */
export function Tabs({
  tabs,
  label,
  children,
}: {
  tabs: readonly Tab[];
  label: string;
  children: React.ReactNode;
}) {
  const styles = useStyles();
  const { colours, letters, wide } = useTheme();
  return (
    <View style={[styles.frame, wide && styles.frameWide]}>
      <View style={styles.screen}>{children}</View>
      <View role="navigation" aria-label={label} style={[styles.bar, wide && styles.side]}>
        {tabs.map((tab) => (
          <Pressable
            key={tab.to}
            {...link(tab.to)}
            {...(tab.here ? { "aria-current": "page" } : {})}
            style={[styles.tab, wide && styles.tabWide, tab.here && styles.here]}
          >
            <Icon shape={tab.icon} size={letters(24)} colour={tab.here ? colours.accent : colours.soft} />
            <Words as="small" tone={tab.here ? "accent" : "soft"}>
              {tab.label}
            </Words>
          </Pressable>
        ))}
      </View>
    </View>
  );
}

const useStyles = themed(({ colours, letters }) => ({
  frame: { flex: 1, backgroundColor: colours.paper },
  frameWide: { flexDirection: "row-reverse" },
  screen: { flex: 1 },
  bar: {
    flexDirection: "row",
    flexWrap: "wrap",
    backgroundColor: colours.card,
    borderTopWidth: 1,
    borderColor: colours.line,
  },
  side: {
    flexDirection: "column",
    // Wider where letters are large.
    minWidth: 200,
    paddingTop: 24,
    gap: 4,
    borderTopWidth: 0,
    borderRightWidth: 1,
  },
  tab: {
    flexGrow: 1,
    flexBasis: letters(72),
    minHeight: TOUCH + 8,
    alignItems: "center",
    justifyContent: "center",
    gap: 2,
    paddingVertical: 6,
    borderTopWidth: 3,
    borderTopColor: "transparent",
  },
  tabWide: {
    flexGrow: 0,
    flexBasis: "auto",
    flexDirection: "row",
    justifyContent: "flex-start",
    gap: 12,
    paddingHorizontal: 18,
    borderTopWidth: 0,
    borderLeftWidth: 4,
    borderLeftColor: "transparent",
  },
  here: {
    borderTopColor: colours.accent,
    borderLeftColor: colours.accent,
    backgroundColor: colours.accentSoft,
  },
}));
