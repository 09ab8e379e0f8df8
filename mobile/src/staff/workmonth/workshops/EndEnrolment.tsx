import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  EndEnrolment as EndEnrolmentDocument,
  type EnrolmentEnd,
  WithdrawWorkConsent,
  WorkDay,
  Workshops,
} from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { Choice } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { enrolmentEndWords } from "../words";
import type { Enrolment } from "./Enrolled";

type Way = EnrolmentEnd | "CONSENT";

const WAYS: readonly EnrolmentEnd[] = ["TRANSFER", "RELEASE", "SANCTION", "CLOSED", "OTHER"];

type Props = { of: Enrolment; name: string; onDone: (words: string) => void };

/** Somebody goes out of a workshop: by their own word, or by another reason; the day is the last one. */
export function EndEnrolment({ of: { enrolmentId }, name, onDone }: Props) {
  const { t } = useLingui();
  const [way, setWay] = useState<Way>();
  const [lastOn, setLastOn] = useState<Day | undefined>(today());
  const [sheet, setSheet] = useState("");
  const end = useAct(EndEnrolmentDocument);
  const withdraw = useAct(WithdrawWorkConsent);
  const refresh = useRefresh();
  const late = way === "CONSENT" && lastOn !== undefined && lastOn > today();
  const last = lastOn ? figures(lastOn) : "";
  const act = way === "CONSENT" ? withdraw : end;
  const done = () => {
    refresh(WorkDay, Workshops);
    onDone(t`El último día de ${name} es el ${last}.`);
  };
  const go = async () => {
    if (!way || !lastOn) return;
    const sure =
      way === "CONSENT"
        ? await withdraw.run({
            enrolmentId,
            withdrawnOn: lastOn,
            ...(sheet.trim() ? { act: sheet.trim() } : {}),
          })
        : await end.run({ enrolmentId, endedOn: lastOn, reason: way });
    if (sure) done();
  };
  return (
    <>
      <Choice<Way>
        label={t`Sacar del taller: ¿por qué?`}
        options={[
          { value: "CONSENT", label: t`Retira su palabra de trabajar` },
          { value: "OWN_WISH", label: enrolmentEndWords("OWN_WISH") },
          ...WAYS.map((each) => ({ value: each, label: enrolmentEndWords(each) })),
        ]}
        value={way}
        onChange={setWay}
        inline
      />
      {way ? (
        <DateField
          label={t`Último día`}
          value={lastOn}
          onChange={setLastOn}
          error={late ? t`Debe ser hoy o antes.` : undefined}
        />
      ) : null}
      {way === "CONSENT" ? (
        <Field
          label={t`Número de la hoja en que lo retira (si la hay)`}
          value={sheet}
          onChange={setSheet}
          autoComplete="off"
          maxLength={120}
        />
      ) : null}
      <Outcome of={act} />
      {way && lastOn && !late ? (
        <Confirm
          label={t`Sacar del taller`}
          yes={t`Sí, es su último día`}
          busy={act.busy}
          onYes={() => void go()}
        >
          <Trans>
            El último día de {name} en este taller es el {last}. Lo que ya trabajó se le paga igual. No se
            puede deshacer: para volver se inscribe otra vez.
          </Trans>
        </Confirm>
      ) : null}
    </>
  );
}
