import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { WorkDay } from "@/data/gen/staff/work";
import { NoAnswer, Refused } from "@/data/send";
import { ask } from "@/data/session";
import type { NewRow, Row } from "@/data/workOutbox";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import type { Price } from "./entries";
import { repriced } from "./rows";
import { useWorkbox } from "./Workday";

/** Shifts that were refused for their price alone are sent again at the one that ruled on their day. */
export function Reprice({ rows }: { rows: readonly Row[] }) {
  const { t } = useLingui();
  const { box } = useWorkbox();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  if (rows.length === 0) return null;
  const mend = async () => {
    setBusy(true);
    try {
      const mended = await atPricesOfTheDay(rows);
      await box.keep(mended);
      void box.flush();
      setSaid(mended.length < rows.length ? t`De alguno ya no hay precio: ábralo y elija otro.` : undefined);
    } catch (error) {
      if (!(error instanceof NoAnswer || error instanceof Refused)) throw error;
      setSaid(
        error instanceof Refused ? error.message : t`Sin señal no se conocen los precios. Vuelva a intentar.`,
      );
    }
    setBusy(false);
  };
  const words = plural(rows.length, {
    one: "En # registro el precio cambió después de leer la hoja. Lo hecho no cambia.",
    other: "En # registros el precio cambió después de leer la hoja. Lo hecho no cambia.",
  });
  return (
    <Note
      tone="warn"
      icon="coin"
      action={
        <Button look="quiet" busy={busy} onPress={() => void mend()}>
          <Trans>Enviar con el precio que rige</Trans>
        </Button>
      }
    >
      {said ? `${words} ${said}` : words}
    </Note>
  );
}

/** Each sheet is asked for once. Raises NoAnswer or Refused. */
async function atPricesOfTheDay(rows: readonly Row[]): Promise<NewRow[]> {
  const known = new Map<string, readonly Price[]>();
  const mended: NewRow[] = [];
  for (const row of rows) {
    const { workshopId, said } = row;
    const key = `${workshopId} ${said.workedOn}`;
    const prices = known.get(key) ?? (await pricesOf(workshopId, said.workedOn));
    known.set(key, prices);
    const next = repriced(row, prices);
    if (next) mended.push(next);
  }
  return mended;
}

async function pricesOf(workshopId: string, onDay: string): Promise<readonly Price[]> {
  const answer = await ask(WorkDay, { workshopId, onDay });
  if (!answer) throw new NoAnswer("no sheet");
  return answer.data.workDay.prices;
}
