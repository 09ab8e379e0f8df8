import { useId } from "react";
import { View } from "react-native";
import { Words } from "@/ui/Words";

/** What is wrong with several fields together, beneath them. */
export function GroupFault({ children }: { children: string | undefined }) {
  const id = useId();
  if (!children) return null;
  return (
    <View nativeID={`${id}e`} role="alert">
      <Words tone="bad">{children}</Words>
    </View>
  );
}
