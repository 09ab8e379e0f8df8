import { useState } from "react";
import { TextInput } from "react-native";
import { TOUCH, themed } from "@/ui/theme";

type Props = {
  /** What is counted and whose, for readers of the screen; the words beside it say it too. */
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
};

const MOST_FIGURES = 6;

/** A count in a line of a list: a small field for figures alone. Empty: nothing is said. */
export function Amount({ label, value, onChange }: Props) {
  const styles = useStyles();
  const [typed, setTyped] = useState<string>();
  const [focused, setFocused] = useState(false);
  const shown = value === undefined ? "" : String(value);
  return (
    <TextInput
      style={[styles.input, focused && styles.focused]}
      aria-label={label}
      // What is typed stands at once; what is kept comes a moment later.
      value={typed ?? shown}
      onChangeText={(text) => {
        const figures = text.replace(/\D/g, "").slice(0, MOST_FIGURES);
        setTyped(figures);
        onChange(figures === "" ? undefined : Number(figures));
      }}
      onFocus={() => {
        setTyped(shown);
        setFocused(true);
      }}
      onBlur={() => {
        setTyped(undefined);
        setFocused(false);
      }}
      inputMode="numeric"
      selectTextOnFocus
      autoComplete="off"
    />
  );
}

const useStyles = themed(({ colours, letters }) => ({
  input: {
    minHeight: TOUCH,
    width: letters(76),
    paddingHorizontal: 10,
    borderWidth: 2,
    borderRadius: 12,
    borderColor: colours.edge,
    backgroundColor: colours.card,
    color: colours.ink,
    fontSize: letters(18),
    textAlign: "right",
  },
  focused: { borderColor: colours.accent },
}));
