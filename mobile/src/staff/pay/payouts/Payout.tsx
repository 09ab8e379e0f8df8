import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { RemittanceSteps } from "@/data/gen/staff/statements";
import { useRead } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Reveal } from "@/ui/Reveal";
import { Row } from "@/ui/Row";
import type { Tone } from "@/ui/theme";
import { Facts } from "../../parts/Facts";
import { useReader } from "../consents/Consents";
import { endedWords, nameWords, payeeWords, payoutStateWords, pocketWords } from "../words";
import { DecidePayout } from "./DecidePayout";
import type { PayoutOf } from "./PayoutsScreen";

const TONES: Partial<Record<PayoutOf["state"], Tone>> = {
  ASKED: "warn",
  CONFIRMED: "good",
  RETURNED: "bad",
  REFUSED: "bad",
};

/** One payment: how much, of whom and to whom, where it stands, and what can still be done. */
export function Payout({ of, onDone }: { of: PayoutOf; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const reader = useReader();
  const to = of.to ? reader(of.to) : payeeWords(of.payee);
  const state = payoutStateWords(of.state);
  return (
    <Reveal label={`${soles(of.amount)} · ${nameWords(of)}`} note={`${state} · ${to}`}>
      <State tone={TONES[of.state] ?? "plain"}>{state}</State>
      <Facts
        of={[
          [t`Para`, to],
          [t`De la cuenta`, pocketWords(of.source)],
          [t`Número`, of.reference],
          [t`Lo pidió`, of.askedBy],
          [t`Pedido`, moment(of.askedAt)],
          [t`Lo aprobó`, of.approvedBy],
          [t`Aprobado`, of.approvedAt && moment(of.approvedAt)],
          [t`Motivo`, of.why && endedWords(of.why)],
        ]}
      />
      <Steps id={of.id} />
      <DecidePayout of={of} to={to} onDone={onDone} />
    </Reveal>
  );
}

/** Every move of it, when somebody wants to see them. */
function Steps({ id }: { id: string }) {
  const [open, setOpen] = useState(false);
  if (open) return <Moves id={id} />;
  return (
    <Button look="quiet" icon="clock" onPress={() => setOpen(true)}>
      <Trans>Ver sus pasos</Trans>
    </Button>
  );
}

function Moves({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useRead(RemittanceSteps, { remittanceId: id });
  return (
    <Await read={read}>
      {({ remittanceSteps }) => (
        <List label={t`Sus pasos`}>
          {remittanceSteps.map((each) => (
            <Row
              key={`${each.state} ${each.at}`}
              title={payoutStateWords(each.state)}
              note={[moment(each.at), each.byWhom ?? t`Lo dijo el banco`, each.why && endedWords(each.why)]
                .filter(Boolean)
                .join(" · ")}
            />
          ))}
        </List>
      )}
    </Await>
  );
}
