/**
 * The inbox: what is known of it lies sealed with its cursor, and only what is new since then is asked for.
 *
 * That notices were opened is written down before it is told, and told under one request id until there is an answer.
 */
import { i18n } from "@lingui/core";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { uuid } from "@/platform/cipher";
import { act } from "./acts";
import { Inbox as Document, type InboxQuery, SeeNotices } from "./gen/documents";
import { type Known, type Read, readOf } from "./reads";
import { NoAnswer, Refused } from "./send";
import { ask } from "./session";

export type Notice = InboxQuery["inbox"]["notices"][number];
export type Choices = NonNullable<Notice["choices"]>;

/** What this phone knows of an inbox. */
export type Inbox = {
  cursor: string;
  /** Of the whole inbox, as the service counts. */
  unseen: number;
  /** The newest first. */
  notices: readonly Notice[];
  /** The language they are in: in another one all are asked for anew. */
  language: string;
  /** Opened here, and the service does not know yet. */
  opening?: { requestId: string; ids: readonly string[] } | undefined;
};

/** As many as a phone keeps; older ones are asked for when somebody wants to see them. */
const KEPT = 100;

const KEY = [Document.name, {}];

/** The inbox of whoever is in, kept, and renewed by what is new since. */
export function useInbox(): Read<Inbox> {
  const client = useQueryClient();
  return readOf(useQuery({ queryKey: KEY, meta: { keep: true }, queryFn: () => news(client) }));
}

/** The notices that may be read at a moment. */
export function readable({ notices }: Inbox, now: number): readonly Notice[] {
  return notices.filter((each) => Date.parse(each.expiresAt) > now);
}

/** Whether nobody has opened it, on this phone or another one. */
export function isUnseen(notice: Notice, inbox: Inbox): boolean {
  return !notice.seenAt && !notice.withdrawnAt && !inbox.opening?.ids.includes(notice.id);
}

/** How many are to be opened yet, by what the service counted and what was opened here since. */
export function unseenOf(inbox: Inbox): number {
  const opened = inbox.notices.filter((each) => !each.seenAt && inbox.opening?.ids.includes(each.id));
  return Math.max(0, inbox.unseen - opened.length);
}

/** How to say that these notices were opened. */
export function useOpening(): (ids: readonly string[]) => void {
  const client = useQueryClient();
  return (ids) => {
    const inbox = kept(client)?.data;
    const more = ids.filter((id) => inbox?.notices.some((each) => each.id === id && isUnseen(each, inbox)));
    if (!inbox || more.length === 0) return;
    // Other notices are another request; those that may have been told already are told once more, which changes nothing.
    const opening = { requestId: uuid(), ids: [...(inbox.opening?.ids ?? []), ...more] };
    change(client, (all) => ({ ...all, opening }));
    void tellOpened(client);
  };
}

/** Whoever changed how a kind comes sees it at every notice of that kind. */
export function useChosen(): (choices: Choices) => void {
  const client = useQueryClient();
  return (choices) =>
    change(client, (all) => ({
      ...all,
      notices: all.notices.map((each) => (each.kind === choices.kind ? { ...each, choices } : each)),
    }));
}

function kept(client: QueryClient): Known<Inbox> | undefined {
  return client.getQueryData<Known<Inbox>>(KEY);
}

function change(client: QueryClient, next: (inbox: Inbox) => Inbox): void {
  const known = kept(client);
  if (known) client.setQueryData(KEY, { ...known, data: next(known.data) }, { updatedAt: known.asOf });
}

/** What is new since the last answer, put to what was known. Raises NoAnswer or Refused. */
async function news(client: QueryClient): Promise<Known<Inbox>> {
  await tellOpened(client);
  const language = i18n.locale;
  const before = kept(client);
  const since = before?.data.language === language ? before : undefined;
  const answer = await ask(Document, since ? { after: since.data.cursor } : {}, since?.etag ?? undefined);
  // Looked at once more: something may have been opened while the answer was on its way.
  const now = kept(client) ?? before;
  const asOf = Date.now();
  if (answer === null && since && now) return { ...now, asOf };
  if (answer === null) throw new NoAnswer("unchanged, but unknown");
  return { data: merged(now?.data, answer.data.inbox, language), etag: answer.etag, asOf };
}

function merged(known: Inbox | undefined, told: InboxQuery["inbox"], language: string): Inbox {
  const anew = new Set(told.notices.map((each) => each.id));
  const rest = told.whole ? [] : (known?.notices ?? []).filter((each) => !anew.has(each.id));
  const notices = [...told.notices, ...rest]
    .sort((one, other) => Date.parse(other.toldAt) - Date.parse(one.toldAt))
    .slice(0, KEPT);
  return { cursor: told.cursor, unseen: told.unseen, notices, language, opening: known?.opening };
}

/** Tell what was opened and is not known yet. Without an answer it is told with the next question. */
async function tellOpened(client: QueryClient): Promise<void> {
  const opening = kept(client)?.data.opening;
  if (!opening) return;
  const { requestId, ids } = opening;
  try {
    const outcome = await act(SeeNotices, { noticeIds: [...ids], requestId });
    const at = new Date().toISOString();
    change(client, (all) => {
      // More may have been opened meanwhile, which is told in its own time.
      const others = all.opening?.requestId === requestId ? undefined : all.opening;
      if ("problem" in outcome) return { ...all, opening: others };
      const notices = all.notices.map((each) => (ids.includes(each.id) ? { ...each, seenAt: at } : each));
      return { ...all, notices, unseen: outcome.done.unseen, opening: others };
    });
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof Refused)) throw error;
  }
}
