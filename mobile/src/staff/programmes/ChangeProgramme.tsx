import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { EditProgramme, EndProgramme, Programmes } from "@/data/gen/staff/programmes";
import { useRefresh } from "@/data/reads";
import { type Day, today } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { Behind, FormEnd } from "../culture/Behind";
import { dayFault } from "../culture/faults";
import type { Programme } from "./ProgrammesScreen";

type Props = { of: Programme; onDone: (words: string) => void };
type FormProps = Props & { onLeave: () => void };

/** What is done with a programme of this place: called otherwise, or ended. */
export function ChangeProgramme(props: Props) {
  const { t } = useLingui();
  const { title } = props.of;
  return (
    <>
      <Behind label={t`Cambiar el programa`} about={title}>
        {(leave) => <Edit {...props} onLeave={leave} />}
      </Behind>
      <Behind label={t`Terminar el programa`} about={title} look="danger">
        {(leave) => <End {...props} onLeave={leave} />}
      </Behind>
    </>
  );
}

function Edit({ of, onDone, onLeave }: FormProps) {
  const { t } = useLingui();
  const [title, setTitle] = useState(of.title);
  const [summary, setSummary] = useState(of.summary);
  const act = useAct(EditProgramme);
  const refresh = useRefresh();
  const name = title.trim();
  const save = async () => {
    if (!name || !(await act.run({ programmeId: of.id, title: name, summary: summary.trim() }))) return;
    refresh(Programmes);
    onLeave();
    onDone(t`Guardado: ${name}.`);
  };
  return (
    <Card label={t`Cambiar el programa`}>
      <Field
        label={t`Nombre del programa`}
        value={title}
        onChange={setTitle}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={120}
        error={name ? undefined : t`Escriba un título.`}
      />
      <Field
        label={t`De qué se trata (si quiere)`}
        value={summary}
        onChange={setSummary}
        multiline
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={2000}
      />
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </Card>
  );
}

function End({ of, onDone, onLeave }: FormProps) {
  const { t } = useLingui();
  const [endedOn, setEndedOn] = useState<Day | undefined>(today());
  const act = useAct(EndProgramme);
  const refresh = useRefresh();
  const { title } = of;
  const fault = dayFault(endedOn);
  const save = async () => {
    if (!endedOn || fault || !(await act.run({ programmeId: of.id, endedOn }))) return;
    refresh(Programmes);
    onLeave();
    onDone(t`Terminado: ${title}.`);
  };
  return (
    <Card label={t`Terminar el programa`}>
      <Words>
        <Trans>
          No se prepara nada nuevo de él. Las actividades que ya tiene siguen, y lo que hizo queda en las
          cifras.
        </Trans>
      </Words>
      <DateField label={t`Último día`} value={endedOn} onChange={setEndedOn} error={fault} />
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </Card>
  );
}
