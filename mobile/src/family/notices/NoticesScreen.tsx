import { Trans, useLingui } from "@lingui/react/macro";
import { MyNotices } from "@/data/gen/documents";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Pages } from "@/ui/Pages";
import { NoticeRow } from "./NoticeRow";

/** Everything the family was told, newest first, each with its hour and the way to what it is about. */
export default function NoticesScreen() {
  const { t } = useLingui();
  return (
    <Page title={t`Avisos`} up={href("home")}>
      <Pages
        document={MyNotices}
        keep
        page={(answer) => answer.myNotices}
        empty={
          <Empty>
            <Trans>No tiene avisos. Aquí le diremos si algo cambia en sus visitas.</Trans>
          </Empty>
        }
      >
        {(notices) => (
          <List label={t`Avisos`}>
            {notices.map((each) => (
              <NoticeRow key={each.id} notice={each} />
            ))}
          </List>
        )}
      </Pages>
    </Page>
  );
}
