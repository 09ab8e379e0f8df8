import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { DecideTie, type TieDecision, TieQueue, type TieReason } from "@/data/gen/staff/registry";
import { useRefresh } from "@/data/reads";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { tieReasonWords } from "../words";
import { Candidates } from "./Candidates";
import type { TieRequest } from "./QueueScreens";

const REASONS: Record<TieDecision, readonly TieReason[]> = {
  APPROVE: ["ON_INMATES_LIST", "INMATE_AGREED", "KINSHIP_PROVEN"],
  REFUSE: [
    "NO_MATCH",
    "INMATE_DECLINED",
    "KINSHIP_NOT_PROVEN",
    "IDENTITY_DOUBTFUL",
    "REPEATED",
    "PROTECTION",
  ],
};

type Props = { request: TieRequest; onDecided: (request: TieRequest, words: string) => void };

/** Approve for one person of the list, or refuse; a reason for either, which no family reads. */
export function Decide({ request, onDecided }: Props) {
  const { t } = useLingui();
  const [decision, setDecision] = useState<TieDecision>();
  const [inmateId, setInmateId] = useState<string>();
  const [reason, setReason] = useState<TieReason>();
  const act = useAct(DecideTie);
  const refresh = useRefresh();
  const asker = `${request.asker.givenNames} ${request.asker.surnames}`;
  const meant = nameOf(request, inmateId);
  const gone = act.problem?.code === "ALREADY_DECIDED" || act.problem?.code === "NOT_FOUND";

  const choose = (next: TieDecision) => {
    setDecision(next);
    setReason(undefined);
    act.clear();
  };
  const leave = (words: string) => {
    onDecided(request, words);
    refresh(TieQueue);
  };
  const decide = async () => {
    if (!decision || !reason) return;
    const { id, version } = request;
    const about = decision === "APPROVE" && inmateId ? { inmateId } : {};
    const done = await act.run({ tieId: id, version, decision, reason, ...about });
    if (done)
      leave(done.approved ? t`Aprobado: ${asker} con ${meant}.` : t`Rechazado: el pedido de ${asker}.`);
  };
  return (
    <Card label={t`Decisión`}>
      {decision === "REFUSE" ? null : (
        <Candidates of={request.candidates} value={inmateId} onChange={setInmateId} />
      )}
      <Choice
        label={t`Decisión`}
        inline
        options={[
          { value: "APPROVE", label: t`Aprobar`, disabled: request.candidates.length === 0 },
          { value: "REFUSE", label: t`Rechazar` },
        ]}
        value={decision}
        onChange={choose}
      />
      {decision ? (
        <Choice
          label={t`Motivo (la familia no lo ve)`}
          options={REASONS[decision].map((each) => ({ value: each, label: tieReasonWords(each) }))}
          value={reason}
          onChange={setReason}
        />
      ) : (
        <Words as="small">
          <Trans>Antes de decidir, compare el documento con los datos de arriba.</Trans>
        </Words>
      )}
      <Outcome of={act} />
      {gone ? (
        <Button onPress={() => leave(t`Ese pedido ya estaba resuelto.`)}>
          <Trans>Ver el siguiente pedido</Trans>
        </Button>
      ) : null}
      {decision && !gone ? (
        <Submit
          decision={decision}
          meant={meant}
          busy={act.busy}
          ready={reason !== undefined && (decision === "REFUSE" || meant !== "")}
          onPress={() => void decide()}
        />
      ) : null}
    </Card>
  );
}

type SubmitProps = {
  decision: TieDecision;
  meant: string;
  busy: boolean;
  ready: boolean;
  onPress: () => void;
};

/** The button that does it, by its whole name. */
function Submit({ decision, meant, busy, ready, onPress }: SubmitProps) {
  const { t } = useLingui();
  const approve = meant ? t`Aprobar con ${meant}` : t`Aprobar`;
  const refuse = decision === "REFUSE";
  return (
    <Button look={refuse ? "danger" : "main"} busy={busy} disabled={!ready} onPress={onPress}>
      {refuse ? t`Rechazar el pedido` : approve}
    </Button>
  );
}

function nameOf({ candidates }: TieRequest, inmateId: string | undefined): string {
  const candidate = candidates.find((each) => each.inmateId === inmateId);
  return candidate ? `${candidate.givenNames} ${candidate.surnames}` : "";
}
