import { AppState } from "react-native";

/** Call when a connection may be back: the app is looked at again. Answers how to stop. */
export function onWake(call: () => void): () => void {
  const listening = AppState.addEventListener("change", (state) => {
    if (state === "active") call();
  });
  return () => listening.remove();
}
