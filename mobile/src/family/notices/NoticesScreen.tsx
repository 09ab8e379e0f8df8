import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useDiscretion } from "@/data/discretion";
import { type Inbox, isUnseen, readable, unseenOf, useInbox, useOpening } from "@/data/inbox";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { useNow } from "@/ui/clock";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { EarlierNotices } from "./EarlierNotices";
import { NoticeItem } from "./NoticeItem";
import { unseenWords } from "./words";

const TEN = 10;

/** Everything the family was told, newest first, with what is new marked; looking at it is opening it. */
export default function NoticesScreen() {
  const { t } = useLingui();
  const read = useInbox();
  return (
    <Page title={t`Avisos`} up={href("home")}>
      <Await read={read}>{(inbox) => <Contents inbox={inbox} />}</Await>
      <Button look="quiet" icon="settings" to={href("choices")}>
        <Trans>Elegir qué avisos me llegan</Trans>
      </Button>
    </Page>
  );
}

function Contents({ inbox }: { inbox: Inbox }) {
  const { t } = useLingui();
  const now = useNow(60_000);
  const [count, setCount] = useState(TEN);
  const all = readable(inbox, now);
  const shown = all.slice(0, count);
  const fresh = useOpened(inbox, shown);
  const unseen = unseenOf(inbox);
  if (all.length === 0) {
    return (
      <Empty>
        <Trans>No tiene avisos. Aquí le diremos si algo cambia en sus visitas.</Trans>
      </Empty>
    );
  }
  return (
    <>
      {unseen > 0 ? <Words live="polite">{unseenWords(unseen)}</Words> : null}
      <List label={t`Avisos`}>
        {shown.map((each) => (
          <NoticeItem key={each.id} notice={each} fresh={fresh(each.id)} />
        ))}
      </List>
      {all.length > count ? (
        <Button look="quiet" onPress={() => setCount(count + TEN)}>
          <Trans>Ver más</Trans>
        </Button>
      ) : (
        <EarlierNotices inbox={inbox} />
      )}
    </>
  );
}

/** Tell that what is shown was opened, once; what was new stays marked while somebody looks. */
function useOpened(inbox: Inbox, shown: readonly Inbox["notices"][number][]): (id: string) => boolean {
  const open = useOpening();
  const { covered } = useDiscretion();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const unseen = shown.filter((each) => isUnseen(each, inbox)).map((each) => each.id);
  const key = unseen.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other notices are other news, not another rendering.
  useEffect(() => {
    // Nobody sees what is covered.
    if (covered || unseen.length === 0) return;
    setOpened((before) => new Set([...before, ...unseen]));
    open(unseen);
  }, [key, covered]);
  return (id) => opened.has(id) || unseen.includes(id);
}
