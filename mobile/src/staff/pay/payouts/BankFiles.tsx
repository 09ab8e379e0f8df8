import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { BankFiles as BankFilesDocument, MakeBankFile, Remittances } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { soles } from "@/l10n/money";
import { keepFile } from "@/platform/file";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { EarlierFiles } from "./EarlierFiles";
import { TakeAnswers } from "./TakeAnswers";

type Done = (words: string) => void;

/** The bank's files: what goes to it, made of everything approved; what comes from it, read whole or not at all. */
export function BankFiles() {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState<string>();
  return (
    <Card label={t`Archivos del banco`}>
      <Words as="heading">
        <Trans>Archivos del banco</Trans>
      </Words>
      {/* Here, and not above the list: on a phone that is out of sight. */}
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <MakeFile onDone={setSaid} />
      <TakeAnswers onDone={setSaid} />
      {open ? (
        <EarlierFiles />
      ) : (
        <Button look="quiet" icon="clock" onPress={() => setOpen(true)}>
          <Trans>Ver los archivos hechos</Trans>
        </Button>
      )}
    </Card>
  );
}

type Made = { count: number; total: number; file: { name: string; content: string } };

function MakeFile({ onDone }: { onDone: Done }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const make = useAct(MakeBankFile);
  const refresh = useRefresh();
  const [unkept, setUnkept] = useState<Made>();
  const [times, setTimes] = useState(0);
  const keep = async (made: Made) => {
    const { name, content } = made.file;
    if (!(await keepFile(name, content))) return setUnkept(made);
    setUnkept(undefined);
    onDone(madeWords(made));
  };
  const made = async () => {
    const done = await make.run({ establishmentId: id });
    if (!done) return;
    setTimes(times + 1);
    refresh(Remittances, BankFilesDocument);
    const { count, total, file } = done;
    if (file) await keep({ count, total, file });
    else onDone(t`No hay envíos aprobados que esperen al banco.`);
  };
  return (
    <>
      <Outcome of={make} />
      {unkept ? <Unkept made={unkept} onKeep={() => void keep(unkept)} /> : null}
      <Confirm
        key={times}
        label={t`Hacer el archivo para el banco`}
        yes={t`Sí, hacer el archivo`}
        busy={make.busy}
        onYes={() => void made()}
      >
        <Trans>
          El archivo lleva todo lo aprobado, con números de cuenta. Desde entonces esos envíos ya no se pueden
          anular.
        </Trans>
      </Confirm>
    </>
  );
}

function madeWords({ count, total }: Made): string {
  const sum = soles(total);
  return plural(count, {
    one: `Archivo hecho y guardado: # envío por ${sum}. Entréguelo al banco.`,
    other: `Archivo hecho y guardado: # envíos por ${sum}. Entréguelo al banco.`,
  });
}

/** Made, and not where the bank can be given it: it is kept now, or later from the list of those made. */
function Unkept({ made, onKeep }: { made: Made; onKeep: () => void }) {
  const { count } = made;
  const total = soles(made.total);
  return (
    <Note
      tone="warn"
      urgent
      action={
        <Button look="quiet" onPress={onKeep}>
          <Trans>Guardar el archivo</Trans>
        </Button>
      }
    >
      {plural(count, {
        one: `El archivo está hecho, con # envío por ${total}, pero no se guardó. Guárdelo para entregarlo al banco.`,
        other: `El archivo está hecho, con # envíos por ${total}, pero no se guardó. Guárdelo para entregarlo al banco.`,
      })}
    </Note>
  );
}
