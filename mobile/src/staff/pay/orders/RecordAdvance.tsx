import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { PersonPay, RecordAdvance, WaitingCorrections } from "@/data/gen/staff/statements";
import { Workshops } from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { type Day, today } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Await } from "@/ui/Await";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { useOffice } from "../../office/office";
import { usePages } from "../../pages";
import { centimosOf } from "../../workmonth/amounts";
import { Keep, SolesField } from "./fields";
import type { FormProps } from "./RecordActs";

const MOST_PARTS = 24;

/** Materials given in advance, paid back in monthly parts; somebody else approves them. */
export function RecordAdvanceForm({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [workshopId, setWorkshopId] = useState<string>();
  const [typed, setTyped] = useState("");
  const [many, setMany] = useState("1");
  const [givenOn, setGivenOn] = useState<Day | undefined>(today());
  const record = useAct(RecordAdvance);
  const refresh = useRefresh();
  const read = usePages(Workshops, { establishmentId: id }, (answer) => answer.workshops, { whole: true });
  const amount = centimosOf(typed);
  const parts =
    /^\d{1,2}$/.test(many) && Number(many) >= 1 && Number(many) <= MOST_PARTS ? Number(many) : undefined;
  const keep = async () => {
    if (!workshopId || !amount || !givenOn || !parts) return;
    if (!(await record.run({ inmateId: pay.inmateId, workshopId, amount, givenOn, parts }))) return;
    refresh(PersonPay, WaitingCorrections);
    onDone(t`Anotado. Otra persona tiene que aprobarlo.`);
  };
  const sum = soles(amount ?? 0);
  return (
    <>
      <Await read={read}>
        {(workshops) => (
          <Choice
            label={t`¿En qué taller?`}
            options={workshops
              .filter((each) => !each.closedOn)
              .map((each) => ({ value: each.id, label: each.name }))}
            value={workshopId}
            onChange={setWorkshopId}
            inline
          />
        )}
      </Await>
      <SolesField label={t`Cuánto valen los materiales`} value={typed} onChange={setTyped} />
      <Field
        label={t`En cuántas cuotas`}
        hint={t`De 1 a 24 meses`}
        value={many}
        onChange={setMany}
        inputMode="numeric"
        maxLength={2}
      />
      <DateField label={t`Día de la entrega`} value={givenOn} onChange={setGivenOn} />
      <Keep of={record} onYes={() => void keep()}>
        {workshopId && amount && givenOn && parts ? (
          <Trans>
            Cuando otra persona lo apruebe, los {sum} se descuentan en {parts} cuotas mensuales.
          </Trans>
        ) : null}
      </Keep>
    </>
  );
}
