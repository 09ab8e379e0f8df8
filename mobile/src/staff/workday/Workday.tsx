/** What this phone keeps of a supervisor's work: shifts that were not answered yet, and sheets half written. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { WorkConflicts, WorkDay } from "@/data/gen/staff/work";
import { openShared, type Shared } from "@/data/queue";
import { useProfile } from "@/data/session";
import { ownerOf } from "@/data/unsent";
import { type OpenProfile, readOfDevice, writeOfDevice } from "@/data/vault";
import { openWorkbox, type Workbox } from "@/data/workOutbox";
import { type Day, daysLater, today } from "@/l10n/dates";
import { Waiting } from "@/ui/Await";
import type { Entry } from "./entries";

/** Of a workshop's day: what is written of each person, by enrolment. */
type Drafts = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

type Kept = { box: Workbox; drafts: Shared<Drafts> };

const KeptContext = createContext<Kept | null>(null);

const DRAFTS = "work-drafts";

/** Days after which a sheet that nobody went on with is forgotten. */
const FORGOTTEN = 40;

/** Opens what is kept, and sends what waits. */
export function Workday({ children }: { children: ReactNode }) {
  const profile = useProfile();
  // Another name or PIN is no other owner.
  const [owner] = useState(profile);
  const client = useQueryClient();
  const [kept, setKept] = useState<Kept>();
  useEffect(() => {
    let gone = false;
    let close = () => {};
    void (async () => {
      const news = () => {
        for (const { name } of [WorkDay, WorkConflicts]) void client.invalidateQueries({ queryKey: [name] });
      };
      const [box, drafts] = await Promise.all([openWorkbox(owner, news), openDrafts(owner)]);
      close = () => {
        box.close();
        drafts.close();
      };
      if (gone) return close();
      setKept({ box, drafts });
      void box.flush();
    })();
    return () => {
      gone = true;
      close();
    };
  }, [owner, client]);
  if (!kept) return <Waiting />;
  return <KeptContext value={kept}>{children}</KeptContext>;
}

async function openDrafts(profile: OpenProfile): Promise<Shared<Drafts>> {
  // As the shifts: of a person, not of their session.
  const who = await ownerOf(profile);
  const all = async () => (await readOfDevice<Record<string, Drafts>>(DRAFTS)) ?? {};
  const since = daysLater(today(), -FORGOTTEN);
  const lasting = (drafts: Drafts) =>
    Object.fromEntries(Object.entries(drafts).filter(([key]) => key.slice(-10) >= since));
  return openShared<Drafts>(DRAFTS, {
    read: async () => (await all())[who] ?? {},
    write: async (drafts) => writeOfDevice(DRAFTS, { ...(await all()), [who]: lasting(drafts) }),
  });
}

function useOpened(): Kept {
  const kept = useContext(KeptContext);
  if (!kept) throw new Error("nothing of a supervisor was opened");
  return kept;
}

/** The shifts of this phone, and every change of them. */
export function useWorkbox() {
  const { box } = useOpened();
  const rows = useSyncExternalStore(box.subscribe, box.rows, box.rows);
  return { box, rows, trouble: box.trouble() };
}

/** What is written of a workshop's day. */
export function useDraft(workshopId: string, day: Day) {
  const { drafts } = useOpened();
  const all = useSyncExternalStore(drafts.subscribe, drafts.now, drafts.now);
  const key = `${workshopId} ${day}`;
  const change = (next: (sheet: Record<string, Entry>) => Record<string, Entry>) =>
    drafts.change((now) => ({ ...now, [key]: next({ ...now[key] }) }));
  return {
    draft: all[key] ?? NOTHING,
    /** Write of one person, or of many. */
    write: (entries: Readonly<Record<string, Entry>>) => change((sheet) => ({ ...sheet, ...entries })),
    /** These are kept as shifts, or were written by mistake. */
    strike: (enrolmentIds: readonly string[]) =>
      change((sheet) =>
        Object.fromEntries(Object.entries(sheet).filter(([each]) => !enrolmentIds.includes(each))),
      ),
  };
}

const NOTHING: Readonly<Record<string, Entry>> = {};
