import type { ReactNode } from "react";
import { FlatList, type ListRenderItem, View } from "react-native";
import { Top } from "./Page";
import { themed } from "./theme";

type Props<T> = {
  title: string;
  up: string;
  /** What stands above the lines and scrolls with them. */
  head: ReactNode;
  lines: readonly T[];
  keyOf: (line: T) => string;
  render: (line: T) => ReactNode;
  /** Whatever else the lines are drawn from: when it changes they are drawn again. */
  from: unknown;
};

/** How many lines are drawn at first: more than a phone shows. */
const AT_FIRST = 12;

/** A screen with a list of thousands: of them only those in sight are drawn. */
export function LongPage<T>({ title, up, head, lines, keyOf, render, from }: Props<T>) {
  const styles = useStyles();
  const renderItem: ListRenderItem<T> = ({ item }) => <View style={styles.line}>{render(item)}</View>;
  return (
    <FlatList
      style={styles.screen}
      contentContainerStyle={styles.scrolled}
      role="main"
      data={lines as T[]}
      extraData={from}
      keyExtractor={keyOf}
      renderItem={renderItem}
      initialNumToRender={AT_FIRST}
      windowSize={7}
      keyboardShouldPersistTaps="handled"
      ListHeaderComponent={
        <View style={styles.head}>
          <Top title={title} up={up} />
          {head}
        </View>
      }
    />
  );
}

const useStyles = themed(({ colours }) => ({
  screen: { flex: 1, backgroundColor: colours.paper },
  scrolled: { paddingHorizontal: 16, paddingTop: 16, paddingBottom: 40 },
  head: { width: "100%", maxWidth: 620, alignSelf: "center", gap: 16 },
  line: { width: "100%", maxWidth: 620, alignSelf: "center", paddingTop: 12 },
}));
