import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MyNotices } from "@/data/gen/documents";
import type { Inbox } from "@/data/inbox";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Pages } from "@/ui/Pages";
import { NoticeRow } from "./NoticeRow";

/** As many as the service tells at once: with fewer there are no others. */
const AT_ONCE = 50;

/** What the inbox of this phone does not hold any more, asked for when somebody wants to see it. */
export function EarlierNotices({ inbox }: { inbox: Inbox }) {
  const { t } = useLingui();
  const [wanted, setWanted] = useState(false);
  if (inbox.notices.length < AT_ONCE) return null;
  if (!wanted) {
    return (
      <Button look="quiet" icon="clock" onPress={() => setWanted(true)}>
        <Trans>Ver los anteriores</Trans>
      </Button>
    );
  }
  const known = new Set(inbox.notices.map((each) => each.id));
  return (
    <Pages
      document={MyNotices}
      first={AT_ONCE}
      page={(answer) => answer.myNotices}
      only={(notice) => !known.has(notice.id)}
      empty={null}
    >
      {(notices) => (
        <List label={t`Avisos anteriores`}>
          {notices.map((each) => (
            <NoticeRow key={each.id} notice={each} />
          ))}
        </List>
      )}
    </Pages>
  );
}
