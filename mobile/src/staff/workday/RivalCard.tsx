import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { useAct } from "@/data/acts";
import { type KeptReport, SettleConflict, WorkConflicts, WorkDay } from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { longDay, moment } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { entryOf } from "./entries";
import { PersonLineFacts } from "./PersonLineFacts";
import type { Rival } from "./RivalsScreen";
import { useSheet } from "./useSheet";
import { useWorkbox } from "./Workday";
import { dayAndShift } from "./words";

const SHORTEST = 10;

/** Two versions of one shift, and the way to say which one stands. */
export function RivalCard({ of }: { of: Rival }) {
  const { t } = useLingui();
  const styles = useStyles();
  const { said, stands, worker } = of;
  const { sheet } = useSheet(stands.workshopId, said.workedOn);
  const prices = sheet?.prices ?? [];
  const name =
    worker.surnames === null ? t`Ya no está aquí` : `${worker.surnames}, ${worker.givenNames ?? ""}`;
  const day = dayAndShift(longDay(said.workedOn), said.shift);
  const [first, second] = [moment(stands.recordedAt), moment(of.recordedAt)];
  return (
    <Card label={name}>
      <Words as="heading">{name}</Words>
      <Words>{day}</Words>
      <View style={styles.two}>
        <View style={styles.one} role="group" aria-label={t`La que está anotada`}>
          <Words as="strong">
            <Trans>La que está anotada</Trans>
          </Words>
          <Words as="small">
            <Trans>Llegó {first}</Trans>
          </Words>
          <PersonLineFacts entry={entryOf(stands)} prices={prices} />
        </View>
        <View style={styles.one} role="group" aria-label={t`La que llegó después`}>
          <Words as="strong">
            <Trans>La que llegó después</Trans>
          </Words>
          <Words as="small">
            <Trans>Llegó {second}</Trans>
          </Words>
          <PersonLineFacts entry={entryOf(said)} prices={prices} />
        </View>
      </View>
      <Settle of={of} name={name} />
    </Card>
  );
}

function Settle({ of, name }: { of: Rival; name: string }) {
  const { t } = useLingui();
  const { box } = useWorkbox();
  const act = useAct(SettleConflict);
  const refresh = useRefresh();
  const [keep, setKeep] = useState<KeptReport>();
  const [reason, setReason] = useState("");
  const [looked, setLooked] = useState(false);
  const short = keep === "MINE" && reason.trim().length < SHORTEST;
  const settle = async () => {
    setLooked(true);
    if (!keep || short) return;
    if (!(await act.run({ conflictId: of.id, keep, reason: keep === "MINE" ? reason.trim() : "" }))) return;
    await box.drop([of.said.id]);
    refresh(WorkConflicts, WorkDay);
  };
  return (
    <>
      <Choice
        label={t`¿Cuál vale?`}
        options={[
          { value: "THEIRS" as const, label: t`La que está anotada` },
          { value: "MINE" as const, label: t`La que llegó después` },
        ]}
        value={keep}
        onChange={setKeep}
        error={looked && !keep ? t`Elija una de las dos.` : undefined}
      />
      {keep === "MINE" ? (
        <Field
          label={t`Por qué vale esa`}
          hint={t`Diez letras o más`}
          value={reason}
          onChange={setReason}
          maxLength={200}
          error={looked && short ? t`El motivo es muy corto. Escriba por lo menos diez letras.` : undefined}
        />
      ) : null}
      <Button
        icon="check"
        busy={act.busy}
        label={t`Guardar la decisión sobre ${name}`}
        onPress={() => void settle()}
      >
        <Trans>Guardar la decisión</Trans>
      </Button>
      <Outcome of={act} />
    </>
  );
}

const useStyles = themed(({ colours }) => ({
  two: { flexDirection: "row", flexWrap: "wrap", gap: 12 },
  one: {
    flexGrow: 1,
    flexBasis: 130,
    gap: 8,
    padding: 12,
    borderRadius: 12,
    borderWidth: 1,
    borderColor: colours.line,
  },
}));
