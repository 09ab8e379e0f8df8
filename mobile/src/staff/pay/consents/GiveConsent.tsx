import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  GiveStatementConsent,
  type StatementCategory,
  StatementConsents,
  TiedReaders,
} from "@/data/gen/staff/statements";
import { useRead, useRefresh } from "@/data/reads";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice, Choices } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { categoryWords } from "../words";
import { useReader } from "./Consents";

const CATEGORIES: readonly StatementCategory[] = ["EARNINGS", "DEDUCTIONS", "DAYS", "REMITTANCES"];

type Props = { inmate: string; onDone: (words: string) => void; onLeave: () => void };

/** What a person signs that one relative may read: each thing by itself. */
export function GiveConsent({ inmate, onDone, onLeave }: Props) {
  const { t } = useLingui();
  const [tieId, setTieId] = useState<string>();
  const [categories, setCategories] = useState<StatementCategory[]>([]);
  const [act, setAct] = useState("");
  const give = useAct(GiveStatementConsent);
  const refresh = useRefresh();
  const reader = useReader();
  const read = useRead(TiedReaders, { inmateId: inmate });
  const chosen = read.data?.tiedReaders.find((each) => each.tieId === tieId);
  const who = chosen ? reader(chosen.reader) : "";
  const what = categories.map((each) => categoryWords(each).toLowerCase()).join(", ");
  const keep = async () => {
    if (!tieId) return;
    if (!(await give.run({ inmateId: inmate, tieId, categories, act: act.trim() }))) return;
    refresh(StatementConsents);
    onDone(t`Permiso guardado: ${who} puede leer ${what}.`);
  };
  return (
    <Card label={t`Anotar un permiso`}>
      <Words as="heading">
        <Trans>Anotar un permiso</Trans>
      </Words>
      <Await read={read}>
        {({ tiedReaders }) =>
          tiedReaders.length === 0 ? (
            <Empty>
              <Trans>Ningún familiar tiene un vínculo confirmado con esta persona.</Trans>
            </Empty>
          ) : (
            <Choice
              label={t`¿A quién?`}
              options={tiedReaders.map((each) => ({ value: each.tieId, label: reader(each.reader) }))}
              value={tieId}
              onChange={setTieId}
            />
          )
        }
      </Await>
      <Choices
        label={t`¿Qué puede leer?`}
        options={CATEGORIES.map((each) => ({ value: each, label: categoryWords(each) }))}
        values={categories}
        onChange={setCategories}
      />
      <Field
        label={t`Número de la hoja que firmó`}
        value={act}
        onChange={setAct}
        autoComplete="off"
        maxLength={120}
      />
      <Outcome of={give} />
      {tieId && categories.length > 0 && act.trim() ? (
        <Confirm
          label={t`Guardar el permiso`}
          yes={t`Sí, la persona lo firmó`}
          danger={false}
          busy={give.busy}
          onYes={() => void keep()}
        >
          <Trans>
            {who} podrá leer {what}, también de los meses que ya pasaron. Se puede retirar en cualquier
            momento.
          </Trans>
        </Confirm>
      ) : null}
      <Button look="quiet" onPress={onLeave}>
        <Trans>Dejarlo</Trans>
      </Button>
    </Card>
  );
}
