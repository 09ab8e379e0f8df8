import { View } from "react-native";
import { encode } from "uqr";

const QUIET = 4;

/** A QR code of these words, black on white in every theme, in whole points, with its quiet zone. */
export function Qr({ words, label, size = 240 }: { words: string; label: string; size?: number }) {
  const { data } = encode(words, { border: 0, ecc: "M" });
  const module = Math.max(2, Math.floor(size / (data.length + 2 * QUIET)));
  return (
    <View
      role="img"
      aria-label={label}
      style={{ backgroundColor: "#ffffff", padding: module * QUIET, alignSelf: "center" }}
    >
      {data.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line of the code is its place
        <View key={row} style={{ flexDirection: "row", height: module }}>
          {runs(line).map(({ dark, length }, index) => (
            <View
              // biome-ignore lint/suspicious/noArrayIndexKey: a run of the code is its place
              key={index}
              style={{
                width: length * module,
                height: module,
                backgroundColor: dark ? "#000000" : "#ffffff",
              }}
            />
          ))}
        </View>
      ))}
    </View>
  );
}

/** Neighbours of one colour drawn as one: a hundred boxes instead of a thousand. */
function runs(line: boolean[]): { dark: boolean; length: number }[] {
  const found: { dark: boolean; length: number }[] = [];
  for (const dark of line) {
    const last = found[found.length - 1];
    if (last?.dark === dark) last.length += 1;
    else found.push({ dark, length: 1 });
  }
  return found;
}
