import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { moment } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { List } from "@/ui/Card";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { hoursWords } from "../workmonth/amounts";
import type { Waiting } from "./CorrectionsScreen";
import { nameWords } from "./words";

type Refused = Waiting["refused"][number];

/** What one recorded and somebody did not approve, and why. */
export function RefusedOfMine({ of }: { of: readonly Refused[] }) {
  const { t } = useLingui();
  const styles = useStyles();
  if (of.length === 0) return null;
  return (
    <>
      <Words as="heading">
        <Trans>Lo que usted anotó y no se aprobó</Trans>
      </Words>
      <List label={t`Lo que usted anotó y no se aprobó`}>
        {of.map((each) => {
          const [at, by] = [moment(each.endedAt), each.endedBy ?? ""];
          return (
            <View key={each.id} style={styles.line}>
              <Words as="strong">{nameWords(each)}</Words>
              <Words>{aboutWords(each)}</Words>
              <Words>“{each.why}”</Words>
              <Words as="small">
                {at} {by}
              </Words>
            </View>
          );
        })}
      </List>
    </>
  );
}

/** Money, hours or both. */
function aboutWords({ amount, minutes }: Refused): string {
  return [...(amount ? [soles(amount)] : []), ...(minutes ? [hoursWords(minutes)] : [])].join(" · ");
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
