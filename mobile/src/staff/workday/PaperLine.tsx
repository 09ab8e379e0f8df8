import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { Field } from "@/ui/Field";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { Amount } from "./Amount";
import { hourOf, isWorked, type Price } from "./entries";
import { type Person, shownOf } from "./people";
import { workWords } from "./words";

/** What the paper says of one person; nothing of somebody who is not on it. */
export type OnPaper = {
  minutes?: number | undefined;
  made?: Record<string, { done?: number | undefined; rejected?: number | undefined }>;
};

type Props = {
  person: Person;
  prices: readonly Price[];
  value: OnPaper;
  onChange: (value: OnPaper) => void;
};

/** One person's line of the paper: hours, and what was made of each work. */
export function PaperLine({ person, prices, value, onChange }: Props) {
  const { t } = useLingui();
  const styles = useStyles();
  const name = person.name ?? t`Ya no está aquí`;
  const [typed, setTyped] = useState(value.minutes === undefined ? "" : clock(value.minutes));
  // What somebody makes is what they were recorded with, or made the last time.
  const said = person.lines.flatMap((line) => shownOf(line) ?? []);
  const entries = said.length > 0 ? said : person.before.map((each) => each.entry);
  const works = new Set([
    ...entries.filter(isWorked).flatMap((entry) => entry.made.map((each) => each.priceId)),
    ...Object.keys(value.made ?? {}),
  ]);
  const pieces = prices.filter((each) => each.basis === "PIECE" && works.has(each.id));
  const set = (priceId: string, count: { done?: number | undefined; rejected?: number | undefined }) =>
    onChange({ ...value, made: { ...value.made, [priceId]: { ...value.made?.[priceId], ...count } } });
  return (
    <View style={styles.line}>
      <Field
        label={t`Horas de ${name}`}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          onChange({ ...value, minutes: minutesIn(text) });
        }}
        inputMode="numeric"
        autoComplete="off"
        maxLength={5}
      />
      {pieces.map((price) => {
        const work = workWords(price);
        const made = value.made?.[price.id];
        return (
          <View key={price.id} style={styles.made}>
            <View style={styles.words}>
              <Words as="small">{work}</Words>
            </View>
            <View style={styles.count}>
              <Words as="small">{t`Hechas`}</Words>
              <Amount
                label={t`Hechas, ${work}, ${name}`}
                value={made?.done}
                onChange={(done) => set(price.id, { done })}
              />
            </View>
            <View style={styles.count}>
              <Words as="small">{t`Rechazadas`}</Words>
              <Amount
                label={t`Rechazadas, ${work}, ${name}`}
                value={made?.rejected}
                onChange={(rejected) => set(price.id, { rejected })}
              />
            </View>
          </View>
        );
      })}
    </View>
  );
}

/** “8:30” is 510 minutes; “0:00” is none, for somebody who is on the paper and did not work. */
function minutesIn(text: string): number | undefined {
  const hour = hourOf(text);
  return hour === undefined ? undefined : Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3));
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

const useStyles = themed(() => ({
  line: { gap: 10, padding: 16 },
  made: { flexDirection: "row", flexWrap: "wrap", alignItems: "flex-end", gap: 12 },
  words: { flexGrow: 1, flexBasis: 100 },
  count: { gap: 4 },
}));
