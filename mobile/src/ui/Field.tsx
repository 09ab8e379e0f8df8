import { useId, useState } from "react";
import { TextInput, type TextInputProps, View } from "react-native";
import { TOUCH, themed, useTheme } from "./theme";
import { Words } from "./Words";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** How to write it, shown before anything is typed. */
  hint?: string | undefined;
  /** What is wrong with it, and what to do. */
  error?: string | undefined;
  /** Lines that a long answer has room for from the beginning. */
  rows?: number;
} & Pick<
  TextInputProps,
  | "inputMode"
  | "autoComplete"
  | "autoCapitalize"
  | "secureTextEntry"
  | "maxLength"
  | "onSubmitEditing"
  | "multiline"
  | "autoFocus"
>;

/** A line to fill in: its name always above it, its error beneath it and read with it. */
export function Field({ label, value, onChange, hint, error, rows = 1, ...rest }: Props) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const id = useId();
  const [focused, setFocused] = useState(false);
  return (
    <View style={styles.field}>
      <View nativeID={`${id}l`}>
        <Words as="strong">{label}</Words>
      </View>
      {hint ? (
        <View nativeID={`${id}h`}>
          <Words as="small">{hint}</Words>
        </View>
      ) : null}
      <TextInput
        style={[
          styles.input,
          rows > 1 && { minHeight: letters(24) * rows, textAlignVertical: "top" },
          focused && styles.focused,
          error ? styles.wrong : null,
        ]}
        value={value}
        onChangeText={onChange}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        placeholderTextColor={colours.soft}
        aria-labelledby={`${id}l`}
        {...describedBy(hint ? `${id}h` : "", error ? `${id}e` : "")}
        {...(error ? { "aria-invalid": true } : {})}
        {...rest}
      />
      {error ? (
        <View nativeID={`${id}e`} role="alert">
          <Words tone="bad">{error}</Words>
        </View>
      ) : null}
    </View>
  );
}

function describedBy(...ids: string[]): object {
  const known = ids.filter(Boolean).join(" ");
  return known ? { "aria-describedby": known } : {};
}

const useStyles = themed(({ colours, letters }) => ({
  field: { gap: 6 },
  input: {
    minHeight: TOUCH,
    paddingHorizontal: 14,
    paddingVertical: 10,
    borderWidth: 2,
    borderRadius: 12,
    borderColor: colours.edge,
    backgroundColor: colours.card,
    color: colours.ink,
    fontSize: letters(18),
  },
  focused: { borderColor: colours.accent },
  wrong: { borderColor: colours.bad },
}));
