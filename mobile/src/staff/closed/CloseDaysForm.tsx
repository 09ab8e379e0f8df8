import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import type { VisitType } from "@/data/gen/documents";
import { CloseDays, ClosedDays, type ClosureReason, DayBookings } from "@/data/gen/staff/visits";
import { useRefresh } from "@/data/reads";
import { typeWords } from "@/family/visits/words";
import { type Day, today } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { Choice, Choices } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { closureWords } from "../words";
import { useSpan } from "./useSpan";
import { Where } from "./Where";

const REASONS: readonly ClosureReason[] = [
  "SEARCH",
  "DISTURBANCE",
  "EMERGENCY",
  "HEALTH",
  "MAINTENANCE",
  "STAFF",
  "HOLIDAY",
];
const TYPES: readonly VisitType[] = ["ORDINARY", "CHILDREN", "EXTRAORDINARY", "INTIMATE", "VIRTUAL"];
/** Close days: it says beforehand what that does to who has booked, and afterwards what it did. */
export function CloseDaysForm({ onClosed }: { onClosed: (words: string) => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const span = useSpan();
  const refresh = useRefresh();
  const [firstOn, setFirstOn] = useState<Day>();
  const [lastOn, setLastOn] = useState<Day>();
  const [pavilionId, setPavilionId] = useState<string | null>();
  const [types, setTypes] = useState<VisitType[]>([]);
  const [reason, setReason] = useState<ClosureReason>();
  const act = useAct(CloseDays);
  const last = lastOn ?? firstOn;
  const past = firstOn !== undefined && firstOn < today();
  const turned = firstOn !== undefined && last !== undefined && last < firstOn;
  const days = firstOn && last && !past && !turned ? span(firstOn, last) : undefined;

  const close = async () => {
    if (!firstOn || !last || !reason) return;
    const about = {
      ...(pavilionId ? { pavilionId } : {}),
      ...(types.length > 0 ? { visitTypes: types } : {}),
    };
    const done = await act.run({ establishmentId: id, firstOn, lastOn: last, reason, ...about });
    if (!done) return;
    refresh(ClosedDays, DayBookings);
    setReason(undefined); // it is done: whoever closes other days begins by saying why
    onClosed(
      plural(done.calledOff, {
        0: "Cerrado. No había visitas reservadas.",
        one: "Cerrado. Se canceló # visita y avisamos a su familia.",
        other: "Cerrado. Se cancelaron # visitas y avisamos a sus familias.",
      }),
    );
  };
  return (
    <Card label={t`Cerrar días`}>
      <Words as="heading">
        <Trans>Cerrar días</Trans>
      </Words>
      <DateField
        label={t`Primer día`}
        value={firstOn}
        onChange={setFirstOn}
        error={past ? t`Ese día ya pasó.` : undefined}
      />
      <DateField
        label={t`Último día (si son varios)`}
        value={lastOn}
        onChange={setLastOn}
        error={turned ? t`Debe ser el primer día o uno después.` : undefined}
      />
      <Where pavilionId={pavilionId} onChange={setPavilionId} />
      <Choices
        label={t`¿Qué visitas? Sin marcar: todas`}
        options={TYPES.map((each) => ({ value: each, label: typeWords(each) }))}
        values={types}
        onChange={setTypes}
        inline
      />
      <Choice
        label={t`Motivo (las familias no lo ven)`}
        options={REASONS.map((each) => ({ value: each, label: closureWords(each) }))}
        value={reason}
        onChange={setReason}
        inline
      />
      <Outcome of={act} />
      {days && reason && pavilionId !== null ? (
        <Confirm
          label={t`Cerrar`}
          icon="cross"
          yes={t`Sí, cerrar y cancelar lo reservado`}
          busy={act.busy}
          onYes={() => void close()}
        >
          <Trans>
            No habrá visitas {days}. Las visitas reservadas se cancelarán ahora mismo y avisaremos a las
            familias. Si después vuelve a abrir, esas visitas siguen canceladas.
          </Trans>
        </Confirm>
      ) : (
        <Words as="small">
          <Trans>Escriba el día y elija el motivo.</Trans>
        </Words>
      )}
    </Card>
  );
}
