import { useRef } from "react";
import type { View } from "react-native";

/** Whether something is on the screen or close to it. A native list is short: all of it is. */
export function useNear() {
  return { ref: useRef<View>(null), near: true };
}
