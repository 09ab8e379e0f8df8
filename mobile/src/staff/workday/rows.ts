/** From what is written of somebody to a shift that is sent, and to another price when that one rules no more. */
import type { NewRow, Row } from "@/data/workOutbox";
import { type Entry, type Price, saidOf, workOf } from "./entries";
import type { Line } from "./people";
import type { Sheet } from "./sheet";

/** The shift that an entry is. */
export function newRow(
  entry: Entry,
  { enrolmentId, shift }: Pick<Line, "enrolmentId" | "shift">,
  { establishmentId, day, prices }: Pick<Sheet, "establishmentId" | "day" | "prices">,
  workshopId: string,
): NewRow {
  const said = saidOf(entry, enrolmentId, day, prices, shift);
  const byId = new Map(prices.map((each) => [each.id, each]));
  const work = (said.pieces ?? []).map(({ priceId }) => {
    const price = byId.get(priceId);
    return price ? workOf(price) : "";
  });
  return { establishmentId, workshopId, said, work };
}

/** Whether a row was refused for its price alone. */
export function isPriceRefused({ answer }: Row): boolean {
  return (
    answer?.__typename === "RowRefused" &&
    (answer.reason === "PRICE_NOT_LIVE" || answer.reason === "PRICE_UNKNOWN")
  );
}

/** The same shift at the prices of its day; nothing where a work has none any more. */
export function repriced(row: Row, prices: readonly Price[]): NewRow | undefined {
  const { establishmentId, workshopId, work } = row;
  const byWork = new Map(prices.map((each) => [workOf(each), each.id]));
  const live = new Set(prices.map((each) => each.id));
  const { id: _, ...said } = row.said;
  const pieces = (said.pieces ?? []).map((piece, nth) => ({
    ...piece,
    priceId: live.has(piece.priceId) ? piece.priceId : (byWork.get(work[nth] ?? "") ?? ""),
  }));
  if (pieces.some(({ priceId }) => !priceId)) return undefined;
  const inOrder = pieces
    .map((piece, nth) => ({ piece, of: work[nth] ?? "" }))
    .sort((one, other) => (one.piece.priceId < other.piece.priceId ? -1 : 1));
  return {
    establishmentId,
    workshopId,
    work: inOrder.map(({ of }) => of),
    said: { ...said, pieces: inOrder.map(({ piece }) => piece) },
  };
}
