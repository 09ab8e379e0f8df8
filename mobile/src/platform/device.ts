import { getLocales } from "expo-localization";
import { Platform } from "react-native";

/** What the owner of the account will read in the list of devices. */
export function deviceLabel(): string {
  return Platform.OS === "ios" ? "iPhone" : "Android";
}

/** The languages its owner prefers, best first. */
export function preferredLanguages(): readonly string[] {
  return getLocales().map((each) => each.languageTag);
}

/** The system itself holds back apps on a metered connection. */
export function savesData(): boolean {
  return false;
}
