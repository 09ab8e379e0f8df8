import { Trans, useLingui } from "@lingui/react/macro";
import { isUnseen, readable, unseenOf, useInbox } from "@/data/inbox";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { NoticeRow } from "../notices/NoticeRow";
import { unseenWords } from "../notices/words";

/** As many as fit on the first screen. */
const NEWEST = 3;

/** The newest notices, and how many nobody has opened. */
export function News() {
  const { t } = useLingui();
  const { data: inbox } = useInbox();
  const notices = inbox ? readable(inbox, Date.now()).slice(0, NEWEST) : [];
  if (!inbox || notices.length === 0) return null;
  const unseen = unseenOf(inbox);
  return (
    <>
      <Words as="heading">
        <Trans>Avisos</Trans>
      </Words>
      <List label={t`Avisos`}>
        {notices.map((each) => (
          <NoticeRow key={each.id} notice={each} fresh={isUnseen(each, inbox)} />
        ))}
        <Row
          title={t`Ver todos los avisos`}
          note={unseen > 0 ? unseenWords(unseen) : undefined}
          to={href("notices")}
        />
      </List>
    </>
  );
}
