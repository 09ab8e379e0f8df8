import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { Restrictions } from "@/data/gen/staff/registry";
import {
  DayBookings,
  type RestrictionKind,
  type RestrictionReason,
  RestrictVisits,
} from "@/data/gen/staff/visits";
import { useRefresh } from "@/data/reads";
import { type Day, daysLater, today } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { Choice, Switch } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { DocumentFields, NO_DOCUMENT } from "../../parts/DocumentFields";
import { restrictionReasonWords, restrictionWords } from "../../words";
import type { Inmate } from "../useFound";

const KINDS: readonly RestrictionKind[] = ["INMATE_SANCTION", "PROTECTIVE_BLOCK", "VISITOR_SANCTION"];
const REASONS: readonly RestrictionReason[] = [
  "DISCIPLINE",
  "GATE_INCIDENT",
  "COURT_ORDER",
  "INMATE_ASKED",
  "SAFETY",
  "HEALTH",
];

/** Bar visits: of this person, of a visitor, or between the two. */
export function RestrictForm({ inmate, onDone }: { inmate: Inmate; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const { id, may } = useOffice();
  const [kind, setKind] = useState<RestrictionKind>("INMATE_SANCTION");
  const [document, setDocument] = useState(NO_DOCUMENT);
  const [everywhere, setEverywhere] = useState(false);
  const [from, setFrom] = useState<Day | undefined>(today());
  const [last, setLast] = useState<Day>();
  const [reason, setReason] = useState<RestrictionReason>();
  const act = useAct(RestrictVisits);
  const refresh = useRefresh();
  const name = `${inmate.givenNames} ${inmate.surnames}`;
  const ofVisitor = kind !== "INMATE_SANCTION";
  const turned = from !== undefined && last !== undefined && (last < from || last < today());
  const ready = from && reason && !turned && (ofVisitor ? document.number.trim() !== "" : last !== undefined);

  const restrict = async () => {
    if (!from || !reason) return;
    const done = await act.run({
      kind,
      establishmentId: id,
      validFrom: from,
      reason,
      ...(last ? { validTo: daysLater(last, 1) } : {}),
      ...(kind === "VISITOR_SANCTION" ? {} : { inmateId: inmate.id }),
      ...(ofVisitor ? { documentKind: document.kind, documentNumber: document.number.trim() } : {}),
      ...(kind === "VISITOR_SANCTION" && everywhere ? { everywhere } : {}),
    });
    if (!done) return;
    refresh(Restrictions, DayBookings);
    onDone(
      plural(done.calledOff, {
        0: "Restricción puesta. No había visitas que cancelar.",
        one: "Restricción puesta. Se canceló # visita.",
        other: "Restricción puesta. Se cancelaron # visitas.",
      }),
    );
  };
  const whom: Record<RestrictionKind, string> = {
    INMATE_SANCTION: t`${name} no recibirá visitas.`,
    VISITOR_SANCTION: t`La persona de ese documento no podrá visitar a nadie de aquí.`,
    PROTECTIVE_BLOCK: t`La persona de ese documento no podrá visitar a ${name}.`,
  };
  return (
    <Card label={t`Poner una restricción`}>
      <Words as="heading">
        <Trans>Poner una restricción</Trans>
      </Words>
      <Choice
        label={t`¿Cuál?`}
        options={KINDS.map((each) => ({ value: each, label: restrictionWords(each), note: whom[each] }))}
        value={kind}
        onChange={setKind}
      />
      {ofVisitor ? <DocumentFields value={document} onChange={setDocument} /> : null}
      {kind === "VISITOR_SANCTION" && may("DIRECTOR") ? (
        <Switch label={t`En todos los lugares, no solo aquí`} value={everywhere} onChange={setEverywhere} />
      ) : null}
      <DateField label={t`Primer día`} value={from} onChange={setFrom} />
      <DateField
        label={ofVisitor ? t`Último día (si lo tiene)` : t`Último día`}
        value={last}
        onChange={setLast}
        error={turned ? t`Debe ser hoy o después, y no antes del primer día.` : undefined}
      />
      <Choice
        label={t`Motivo (las familias no lo ven)`}
        options={REASONS.map((each) => ({ value: each, label: restrictionReasonWords(each) }))}
        value={reason}
        onChange={setReason}
        inline
      />
      <Outcome of={act} />
      {ready ? (
        <Confirm
          label={t`Poner la restricción`}
          yes={t`Sí, poner y cancelar lo reservado`}
          busy={act.busy}
          onYes={() => void restrict()}
        >
          {whom[kind]}{" "}
          <Trans>Las visitas reservadas que toca se cancelarán y avisaremos a las familias.</Trans>
        </Confirm>
      ) : null}
    </Card>
  );
}
