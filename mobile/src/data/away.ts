import { useEffect } from "react";
import { AppState } from "react-native";
import { lock } from "./session";

/** Milliseconds that a profile with a PIN stays open while nobody looks at it. */
export const AWAY = 5 * 60_000;

/** Ask for the PIN again after five minutes in the background. */
export function useLockWhenAway(hasPin: boolean): void {
  useEffect(() => {
    if (!hasPin) return;
    let since: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listening = AppState.addEventListener("change", (state) => {
      clearTimeout(timer);
      if (state !== "active") {
        since ??= Date.now();
        timer = setTimeout(() => void lock(), AWAY);
        return;
      }
      // A phone that sleeps runs no timer: look at the clock as well.
      if (since !== undefined && Date.now() - since >= AWAY) void lock();
      since = undefined;
    });
    return () => {
      clearTimeout(timer);
      listening.remove();
    };
  }, [hasPin]);
}
