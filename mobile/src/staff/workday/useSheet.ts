import { useState } from "react";
import { WorkDay } from "@/data/gen/staff/work";
import { type Read, useKept, useRead } from "@/data/reads";
import type { Row } from "@/data/workOutbox";
import { type Day, daysLater } from "@/l10n/dates";
import { bestOf, type Sheet, sheetOf } from "./sheet";
import { useDraft, useWorkbox } from "./Workday";

/** Days for which a sheet is kept: a long weekend without signal. */
const LASTING = 5;

/** Whether a kept sheet may still be needed: of these days, or of shifts that nobody answered. */
export function isNeeded(
  { workshopId, onDay }: { workshopId: string; onDay: Day },
  rows: readonly Row[],
  today: Day,
): boolean {
  const written = rows.some((row) => row.workshopId === workshopId && row.said.workedOn === onDay);
  return written || onDay >= daysLater(today, -LASTING);
}

/** A workshop's day as far as it is known, and what is written of it. Without signal, from the last one that was read. */
export function useSheet(workshopId: string, day: Day) {
  const read = useRead(WorkDay, { workshopId, onDay: day }, { keep: true });
  const kept = useKept(WorkDay).filter((each) => each.variables.workshopId === workshopId);
  const { rows } = useWorkbox();
  const { draft } = useDraft(workshopId, day);
  // Once there was no signal, what is shown stays while it is asked for again: somebody may be writing.
  const [dark, setDark] = useState(false);
  if (read.offline && !dark) setDark(true);
  const told = kept.map(({ variables, data }) => ({ onDay: variables.onDay, data: data.workDay }));
  const best = read.data || dark ? bestOf(told, day) : undefined;
  const mine = rows.filter((row) => row.workshopId === workshopId);
  const sheet: Sheet | undefined = best && sheetOf(best, day, mine, draft);
  return { read: { ...read, data: sheet } as Read<Sheet>, sheet };
}
