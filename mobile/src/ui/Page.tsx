import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef } from "react";
import { Pressable, ScrollView, View } from "react-native";
import { back, cameBack, usePath } from "@/nav/history";
import { announce, focusHeading } from "@/platform/screen";
import { Icon } from "./Icon";
import { TOUCH, themed, useTheme } from "./theme";
import { Words } from "./Words";

type Props = {
  title: string;
  /** Where “back” leads when this is where the person came in. None: a screen of the first row. */
  up?: string | undefined;
  /** Room for lists and tables on a desk. */
  broad?: boolean;
  children: ReactNode;
};

/** How far each screen was scrolled: who comes back finds the place where they were. */
const places = new Map<string, number>();

/** A screen: its title, the way back, and what it holds, in one column that a thumb can reach. */
export function Page({ title, up, broad = false, children }: Props) {
  const styles = useStyles();
  const path = usePath();
  const scroller = useRef<ScrollView>(null);
  useEffect(() => {
    const y = cameBack() ? places.get(path) : 0;
    if (y) requestAnimationFrame(() => scroller.current?.scrollTo({ y, animated: false }));
  }, [path]);
  return (
    <ScrollView
      ref={scroller}
      style={styles.screen}
      contentContainerStyle={styles.scrolled}
      role="main"
      scrollEventThrottle={200}
      onScroll={(event) => places.set(path, event.nativeEvent.contentOffset.y)}
    >
      <View style={[styles.column, broad && styles.broad]}>
        <Top title={title} up={up} />
        {children}
      </View>
    </ScrollView>
  );
}

/** The name of a screen, told to who listens, and the way back. */
export function Top({ title, up }: Pick<Props, "title" | "up">) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const { t } = useLingui();
  useEffect(() => {
    announce(`${title} · Encuentro`);
    focusHeading();
  }, [title]);
  return (
    <>
      {up ? (
        <Pressable role="button" aria-label={t`Volver`} style={styles.back} onPress={() => back(up)}>
          <Icon shape="backwards" size={letters(20)} colour={colours.accent} />
          <Words as="strong" tone="accent">
            <Trans>Volver</Trans>
          </Words>
        </Pressable>
      ) : null}
      <Words as="title">{title}</Words>
    </>
  );
}

const useStyles = themed(({ colours }) => ({
  screen: { flex: 1, backgroundColor: colours.paper },
  scrolled: { flexGrow: 1, paddingHorizontal: 16, paddingTop: 16, paddingBottom: 40, alignItems: "center" },
  column: { width: "100%", maxWidth: 620, gap: 16 },
  broad: { maxWidth: 1080 },
  back: {
    minHeight: TOUCH,
    minWidth: TOUCH,
    flexDirection: "row",
    alignItems: "center",
    gap: 4,
    alignSelf: "flex-start",
    paddingRight: 12,
  },
}));
