import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AddProgramme as AddProgrammeDocument, Programmes } from "@/data/gen/staff/programmes";
import { useRefresh } from "@/data/reads";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { useOffice } from "../office/office";

type Props = { onDone: (words: string) => void; onLeave: () => void };

/** A standing activity of this place, such as a season of recitals. */
export function AddProgramme({ onDone, onLeave }: Props) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [title, setTitle] = useState("");
  const [summary, setSummary] = useState("");
  const [looked, setLooked] = useState(false);
  const act = useAct(AddProgrammeDocument);
  const refresh = useRefresh();
  const name = title.trim();
  const add = async () => {
    setLooked(true);
    if (!name || !(await act.run({ establishmentId: id, title: name, summary: summary.trim() }))) return;
    refresh(Programmes);
    onDone(t`Agregado: ${name}.`);
  };
  return (
    <Card label={t`Agregar un programa`}>
      <Field
        label={t`Nombre del programa`}
        value={title}
        onChange={setTitle}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={120}
        error={looked && !name ? t`Escriba un título.` : undefined}
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
      <Outcome of={act} />
      <Button icon="check" busy={act.busy} onPress={() => void add()}>
        <Trans>Agregar</Trans>
      </Button>
      <Button look="quiet" onPress={onLeave}>
        <Trans>Dejarlo</Trans>
      </Button>
    </Card>
  );
}
