import { useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { Words } from "@/ui/Words";
import { groupedCode, spelledCode } from "./code";

/** The short code in very large type, to be read aloud, copied, and spelled by readers of the screen. */
export function BigCode({ reference }: { reference: string }) {
  const { t } = useLingui();
  const spelled = spelledCode(reference);
  return (
    <View role="img" accessible aria-label={t`Código: ${spelled}`}>
      <Words as="huge" centred selectable>
        {groupedCode(reference)}
      </Words>
    </View>
  );
}
