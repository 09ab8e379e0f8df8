import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { BankMismatches, ReadBankAnswers, Remittances } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { type Taken, takeFile } from "@/platform/file";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { useOffice } from "../../office/office";

/** Bytes of the largest answer of a bank that is read. */
const LARGEST = 300_000;

/** What the bank said came of the payments: a file of its own, chosen here and read whole or not at all. */
export function TakeAnswers({ onDone }: { onDone: (words: string) => void }) {
  const { id } = useOffice();
  const read = useAct(ReadBankAnswers);
  const refresh = useRefresh();
  const [taken, setTaken] = useState<Taken>();
  const send = async (content: string) => {
    const done = await read.run({ establishmentId: id, content });
    if (!done) return;
    setTaken(undefined);
    refresh(Remittances, BankMismatches);
    onDone(readWords(done));
  };
  const choose = async () => {
    read.clear();
    const chosen = await takeFile(LARGEST);
    setTaken(chosen);
    if (typeof chosen === "object") await send(chosen.base64);
  };
  const again = read.unanswered && typeof taken === "object" ? taken.base64 : undefined;
  return (
    <>
      <Outcome of={read} />
      <Unread taken={taken} />
      {again ? (
        <Button busy={read.busy} onPress={() => void send(again)}>
          <Trans>Enviar otra vez la misma respuesta</Trans>
        </Button>
      ) : null}
      <Button look="quiet" busy={read.busy} onPress={() => void choose()}>
        <Trans>Leer la respuesta del banco</Trans>
      </Button>
    </>
  );
}

function Unread({ taken }: { taken: Taken | undefined }) {
  if (taken !== "large" && taken !== "unread") return null;
  return (
    <Note tone="bad" urgent>
      {taken === "large" ? (
        <Trans>El archivo es demasiado grande. Pida al banco uno por día.</Trans>
      ) : (
        <Trans>No se pudo leer ese archivo. Elíjalo otra vez.</Trans>
      )}
    </Note>
  );
}

function readWords({ moved, known, mismatch }: { moved: number; known: number; mismatch: number }): string {
  const changed = plural(moved, { one: "# envío cambió", other: "# envíos cambiaron" });
  const before = plural(known, { one: "# ya se sabía", other: "# ya se sabían" });
  const strange = plural(mismatch, { one: "# no coincide con nada", other: "# no coinciden con nada" });
  return t`Leído: ${changed}, ${before}, ${strange}.`;
}
