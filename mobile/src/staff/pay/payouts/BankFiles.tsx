import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  BankFile,
  BankFiles as BankFilesDocument,
  type BankFilesQuery,
  BankMismatches,
  MakeBankFile,
  ReadBankAnswers,
  Remittances,
} from "@/data/gen/staff/statements";
import { useRead, useRefresh } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { CAN_TAKE, keepFile, takeFile } from "@/platform/file";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card, List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Outcome } from "@/ui/Outcome";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";

/** Bytes of the largest answer of a bank that is read. */
const LARGEST = 300_000;

type Done = (words: string) => void;

/** The bank's files: what goes to it, made of everything approved; what comes from it, read whole or not at all. */
export function BankFiles({ onDone }: { onDone: Done }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <Card label={t`Archivos del banco`}>
      <Words as="heading">
        <Trans>Archivos del banco</Trans>
      </Words>
      <MakeFile onDone={onDone} />
      {CAN_TAKE ? <TakeAnswers onDone={onDone} /> : null}
      {open ? (
        <Earlier />
      ) : (
        <Button look="quiet" icon="clock" onPress={() => setOpen(true)}>
          <Trans>Ver los archivos hechos</Trans>
        </Button>
      )}
    </Card>
  );
}

function MakeFile({ onDone }: { onDone: Done }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const make = useAct(MakeBankFile);
  const refresh = useRefresh();
  const made = async () => {
    const done = await make.run({ establishmentId: id });
    if (!done) return;
    refresh(Remittances, BankFilesDocument);
    const total = soles(done.total);
    if (!done.file) return onDone(t`No hay envíos aprobados que esperen al banco.`);
    await keepFile(done.file.name, done.file.content);
    onDone(
      plural(done.count, {
        one: `Archivo hecho: # envío por ${total}. Entréguelo al banco.`,
        other: `Archivo hecho: # envíos por ${total}. Entréguelo al banco.`,
      }),
    );
  };
  return (
    <>
      <Outcome of={make} />
      <Confirm
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

function TakeAnswers({ onDone }: { onDone: Done }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useAct(ReadBankAnswers);
  const refresh = useRefresh();
  const take = async () => {
    const file = await takeFile(LARGEST);
    if (file === "none") return;
    if (file === "large") return onDone(t`El archivo es demasiado grande. Pida al banco uno por día.`);
    const done = await read.run({ establishmentId: id, content: file.base64 });
    if (!done) return;
    refresh(Remittances, BankMismatches);
    const { moved, known, mismatch } = done;
    onDone(t`Leído: ${moved} envíos cambiaron, ${known} ya se sabían, ${mismatch} no coinciden con nada.`);
  };
  return (
    <>
      <Outcome of={read} />
      <Button look="quiet" busy={read.busy} onPress={() => void take()}>
        <Trans>Leer la respuesta del banco</Trans>
      </Button>
    </>
  );
}

function Earlier() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(BankFilesDocument, { establishmentId: id });
  const [chosen, setChosen] = useState<string>();
  return (
    <>
      <Await read={read}>
        {({ bankFiles }) =>
          bankFiles.length === 0 ? (
            <Words>
              <Trans>Todavía no se hizo ninguno.</Trans>
            </Words>
          ) : (
            <List label={t`Archivos hechos`}>
              {bankFiles.map((each) => (
                <OneFile key={each.id} of={each} onPress={() => setChosen(each.id)} />
              ))}
            </List>
          )
        }
      </Await>
      {chosen ? <Again key={chosen} id={chosen} /> : null}
    </>
  );
}

function OneFile({ of, onPress }: { of: BankFilesQuery["bankFiles"][number]; onPress: () => void }) {
  const count = plural(of.count, { one: "# envío", other: "# envíos" });
  return (
    <Row
      title={moment(of.madeAt)}
      note={`${count} · ${soles(of.total)}${of.madeBy ? ` · ${of.madeBy}` : ""}`}
      onPress={onPress}
    />
  );
}

/** A file once more, as it was made. */
function Again({ id }: { id: string }) {
  const read = useRead(BankFile, { id });
  return (
    <Await read={read}>
      {({ bankFile }) =>
        bankFile.__typename === "Problem" ? (
          <Words tone="bad">{bankFile.message}</Words>
        ) : (
          <Button look="quiet" icon="print" onPress={() => void keepFile(bankFile.name, bankFile.content)}>
            <Trans>Guardar otra vez ese archivo</Trans>
          </Button>
        )
      }
    </Await>
  );
}
