import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { useAct } from "@/data/acts";
import { ClosedDays, type ClosedDaysQuery, ReopenDays } from "@/data/gen/staff/visits";
import { useRefresh } from "@/data/reads";
import { typeWords } from "@/family/visits/words";
import { Confirm } from "@/ui/Confirm";
import { Outcome } from "@/ui/Outcome";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { closureWords, pavilionWords } from "../words";
import { useSpan } from "./useSpan";

type Closure = ClosedDaysQuery["closedDays"]["nodes"][number];

/** Days that are closed, why, and the way to open them again. */
export function ClosureLine({
  closure,
  onReopened,
}: {
  closure: Closure;
  onReopened: (words: string) => void;
}) {
  const { t } = useLingui();
  const styles = useStyles();
  const reopen = useAct(ReopenDays);
  const refresh = useRefresh();
  const days = useSpan()(closure.firstOn, closure.lastOn);
  const types = closure.visitTypes?.map(typeWords).join(", ");
  return (
    <View style={styles.line}>
      <Words as="strong">{days}</Words>
      <Words>
        {pavilionWords(closure.pavilion) || t`Todo el lugar`} · {types ?? t`todas las visitas`}
      </Words>
      {closure.reason ? <Words as="small">{closureWords(closure.reason)}</Words> : null}
      <Outcome of={reopen} />
      <Confirm
        label={t`Volver a abrir`}
        yes={t`Sí, abrir`}
        danger={false}
        busy={reopen.busy}
        onYes={() =>
          void reopen.run({ closureId: closure.id }).then((done) => {
            if (!done) return;
            onReopened(t`Otra vez se puede reservar ${days}.`);
            refresh(ClosedDays);
          })
        }
      >
        <Trans>
          Las familias podrán reservar otra vez. Las visitas que ya se cancelaron siguen canceladas.
        </Trans>
      </Confirm>
    </View>
  );
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
