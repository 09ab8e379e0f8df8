import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  AddEnsemble as AddEnsembleDocument,
  EditEnsemble as EditEnsembleDocument,
  EndEnsemble as EndEnsembleDocument,
  EnsembleMembers,
  Ensembles,
} from "@/data/gen/staff/culture";
import { useRefresh } from "@/data/reads";
import { type Day, today } from "@/l10n/dates";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Card } from "@/ui/Card";
import { DateField } from "@/ui/DateField";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { FormEnd } from "../Behind";
import { dayFault } from "../faults";
import { ProgrammeField } from "../ProgrammeField";
import { EnsembleFields } from "./EnsembleFields";
import { type Ensemble, ensembleOf, NEW, writtenOf } from "./written";

/** A new group; who is in it is put down next. */
export function AddEnsemble({ onLeave }: { onLeave: () => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [programmeId, setProgrammeId] = useState<string>();
  const [written, setWritten] = useState(NEW);
  const [looked, setLooked] = useState(false);
  const act = useAct(AddEnsembleDocument);
  const refresh = useRefresh();
  const save = async () => {
    setLooked(true);
    const ensemble = ensembleOf(written);
    if (!ensemble || !programmeId) return;
    const done = await act.run({ establishmentId: id, programmeId, ensemble });
    if (!done) return;
    refresh(Ensembles);
    go(href("ensemble", { id: done.id }));
  };
  return (
    <Card label={t`Agregar un elenco`}>
      <ProgrammeField value={programmeId} onChange={setProgrammeId} looked={looked} />
      <EnsembleFields value={written} onChange={setWritten} looked={looked} />
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </Card>
  );
}

type Props = { of: Ensemble; onDone: (words: string) => void; onLeave: () => void };

/** What a group is called, does and plays on, written anew. */
export function EditEnsemble({ of, onDone, onLeave }: Props) {
  const { t } = useLingui();
  const [written, setWritten] = useState(writtenOf(of));
  const [looked, setLooked] = useState(false);
  const act = useAct(EditEnsembleDocument);
  const refresh = useRefresh();
  const save = async () => {
    setLooked(true);
    const ensemble = ensembleOf(written);
    if (!ensemble || !(await act.run({ ensembleId: of.id, ensemble }))) return;
    refresh(Ensembles);
    onLeave();
    onDone(t`Guardado: ${ensemble.name}.`);
  };
  return (
    <Card label={t`Cambiar el elenco`}>
      <EnsembleFields value={written} onChange={setWritten} looked={looked} />
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </Card>
  );
}

/** The last day of a group. */
export function EndEnsemble({ of, onDone, onLeave }: Props) {
  const { t } = useLingui();
  const [endedOn, setEndedOn] = useState<Day | undefined>(today());
  const [looked, setLooked] = useState(false);
  const act = useAct(EndEnsembleDocument);
  const refresh = useRefresh();
  const fault = dayFault(endedOn, of.begunOn, t`Ese día el elenco todavía no existía.`);
  const save = async () => {
    setLooked(true);
    if (!endedOn || fault || !(await act.run({ ensembleId: of.id, endedOn }))) return;
    refresh(Ensembles, EnsembleMembers);
    onLeave();
    onDone(t`Terminado: ${of.name}.`);
  };
  return (
    <Card label={t`Terminar el elenco`}>
      <Words>{t`Quienes lo integran dejan de integrarlo ese día. Lo que hizo queda en las cifras.`}</Words>
      <DateField
        label={t`Último día`}
        value={endedOn}
        onChange={setEndedOn}
        error={looked ? fault : undefined}
      />
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </Card>
  );
}
