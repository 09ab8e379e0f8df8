import { Pressable, View } from "react-native";
import { link } from "@/nav/link";
import { Icon } from "./Icon";
import type { Shape } from "./shapes";
import { TOUCH, themed, useTheme } from "./theme";
import { Words } from "./Words";

export type Tab = {
  to: string;
  label: string;
  icon: Shape;
  here: boolean;
  /** How much is new there, and the same in words for readers of the screen. */
  news?: { count: number; label: string } | undefined;
};

/** What fits beside a drawing. */
const MANY = 9;

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
            {...(tab.news ? { "aria-label": `${tab.label}, ${tab.news.label}` } : {})}
            style={[styles.tab, wide && styles.tabWide, tab.here && styles.here]}
          >
            <View style={styles.drawing}>
              <Icon shape={tab.icon} size={letters(24)} colour={tab.here ? colours.accent : colours.soft} />
              {tab.news ? (
                <View style={styles.news}>
                  <Words as="small" tone="onAccent" centred>
                    {tab.news.count > MANY ? `${MANY}+` : tab.news.count}
                  </Words>
                </View>
              ) : null}
            </View>
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
  drawing: { flexDirection: "row", alignItems: "center", gap: 4 },
  news: { minWidth: letters(22), borderRadius: 99, paddingHorizontal: 6, backgroundColor: colours.accent },
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
