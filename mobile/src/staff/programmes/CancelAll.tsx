import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { CancelAllEvents, OfficeEvent, OfficeEvents } from "@/data/gen/staff/programmes";
import { useRefresh } from "@/data/reads";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { StepUp } from "../account/StepUp";
import { useSteppedUp } from "../account/useSteppedUp";
import { useOffice } from "../office/office";
import { SHORTEST_WHY } from "./faults";
import { datesWords, familiesWords } from "./words";

/** In an emergency: everything that is still to come at this place is cancelled at once, and who would come is told. */
export function CancelAll({ onDone }: { onDone: (words: string) => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [why, setWhy] = useState("");
  const act = useSteppedUp(CancelAllEvents);
  const refresh = useRefresh();
  const reason = why.trim();
  const cancel = async () => {
    const done = await act.run({ establishmentId: id, why: reason });
    // Also when it was refused: something may have changed meanwhile.
    refresh(OfficeEvents, OfficeEvent);
    if (!done) return;
    setWhy("");
    const events = plural(done.events, { one: "# actividad", other: "# actividades" });
    const [dates, told] = [datesWords(done.dates), familiesWords(done.told)];
    onDone(
      done.dates === 0
        ? t`No había nada por venir que cancelar.`
        : t`Canceladas: ${events}, ${dates}. Se avisa a ${told}.`,
    );
  };
  return (
    <Card label={t`Emergencia`}>
      <Words as="heading">
        <Trans>Emergencia</Trans>
      </Words>
      <Field
        label={t`Por qué se cancela todo`}
        hint={t`Las familias lo leen: sin nombres, y sin decir qué lugar es este.`}
        value={why}
        onChange={setWhy}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={200}
      />
      <StepUp of={act} />
      {reason.length >= SHORTEST_WHY && !act.waiting ? (
        <Confirm
          label={t`Cancelar todas las actividades`}
          icon="alert"
          yes={t`Sí, cancelar todo ahora`}
          busy={act.busy}
          onYes={() => void cancel()}
        >
          <Trans>
            Se cancelan ahora mismo todas las fechas por venir de todas las actividades de este lugar, y se
            avisa a todas las familias que iban a venir. No se puede deshacer: habría que publicarlas otra
            vez.
          </Trans>
        </Confirm>
      ) : null}
    </Card>
  );
}
