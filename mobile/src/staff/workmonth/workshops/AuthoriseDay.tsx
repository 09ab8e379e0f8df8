import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AuthoriseDay as AuthoriseDayDocument } from "@/data/gen/staff/work";
import { type Day, longDay } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";

const SHORTEST = 10;

/** What the Technical Council allowed: a Sunday or holiday that counts, in one workshop or in all of the place. */
export function AuthoriseDay({ workshop, onDone }: { workshop?: string; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [onDay, setOnDay] = useState<Day>();
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState("");
  const act = useAct(AuthoriseDayDocument);
  const ready = onDay && number.trim() && reason.trim().length >= SHORTEST;
  const authorise = async () => {
    if (!onDay) return;
    const about = { onDay, number: number.trim(), reason: reason.trim() };
    const where = workshop ? { workshopId: workshop } : {};
    if (!(await act.run({ establishmentId: id, ...about, ...where }))) return;
    const day = longDay(onDay);
    onDone(t`Guardado: el trabajo del ${day} cuenta.`);
  };
  return (
    <Card label={t`Autorizar un domingo o feriado`}>
      <Words as="heading">
        <Trans>Autorizar un domingo o feriado</Trans>
      </Words>
      <Words as="small">
        {workshop ? (
          <Trans>Vale para este taller.</Trans>
        ) : (
          <Trans>Vale para todos los talleres de este lugar.</Trans>
        )}
      </Words>
      <DateField label={t`Día`} value={onDay} onChange={setOnDay} />
      <Field
        label={t`Número del acta`}
        value={number}
        onChange={setNumber}
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={40}
      />
      <Field
        label={t`Motivo que dice el acta`}
        hint={t`Diez letras por lo menos`}
        value={reason}
        onChange={setReason}
        multiline
        maxLength={400}
      />
      <Outcome of={act} />
      <Button busy={act.busy} disabled={!ready} onPress={() => void authorise()}>
        <Trans>Guardar la autorización</Trans>
      </Button>
    </Card>
  );
}
