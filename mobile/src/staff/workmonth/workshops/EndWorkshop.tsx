import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { EndWorkshop as EndWorkshopDocument, Workshops } from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";
import { peopleWords } from "../words";
import type { Acts } from "./WorkshopScreen";

/** The end of a workshop: nobody is enrolled in it any more. */
export function EndWorkshop({ workshop, onDone }: Pick<Acts, "workshop" | "onDone">) {
  const { t } = useLingui();
  const [closedOn, setClosedOn] = useState<Day | undefined>(today());
  const act = useAct(EndWorkshopDocument);
  const refresh = useRefresh();
  const wrong = closedOn !== undefined && (closedOn > today() || closedOn < workshop.openedOn);
  const last = closedOn ? figures(closedOn) : "";
  const [name, people] = [workshop.name, peopleWords(workshop.people)];
  const end = async () => {
    if (!closedOn || !(await act.run({ workshopId: workshop.id, closedOn }))) return;
    refresh(Workshops);
    onDone(t`El taller terminó el ${last}.`);
  };
  return (
    <Reveal label={t`Terminar el taller`}>
      <DateField
        label={t`Último día del taller`}
        value={closedOn}
        onChange={setClosedOn}
        error={wrong ? t`Debe ser hoy o antes, y no antes de que el taller empezara.` : undefined}
      />
      <Outcome of={act} />
      {closedOn && !wrong ? (
        <Confirm label={t`Terminar el taller`} yes={t`Sí, terminar`} busy={act.busy} onYes={() => void end()}>
          <Trans>
            El último día de {name} es el {last}. Después nadie entra en él. Hoy tiene {people}: a cada una se
            le termina aparte. No se puede volver a abrir.
          </Trans>
        </Confirm>
      ) : null}
    </Reveal>
  );
}
