import { Share } from "react-native";

/** Hand a file of plain signs to whatever its owner keeps files with. Answers whether they took it. */
export async function keepFile(name: string, base64: string): Promise<boolean> {
  const { action } = await Share.share({ title: name, message: atob(base64) });
  return action === Share.sharedAction;
}

/** Whether somebody can choose a file here: an office does it at a desk, in a browser. */
export const CAN_TAKE = false;

/** A file that somebody chooses, in base64: none here. */
export async function takeFile(_most: number): Promise<{ name: string; base64: string } | "none" | "large"> {
  return "none";
}
