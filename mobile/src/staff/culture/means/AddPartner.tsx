import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AddPartner as AddPartnerDocument, type PartnerKind, Partners } from "@/data/gen/staff/culture";
import { Programmes } from "@/data/gen/staff/programmes";
import { useRefresh } from "@/data/reads";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { useOffice } from "../../office/office";
import { partnerWords } from "../../programmes/words";
import { FormEnd } from "../Behind";
import { ProgrammeField } from "../ProgrammeField";
import { PARTNER_KINDS } from "../words";

type Props = { onDone: (words: string) => void; onLeave: () => void };

/** Somebody who helps a programme. */
export function AddPartner({ onDone, onLeave }: Props) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [programmeId, setProgrammeId] = useState<string>();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<PartnerKind>();
  const [note, setNote] = useState("");
  const [looked, setLooked] = useState(false);
  const act = useAct(AddPartnerDocument);
  const refresh = useRefresh();
  const called = name.trim();
  const save = async () => {
    setLooked(true);
    if (!programmeId || !called || !kind) return;
    const about = { establishmentId: id, programmeId, name: called, kind, note: note.trim() };
    if (!(await act.run(about))) return;
    refresh(Partners, Programmes);
    onLeave();
    onDone(t`Agregado: ${called}.`);
  };
  return (
    <Card label={t`Agregar un aliado`}>
      <ProgrammeField value={programmeId} onChange={setProgrammeId} looked={looked} />
      <Field
        label={t`Nombre del aliado`}
        value={name}
        onChange={setName}
        autoCapitalize="words"
        autoComplete="off"
        maxLength={120}
        error={looked && !called ? t`Escriba cómo se llama.` : undefined}
      />
      <Choice
        label={t`Qué clase de entidad es`}
        inline
        options={PARTNER_KINDS.map((each) => ({ value: each, label: partnerWords(each) }))}
        value={kind}
        onChange={setKind}
        error={looked && !kind ? t`Elija qué es.` : undefined}
      />
      <Field
        label={t`Nota (si quiere)`}
        hint={t`Como el número del convenio`}
        value={note}
        onChange={setNote}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={300}
      />
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </Card>
  );
}
