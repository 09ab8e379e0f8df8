import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  EndAgreement as EndAgreementDocument,
  WorkshopAgreements,
  type WorkshopAgreementsQuery,
  Workshops,
} from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";

type Agreement = WorkshopAgreementsQuery["workshopAgreements"]["nodes"][number];

/** The end of a convenio before its time; whoever is enrolled stays. */
export function EndAgreement({ of, onDone }: { of: Agreement; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const [endedOn, setEndedOn] = useState<Day | undefined>(today());
  const act = useAct(EndAgreementDocument);
  const refresh = useRefresh();
  const early = endedOn !== undefined && endedOn < of.signedOn;
  const idle = endedOn !== undefined && of.validTo !== null && endedOn >= of.validTo;
  const last = endedOn ? figures(endedOn) : "";
  const { number } = of;
  const end = async () => {
    if (!endedOn || !(await act.run({ agreementId: of.id, endedOn }))) return;
    refresh(WorkshopAgreements, Workshops);
    onDone(t`El convenio ${number} termina el ${last}.`);
  };
  return (
    <Reveal label={t`Terminar antes este convenio`} about={number}>
      <DateField
        label={t`Último día del convenio`}
        value={endedOn}
        onChange={setEndedOn}
        error={
          early
            ? t`Debe ser el día de la firma o después.`
            : idle
              ? t`Debe ser antes del último día que ya tiene.`
              : undefined
        }
      />
      <Outcome of={act} />
      {endedOn && !early && !idle ? (
        <Confirm
          label={t`Terminar el convenio`}
          yes={t`Sí, terminar`}
          busy={act.busy}
          onYes={() => void end()}
        >
          <Trans>
            El último día del convenio {number} es el {last}. Quienes están inscritos siguen en el taller. No
            se puede deshacer: para seguir se agrega otro convenio.
          </Trans>
        </Confirm>
      ) : null}
    </Reveal>
  );
}
