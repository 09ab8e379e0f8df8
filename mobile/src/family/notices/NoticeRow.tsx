import type { MyNoticesQuery } from "@/data/gen/documents";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Row } from "@/ui/Row";
import type { Shape } from "@/ui/shapes";

type Notice = MyNoticesQuery["myNotices"]["nodes"][number];

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
