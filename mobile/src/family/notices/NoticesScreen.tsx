import { Trans, useLingui } from "@lingui/react/macro";
import { MyNotices, type MyNoticesQuery } from "@/data/gen/documents";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Pages } from "@/ui/Pages";
import { Row } from "@/ui/Row";
import type { Shape } from "@/ui/shapes";

type Notice = MyNoticesQuery["myNotices"]["nodes"][number];

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

/** A notice: what, when, and what it is about. */
export function NoticeRow({ notice }: { notice: Notice }) {
  const to = about(notice);
  return (
    <Row
      icon={SHAPES[notice.kind] ?? "bell"}
      title={notice.message}
      note={moment(notice.toldAt)}
      {...(to ? { to } : {})}
    />
  );
}

/** Kinds that the service may add later are drawn as a bell. */
const SHAPES: Record<string, Shape> = {
  visit_booked: "check",
  visit_cancelled: "cross",
  visit_called_off: "alert",
  tie_decided: "people",
  sign_in_new_device: "lock",
  sign_in_reused: "lock",
  device_trusted: "lock",
};

function about({ bookingId, kind }: Notice): string | undefined {
  if (bookingId) return href("visit", { id: bookingId });
  if (kind === "tie_decided") return href("ties");
  if (kind.startsWith("sign_in") || kind === "device_trusted") return href("devices");
  return undefined;
}
