import { Share } from "react-native";

/** What became of a text: copied; offered to the system, which copies or sends it; or neither. */
export type Copied = "copied" | "offered" | "failed";

/** Let the system copy a text, or send it where its owner wants it. */
export async function copy(text: string): Promise<Copied> {
  try {
    await Share.share({ message: text });
    return "offered";
  } catch {
    return "failed";
  }
}
