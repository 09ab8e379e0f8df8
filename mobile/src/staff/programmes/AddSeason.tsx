import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AddSeason as AddSeasonDocument, Programmes } from "@/data/gen/staff/programmes";
import { useRefresh } from "@/data/reads";
import type { Day } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { useOffice } from "../office/office";

type Props = { programmeId: string; onDone: (words: string) => void };

/** A stretch of a programme. */
export function AddSeason(props: Props) {
  const [open, setOpen] = useState(false);
  return open ? (
    <Season {...props} onLeave={() => setOpen(false)} />
  ) : (
    <Button look="quiet" icon="plus" onPress={() => setOpen(true)}>
      <Trans>Agregar una temporada</Trans>
    </Button>
  );
}

function Season({ programmeId, onDone, onLeave }: Props & { onLeave: () => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [title, setTitle] = useState("");
  const [firstOn, setFirstOn] = useState<Day>();
  const [lastOn, setLastOn] = useState<Day>();
  const [looked, setLooked] = useState(false);
  const act = useAct(AddSeasonDocument);
  const refresh = useRefresh();
  const name = title.trim();
  const missing = looked ? t`Escriba el día.` : undefined;
  const turned = firstOn !== undefined && lastOn !== undefined && lastOn < firstOn;
  const add = async () => {
    setLooked(true);
    if (!name || !firstOn || !lastOn || turned) return;
    if (!(await act.run({ establishmentId: id, programmeId, title: name, firstOn, lastOn }))) return;
    refresh(Programmes);
    onLeave();
    onDone(t`Agregado: ${name}.`);
  };
  return (
    <Card label={t`Agregar una temporada`}>
      <Field
        label={t`Nombre de la temporada`}
        value={title}
        onChange={setTitle}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={120}
        error={looked && !name ? t`Escriba un título.` : undefined}
      />
      <DateField
        label={t`Primer día`}
        value={firstOn}
        onChange={setFirstOn}
        error={firstOn ? undefined : missing}
      />
      <DateField
        label={t`Último día`}
        value={lastOn}
        onChange={setLastOn}
        error={lastOn ? (turned ? t`Debe ser el primer día o uno después.` : undefined) : missing}
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
