import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { useAct } from "@/data/acts";
import { type EndReason, EndTie, InmateTies, type InmateTiesQuery } from "@/data/gen/staff/registry";
import { DayBookings } from "@/data/gen/staff/visits";
import { useRefresh } from "@/data/reads";
import { kinshipWords } from "@/family/people/kinship";
import { dayAt, figures } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { documentWords, endReasonWords } from "../../words";

type Tie = InmateTiesQuery["inmateTies"]["nodes"][number];

const REASONS: readonly EndReason[] = ["INMATE_ASKED", "KINSHIP_ENDED", "CONFIRMED_BY_MISTAKE", "PROTECTION"];

/** A confirmed tie, and the way to end it. */
export function TieLine({ tie }: { tie: Tie }) {
  const { t } = useLingui();
  const styles = useStyles();
  const [ending, setEnding] = useState(false);
  const [ended, setEnded] = useState<string>();
  const since = figures(dayAt(tie.confirmedAt));
  const document = `${documentWords(tie.documentKind)} ${tie.documentNumber}`;
  const name = `${tie.givenNames} ${tie.surnames}`;
  if (ended) {
    return (
      <View style={styles.line}>
        <Note tone="good" urgent>
          {ended}
        </Note>
      </View>
    );
  }
  return (
    <View style={styles.line}>
      <Words as="strong">{name}</Words>
      <Words>
        {kinshipWords(tie.kinship)} · {document}
      </Words>
      <Words as="small">
        <Trans>Confirmado el {since}</Trans>
      </Words>
      {ending ? (
        <End tie={tie} name={name} onEnded={setEnded} onBack={() => setEnding(false)} />
      ) : (
        <Button look="quiet" label={t`Terminar el vínculo de ${name}`} onPress={() => setEnding(true)}>
          <Trans>Terminar el vínculo</Trans>
        </Button>
      )}
    </View>
  );
}

type EndProps = { tie: Tie; name: string; onEnded: (words: string) => void; onBack: () => void };

function End({ tie, name, onEnded, onBack }: EndProps) {
  const { t } = useLingui();
  const [reason, setReason] = useState<EndReason>();
  const act = useAct(EndTie);
  const refresh = useRefresh();
  const gone = act.problem?.code === "ALREADY_DECIDED";
  const end = async () => {
    if (!reason) return;
    const done = await act.run({ tieId: tie.id, version: tie.version, reason });
    if (!done) return;
    onEnded(
      plural(done.calledOff, {
        0: "El vínculo terminó.",
        one: "El vínculo terminó y se canceló # visita.",
        other: "El vínculo terminó y se cancelaron # visitas.",
      }),
    );
    refresh(DayBookings);
  };
  return (
    <>
      <Choice
        label={t`¿Por qué termina? (la familia no lo ve)`}
        options={REASONS.map((each) => ({ value: each, label: endReasonWords(each) }))}
        value={reason}
        onChange={setReason}
      />
      <Note tone="warn">
        <Trans>{name} ya no podrá visitar, y sus visitas reservadas se cancelarán.</Trans>
      </Note>
      <Outcome of={act} />
      {gone ? (
        <Button onPress={() => refresh(InmateTies)}>
          <Trans>Actualizar la lista</Trans>
        </Button>
      ) : (
        <Button look="danger" busy={act.busy} disabled={!reason} onPress={() => void end()}>
          <Trans>Sí, terminar el vínculo</Trans>
        </Button>
      )}
      <Button look="quiet" disabled={act.busy} onPress={onBack}>
        <Trans>No, volver</Trans>
      </Button>
    </>
  );
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
