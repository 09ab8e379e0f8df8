import { Share } from "react-native";

/** Hand a text to whatever its owner keeps texts with. Answers whether they took it. */
export async function save(name: string, text: string): Promise<boolean> {
  const { action } = await Share.share({ title: name, message: text });
  return action === Share.sharedAction;
}
