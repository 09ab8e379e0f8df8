/**
 * Shifts recorded without signal: kept before they are sent, under an id of their own, and answered one by one.
 *
 * However often a batch is sent, each shift is there once: the service knows it by its id and by what it says. What has
 * no answer yet is of whoever wrote it, not of their session: it lies sealed with the key of the device, without a name,
 * and is found again by the same person on the same phone, after a session that ended or a PIN that was forgotten.
 */
import { uuid } from "@/platform/cipher";
import { act, type Done, type Problem } from "./acts";
import { RecordWork, type RecordWorkMutation, type WorkRecordInput } from "./gen/staff/work";
import { NOT_THE_WISH } from "./outbox";
import { openSender, openShared } from "./queue";
import { NoAnswer, Refused, serviceTime } from "./send";
import { KEPT_SHIFTS, ownerOf } from "./unsent";
import { type OpenProfile, readOfDevice, writeOfDevice } from "./vault";

/** What the service made of a row. */
export type RowAnswer = Done<RecordWorkMutation>["rows"][number];

export type Row = {
  establishmentId: string;
  workshopId: string;
  /** What is said, under the id that this phone gave it. */
  said: WorkRecordInput;
  /** Of each piece: product, operation and grade, by which another price of the same work is found. */
  work: readonly string[];
  /** Grows when the row is said anew: an answer is to what was sent. */
  turn: number;
  answer?: RowAnswer;
  answeredAt?: number;
};

export type NewRow = Pick<Row, "establishmentId" | "workshopId" | "work"> & {
  said: Omit<WorkRecordInput, "id">;
};

export type Workbox = {
  rows: () => readonly Row[];
  /** Why nothing is taken from this person at all, in the service's words. */
  trouble: () => Problem | undefined;
  subscribe: (listener: () => void) => () => void;
  /** Keep rows, to be sent by `flush`. One that waits or was refused is said anew. */
  keep: (rows: readonly NewRow[]) => Promise<void>;
  /** Read, settled, or no longer wanted. */
  drop: (ids: readonly string[]) => Promise<void>;
  flush: () => Promise<void>;
  close: () => void;
};

type Box = { rows: readonly Row[]; trouble?: Problem | undefined };

/** Rows a batch: a first guess, fewer on a bad line, more on a good one, and the most that the service takes. */
const FIRST = 50;
const FEWEST = 5;
const MOST = 500;

/** Milliseconds for which a row that was taken is shown from here, until the sheet has been read anew. */
const REMEMBERED = 36 * 3600_000;

/** Whether nothing has been answered to a row yet. */
export function waits(row: Row): boolean {
  return row.answer === undefined;
}

/** Whether somebody has to look at what became of a row. */
export function needsLook({ answer }: Row): boolean {
  return answer?.__typename === "RowRefused" || answer?.__typename === "RowConflict";
}

/** The shifts of whoever has this profile. `onAnswer` is told whenever some were answered. */
export async function openWorkbox(profile: OpenProfile, onAnswer: () => void): Promise<Workbox> {
  const who = await ownerOf(profile);
  const all = async () => (await readOfDevice<Record<string, Box>>(KEPT_SHIFTS)) ?? {};
  const shared = await openShared<Box>(KEPT_SHIFTS, {
    read: async () => (await all())[who] ?? { rows: [] },
    write: async (box) => writeOfDevice(KEPT_SHIFTS, { ...(await all()), [who]: box }),
  });
  const { now, change } = shared;
  let size = FIRST;
  // How often each row went out and nothing came back: by turns, so that all arrive where only answers are lost.
  const tries = new Map<string, number>();

  const step = async ({ rows }: Box): Promise<boolean> => {
    const batch = nextBatch(rows, size, tries);
    const sent = await send(batch);
    if (sent === "unanswered") {
      for (const { said } of batch) tries.set(said.id, (tries.get(said.id) ?? 0) + 1);
      size = Math.max(FEWEST, Math.floor(batch.length / 2));
      return false;
    }
    if ("rows" in sent) {
      size = Math.min(MOST, size * 2);
      await change((box) => ({ rows: answered(box.rows, batch, sent.rows) }));
      onAnswer();
      return true;
    }
    // Something in it cannot be read at all: the row at fault is found by halves, and the others go their way.
    const oneIsAtFault = sent.code === "BAD_INPUT";
    if (oneIsAtFault && batch.length > 1) size = Math.floor(batch.length / 2);
    else if (oneIsAtFault) await change((box) => ({ rows: answered(box.rows, batch, unread(batch, sent)) }));
    else await change((box) => ({ ...box, trouble: sent }));
    return oneIsAtFault;
  };
  const sender = openSender(KEPT_SHIFTS, shared, ({ rows }) => nextBatch(rows, 1, tries).length > 0, step);

  return {
    rows: () => now().rows,
    trouble: () => now().trouble,
    subscribe: shared.subscribe,
    keep: (rows) => change((box) => ({ ...box, rows: rows.reduce(withRow, box.rows) })),
    drop: (ids) =>
      change((box) => ({ ...box, rows: box.rows.filter((each) => !ids.includes(each.said.id)) })),
    flush: sender.flush,
    close: () => {
      sender.close();
      shared.close();
    },
  };
}

/**
 * Rows that wait, of one place, of shifts that are over: the service takes no hour to come. Those that were tried least
 * come first, and of them the oldest.
 */
function nextBatch(rows: readonly Row[], size: number, tries: ReadonlyMap<string, number>): Row[] {
  const tried = ({ said }: Row) => tries.get(said.id) ?? 0;
  const ready = rows
    .filter((row) => waits(row) && !(row.said.endsAt && Date.parse(row.said.endsAt) > serviceTime()))
    .sort((one, other) => tried(one) - tried(other));
  return ready.filter((row) => row.establishmentId === ready[0]?.establishmentId).slice(0, size);
}

/** What the service says to a batch: an answer a row, or why it takes none. */
async function send(batch: readonly Row[]): Promise<{ rows: RowAnswer[] } | Problem | "unanswered"> {
  const establishmentId = batch[0]?.establishmentId ?? "";
  const records = batch.map((row) => row.said);
  try {
    const given = { establishmentId, records, batchId: uuid(), requestId: uuid() };
    const outcome = await act(RecordWork, given);
    const said = "problem" in outcome ? outcome.problem : outcome.done;
    return "code" in said && NOT_THE_WISH.has(said.code) ? "unanswered" : said;
  } catch (error) {
    if (error instanceof NoAnswer) return "unanswered";
    if (!(error instanceof Refused)) throw error;
    return NOT_THE_WISH.has(error.code) ? "unanswered" : { code: error.code, message: error.message };
  }
}

function unread(batch: readonly Row[], { message }: Problem): RowAnswer[] {
  return batch.map(({ said }) => ({
    __typename: "RowRefused",
    id: said.id,
    reason: "NOT_VALID",
    message,
    field: null,
  }));
}

/** The rows with the answers of a batch; whatever was said anew meanwhile still waits. */
function answered(rows: readonly Row[], batch: readonly Row[], answers: readonly RowAnswer[]): Row[] {
  const answeredAt = Date.now();
  const turns = new Map(batch.map((row) => [row.said.id, row.turn]));
  const byId = new Map(answers.map((each) => [each.id, each]));
  return rows
    .filter((row) => waits(row) || needsLook(row) || answeredAt - (row.answeredAt ?? 0) < REMEMBERED)
    .map((row) => {
      const answer = turns.get(row.said.id) === row.turn ? byId.get(row.said.id) : undefined;
      return answer ? { ...row, answer, answeredAt } : row;
    });
}

/**
 * A shift that still waits is said anew under its own id: should it have arrived after all, the service shows both. One
 * that was refused gets another id. One that is recorded stays as it is: it is corrected, not written over.
 */
function withRow(rows: readonly Row[], added: NewRow): readonly Row[] {
  const before = rows.find((row) => isSameShift(row.said, added.said));
  if (before?.answer && before.answer.__typename !== "RowRefused") return rows;
  const id = before && waits(before) ? before.said.id : uuid();
  const row: Row = { ...added, said: { ...added.said, id }, turn: (before?.turn ?? 0) + 1 };
  return [...rows.filter((each) => each !== before), row];
}

function isSameShift(one: Omit<WorkRecordInput, "id">, other: Omit<WorkRecordInput, "id">): boolean {
  return (
    one.enrolmentId === other.enrolmentId && one.workedOn === other.workedOn && one.shift === other.shift
  );
}
