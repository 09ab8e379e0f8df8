import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AddWorkshop as AddWorkshopDocument, type WorkshopModality, Workshops } from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { type Day, today } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { modalityWords } from "../words";

const MODALITIES: readonly WorkshopModality[] = [
  "PRIVATE_WORKSHOP",
  "INPE_WORKSHOP",
  "INDIVIDUAL_GROUP",
  "AUXILIARY_SERVICE",
  "TRAINING",
  "SPECIAL_PROJECT",
  "CETPRO_PROJECT",
  "EXTERNAL_ASSISTED",
  "FREE_MEDIUM",
  "INMATES_COMPANY",
];

/** A new workshop of this place. */
export function AddWorkshop({ onDone }: { onDone: (words: string) => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [name, setName] = useState("");
  const [trade, setTrade] = useState("");
  const [place, setPlace] = useState("");
  const [modality, setModality] = useState<WorkshopModality>();
  const [openedOn, setOpenedOn] = useState<Day | undefined>(today());
  const act = useAct(AddWorkshopDocument);
  const refresh = useRefresh();
  const said = [name, trade, place].every((each) => each.trim() !== "");
  const add = async () => {
    if (!modality || !openedOn) return;
    const about = { name: name.trim(), trade: trade.trim(), place: place.trim() };
    if (!(await act.run({ establishmentId: id, ...about, modality, openedOn }))) return;
    refresh(Workshops);
    onDone(t`Taller agregado.`);
  };
  const text = { autoComplete: "off" as const, autoCapitalize: "sentences" as const, maxLength: 120 };
  return (
    <Card label={t`Agregar un taller`}>
      <Words as="heading">
        <Trans>Agregar un taller</Trans>
      </Words>
      <Field label={t`Nombre del taller`} value={name} onChange={setName} {...text} />
      <Field
        label={t`Oficio`}
        hint={t`Carpintería, confecciones…`}
        value={trade}
        onChange={setTrade}
        {...text}
      />
      <Field label={t`Dónde queda`} value={place} onChange={setPlace} {...text} />
      <Choice
        label={t`Cómo funciona`}
        options={MODALITIES.map((each) => ({ value: each, label: modalityWords(each) }))}
        value={modality}
        onChange={setModality}
        inline
      />
      <DateField label={t`Primer día`} value={openedOn} onChange={setOpenedOn} />
      <Outcome of={act} />
      <Button busy={act.busy} disabled={!said || !modality || !openedOn} onPress={() => void add()}>
        <Trans>Guardar el taller</Trans>
      </Button>
    </Card>
  );
}
