import { View } from "react-native";
import type { AdviceTopic } from "@/data/gen/documents";
import { Tick } from "@/ui/Choice";
import { Icon } from "@/ui/Icon";
import type { Shape } from "@/ui/shapes";
import { themed, useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { type Item, noteWords, topicWords } from "./words";

const SHAPES: Record<AdviceTopic, Shape> = {
  DOCUMENTS: "card",
  CLOTHES: "shirt",
  FOOD: "food",
  MONEY: "coin",
  FORBIDDEN: "cross",
  CHILDREN: "people",
  ARRIVAL: "clock",
};

type Props = {
  topic: AdviceTopic;
  items: readonly Item[];
  ticks: readonly string[];
  tick: (id: string, on: boolean) => void;
};

/** One topic of the advice, under its heading. */
export function Topic({ topic, items, ticks, tick }: Props) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  return (
    <View style={styles.topic} role="group" aria-label={topicWords(topic)}>
      <View style={styles.heading}>
        <Icon shape={SHAPES[topic]} size={letters(26)} colour={colours.warm} />
        <Words as="heading">{topicWords(topic)}</Words>
      </View>
      {items.map((each) => (
        <Tick
          key={each.id}
          label={each.words}
          note={noteWords(each)}
          value={ticks.includes(each.id)}
          onChange={(on) => tick(each.id, on)}
        />
      ))}
    </View>
  );
}

const useStyles = themed(() => ({
  topic: { gap: 8, paddingTop: 8 },
  heading: { flexDirection: "row", alignItems: "center", gap: 10 },
}));
