import { enableAppSwitcherProtectionAsync, preventScreenCaptureAsync } from "expo-screen-capture";
import { Platform } from "react-native";

/** An app has no title outside of it: the switcher shows its neutral name. */
export function announce(_title: string): void {}

/** There is no title that could say anything. */
export function sayNoTitles(_none: boolean): void {}

/** The system's reader follows the phone's language. */
export function setLanguageOfScreen(_language: string): void {}

/** Screens are mounted anew: the system's reader begins at their top by itself. */
export function focusHeading(): void {}

/** What is wrong is said at the end of a form, too, where whoever sent it is. */
export function showFault(): void {}

/** The system scales letters by itself. */
export function letterScale(): number {
  return 1;
}

/** There are no words of a page to take away. */
export function dropShell(): void {}

/** An app is not tried out with invented people. */
export function demoAddress(): string | undefined {
  return undefined;
}

/** An app opens without a connection anyway. */
export function keepForLater(): void {}

/** The list of recent apps shows an empty card, and nothing of it can be photographed. */
export function hideInSwitcher(): void {
  void preventScreenCaptureAsync();
  if (Platform.OS === "ios") void enableAppSwitcherProtectionAsync();
}
