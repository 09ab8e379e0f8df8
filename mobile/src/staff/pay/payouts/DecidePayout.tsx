import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  ApproveRemittance,
  CancelRemittance,
  MonthClosing,
  PersonPockets,
  RefuseRemittance,
  RemittanceSteps,
  Remittances,
  type RemittanceWhy,
} from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { soles } from "@/l10n/money";
import { Choice } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { Outcome } from "@/ui/Outcome";
import { endedWords, nameWords } from "../words";
import type { PayoutOf } from "./PayoutsScreen";

const WHY: readonly RemittanceWhy[] = ["ASKED_WRONGLY", "NOT_DUE", "NOT_WANTED", "OTHER"];

type Props = { of: PayoutOf; to: string; onDone: (words: string) => void };

/** Let it go out, refuse it, or take it back: until a bank may have it. Who asked never approves or refuses. */
export function DecidePayout({ of, to, onDone }: Props) {
  const { t } = useLingui();
  const [why, setWhy] = useState<RemittanceWhy>();
  const approve = useAct(ApproveRemittance);
  const refuse = useAct(RefuseRemittance);
  const cancel = useAct(CancelRemittance);
  const refresh = useRefresh();
  if (of.handed || (of.state !== "ASKED" && of.state !== "APPROVED")) return null;
  const [amount, name, remittanceId] = [soles(of.amount), nameWords(of), of.id];
  const moved = (words: string) => {
    onDone(words);
    refresh(Remittances, RemittanceSteps, PersonPockets, MonthClosing);
  };
  return (
    <>
      <Outcome of={approve} />
      {of.state === "ASKED" ? (
        <Confirm
          label={t`Aprobar el envío`}
          icon="check"
          yes={t`Sí, aprobar ${amount}`}
          busy={approve.busy}
          onYes={() =>
            void approve
              .run({ remittanceId })
              .then((done) => done && moved(t`Aprobado: ${amount} para ${to}.`))
          }
        >
          <Trans>
            Salen {amount} de {name} para {to}, en el próximo archivo del banco.
          </Trans>
        </Confirm>
      ) : null}
      <Choice
        label={t`O que no salga: ¿por qué?`}
        options={WHY.map((each) => ({ value: each, label: endedWords(each) }))}
        value={why}
        onChange={setWhy}
        inline
      />
      <Outcome of={refuse} />
      <Outcome of={cancel} />
      {why && of.state === "ASKED" ? (
        <Confirm
          label={t`Rechazar el envío`}
          yes={t`Sí, rechazar`}
          busy={refuse.busy}
          onYes={() =>
            void refuse
              .run({ remittanceId, why })
              .then((done) => done && moved(t`Rechazado: ${amount} vuelven a quedar libres.`))
          }
        >
          <Trans>
            No salen los {amount}: vuelven a quedar libres en la cuenta de {name}.
          </Trans>
        </Confirm>
      ) : null}
      {why ? (
        <Confirm
          label={t`Anular el envío`}
          yes={t`Sí, anular`}
          busy={cancel.busy}
          onYes={() =>
            void cancel
              .run({ remittanceId, why })
              .then((done) => done && moved(t`Anulado: ${amount} vuelven a quedar libres.`))
          }
        >
          <Trans>
            El envío se retira: los {amount} vuelven a quedar libres en la cuenta de {name}.
          </Trans>
        </Confirm>
      ) : null}
    </>
  );
}
