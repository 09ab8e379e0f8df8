import type { GestureResponderEvent } from "react-native";
import { go } from "./history";

type Click = { ctrlKey?: boolean; metaKey?: boolean };

/** What makes a Pressable lead to a screen: a real link in a browser, which can be opened in a new tab. */
export function link(to: string) {
  return {
    role: "link" as const,
    href: to,
    onPress: (event: GestureResponderEvent) => {
      const { ctrlKey, metaKey } = event.nativeEvent as unknown as Click;
      if (ctrlKey || metaKey) return;
      event.preventDefault();
      go(to);
    },
  };
}
