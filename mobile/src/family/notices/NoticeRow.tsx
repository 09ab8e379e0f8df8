import { useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import type { Notice } from "@/data/inbox";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import type { Shape } from "@/ui/shapes";
import { themed } from "@/ui/theme";

type Told = Pick<
  Notice,
  "kind" | "message" | "toldAt" | "bookingId" | "occurrenceId" | "withdrawnAt" | "forOther"
>;

/** A notice: what, when, whether it is new or no longer holds, and what it is about. */
export function NoticeRow({ notice, fresh = false }: { notice: Told; fresh?: boolean }) {
  const to = about(notice);
  return (
    <Row
      icon={notice.withdrawnAt ? "cross" : (SHAPES[notice.kind] ?? "bell")}
      title={notice.message}
      note={moment(notice.toldAt)}
      below={fresh || notice.withdrawnAt || notice.forOther ? <Marks notice={notice} fresh={fresh} /> : null}
      {...(to ? { to } : {})}
    />
  );
}

function Marks({ notice, fresh }: { notice: Told; fresh: boolean }) {
  const { t } = useLingui();
  const styles = useStyles();
  return (
    <View style={styles.marks}>
      {notice.withdrawnAt ? <State tone="plain" icon="cross">{t`Ya no vale`}</State> : null}
      {fresh && !notice.withdrawnAt ? <State tone="warn" icon="bell">{t`Nuevo`}</State> : null}
      {notice.forOther ? <State tone="plain" icon="people">{t`Para otra persona`}</State> : null}
    </View>
  );
}

/** Kinds that the service may add later are drawn as a bell. */
const SHAPES: Record<string, Shape> = {
  visit_booked: "check",
  visit_go: "check",
  visit_check: "alert",
  visit_stay: "cross",
  visit_changed: "alert",
  visit_reminder: "calendar",
  visit_cancelled: "cross",
  visit_called_off: "alert",
  rule_changed: "alert",
  day_closed: "calendar",
  tie_decided: "people",
  helper_joined: "people",
  sign_in_new_device: "lock",
  sign_in_reused: "lock",
  device_trusted: "lock",
  event_published: "calendar",
  event_changed: "alert",
  event_cancelled: "cross",
  event_reminder: "calendar",
  answer_ended: "cross",
};

/** Of a person's work and what it pays. */
const EARNINGS = new Set(["statement_ready", "question_answered", "remittance_moved"]);

function about({ bookingId, occurrenceId, kind, forOther }: Told): string | undefined {
  // What somebody else has is theirs to open.
  if (forOther) return undefined;
  if (bookingId) return href("visit", { id: bookingId });
  // What was kept before there were activities says nothing of them.
  if (occurrenceId) return href("event", { id: occurrenceId });
  if (kind.startsWith("event_")) return href("events");
  if (kind === "tie_decided") return href("ties");
  if (kind === "helper_joined") return href("helpers");
  if (EARNINGS.has(kind)) return href("earnings");
  if (kind.startsWith("sign_in") || kind === "device_trusted") return href("devices");
  return undefined;
}

const useStyles = themed(() => ({
  marks: { flexDirection: "row", flexWrap: "wrap", gap: 6 },
}));
