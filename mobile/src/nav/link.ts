import type { GestureResponderEvent } from "react-native";
import { go } from "./history";

type Click = { ctrlKey?: boolean; metaKey?: boolean };

/**
 * What makes a Pressable lead to a screen: a real link in a browser, which can be opened in a new tab. `leaving`: what
 * stands in the place of this screen for who comes back.
 */
export function link(to: string, leaving?: string) {
  return {
    role: "link" as const,
    href: to,
    onPress: (event: GestureResponderEvent) => {
      const { ctrlKey, metaKey } = event.nativeEvent as unknown as Click;
      if (ctrlKey || metaKey) return;
      event.preventDefault();
      if (leaving) go(leaving, { replace: true });
      go(to);
    },
  };
}
