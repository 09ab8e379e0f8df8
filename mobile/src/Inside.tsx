import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useLockWhenAway } from "./data/away";
import { beginDiscretion, endDiscretion } from "./data/discretion";
import { Inbox } from "./data/gen/documents";
import { type Outbox, openOutbox } from "./data/outbox";
import { OutboxContext } from "./data/outbox-context";
import { beginPushing } from "./data/pushing";
import { afterFirstAnswer, cacheOf } from "./data/reads";
import type { OpenProfile } from "./data/vault";
import { FamilyScreens } from "./family/FamilyScreens";
import { speakOfOffice } from "./l10n/l10n";
import { arrive, go, usePath } from "./nav/history";
import { href, match } from "./nav/routes";
import { keepForLater } from "./platform/screen";
import { Waiting } from "./ui/Await";

const StaffScreens = lazy(() => speakOfOffice().then(() => import("./staff/StaffScreens")));

type Opened = { cache: QueryClient; outbox: Outbox };

/** Everything behind the door, for one profile: its cache, its outbox, its screens. */
export default function Inside({ profile }: { profile: OpenProfile }) {
  const [opened, setOpened] = useState<Opened>();
  // Another name or PIN is no other owner.
  const [owner] = useState(profile);
  useLockWhenAway(profile.hasPin);
  const route = match(usePath());
  useEffect(() => {
    // Before any screen is there: the address may be of a visit of whoever was in before.
    arrive(owner.id, href("home"));
    let close = () => {};
    let gone = false;
    void (async () => {
      await beginDiscretion(owner);
      const reads = await cacheOf(owner);
      const outbox = await openOutbox(owner, () => void reads.cache.invalidateQueries());
      const news = () => void reads.cache.invalidateQueries({ queryKey: [Inbox.name] });
      const stopPushing = beginPushing(owner, { news, tapped: () => go(href("notices")) });
      close = () => {
        stopPushing();
        outbox.close();
        reads.close();
      };
      if (gone) {
        close();
        return endDiscretion();
      }
      // Not before: on a thin line everything fetched ahead would stand in the way of the first screen.
      afterFirstAnswer(reads.cache, keepForLater);
      setOpened({ cache: reads.cache, outbox });
      void outbox.flush();
    })();
    return () => {
      gone = true;
      close();
      endDiscretion();
    };
  }, [owner]);
  if (!opened) return <Waiting />;
  return (
    <QueryClientProvider client={opened.cache}>
      <OutboxContext value={opened.outbox}>
        <Suspense fallback={<Waiting />}>
          {profile.kind === "staff" ? <StaffScreens route={route} /> : <FamilyScreens route={route} />}
        </Suspense>
      </OutboxContext>
    </QueryClientProvider>
  );
}
