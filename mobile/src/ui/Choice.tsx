import { useId } from "react";
import { Pressable, View } from "react-native";
import { onSpace } from "@/nav/keys";
import { Icon } from "./Icon";
import { TOUCH, themed, useTheme } from "./theme";
import { Words } from "./Words";

type Option<T extends string> = {
  value: T;
  label: string;
  note?: string | undefined;
  disabled?: boolean | undefined;
};

type Props<T extends string> = {
  label: string;
  options: readonly Option<T>[];
  error?: string | undefined;
  /** Beside each other where there is room. */
  inline?: boolean;
};

/** One of several. */
export function Choice<T extends string>({
  value,
  onChange,
  ...rest
}: Props<T> & { value: T | undefined; onChange: (value: T) => void }) {
  return <Options {...rest} kind="radio" isOn={(each) => each === value} onPress={onChange} />;
}

/** Any of several. */
export function Choices<T extends string>({
  values,
  onChange,
  ...rest
}: Props<T> & { values: readonly T[]; onChange: (values: T[]) => void }) {
  const flip = (value: T) =>
    onChange(values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
  return <Options {...rest} kind="checkbox" isOn={(each) => values.includes(each)} onPress={flip} />;
}

/** Yes or no. */
export function Switch({
  label,
  note,
  value,
  onChange,
}: {
  label: string;
  note?: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <Mark kind="switch" option={{ value: "on", label, note }} on={value} onPress={() => onChange(!value)} />
  );
}

/** One line of a list to tick off. */
export function Tick({
  label,
  note,
  value,
  onChange,
}: {
  label: string;
  note?: string | undefined;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <Mark kind="checkbox" option={{ value: "on", label, note }} on={value} onPress={() => onChange(!value)} />
  );
}

function Options<T extends string>({
  label,
  options,
  error,
  inline = false,
  kind,
  isOn,
  onPress,
}: Props<T> & { kind: "radio" | "checkbox"; isOn: (value: T) => boolean; onPress: (value: T) => void }) {
  const styles = useStyles();
  const id = useId();
  return (
    <View style={styles.group} role={kind === "radio" ? "radiogroup" : "group"} aria-labelledby={id}>
      <View nativeID={id}>
        <Words as="strong">{label}</Words>
      </View>
      <View style={inline ? styles.inline : styles.stacked}>
        {options.map((option) => (
          <Mark
            key={option.value}
            kind={kind}
            option={option}
            on={isOn(option.value)}
            onPress={() => onPress(option.value)}
          />
        ))}
      </View>
      {error ? (
        <View nativeID={`${id}e`} role="alert">
          <Words tone="bad">{error}</Words>
        </View>
      ) : null}
    </View>
  );
}

type MarkProps = {
  kind: "radio" | "checkbox" | "switch";
  option: Option<string>;
  on: boolean;
  onPress: () => void;
};

function Mark({ kind, option, on, onPress }: MarkProps) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const off = option.disabled ?? false;
  const press = () => {
    if (!off) onPress();
  };
  return (
    <Pressable
      {...onSpace(press)}
      role={kind}
      aria-checked={on}
      disabled={off}
      tabIndex={0}
      aria-label={option.note ? `${option.label.replace(/\.$/, "")}. ${option.note}` : option.label}
      style={({ pressed }) => [styles.option, on && styles.on, (pressed || off) && styles.faint]}
      onPress={press}
    >
      <View style={[styles.box, kind === "radio" && styles.round, on && styles.boxOn]}>
        {on ? <Icon shape="check" size={letters(16)} colour={colours.onAccent} /> : null}
      </View>
      <View style={styles.words}>
        <Words as={on ? "strong" : "body"}>{option.label}</Words>
        {option.note ? <Words as="small">{option.note}</Words> : null}
      </View>
    </Pressable>
  );
}

const useStyles = themed(({ colours, letters }) => ({
  group: { gap: 8 },
  stacked: { gap: 8 },
  inline: { gap: 8, flexDirection: "row", flexWrap: "wrap" },
  option: {
    minHeight: TOUCH,
    maxWidth: "100%",
    flexDirection: "row",
    alignItems: "center",
    gap: 12,
    paddingHorizontal: 14,
    paddingVertical: 10,
    borderRadius: 12,
    borderWidth: 2,
    borderColor: colours.line,
    backgroundColor: colours.card,
  },
  on: { borderColor: colours.accent, backgroundColor: colours.accentSoft },
  faint: { opacity: 0.7 },
  box: {
    width: letters(24),
    height: letters(24),
    borderRadius: 6,
    borderWidth: 2,
    borderColor: colours.edge,
    alignItems: "center",
    justifyContent: "center",
  },
  round: { borderRadius: 99 },
  boxOn: { backgroundColor: colours.accent, borderColor: colours.accent },
  words: { flexShrink: 1 },
}));
