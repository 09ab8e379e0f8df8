import { useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import type { DraftState, EventState, OfficeEventsQuery } from "@/data/gen/staff/programmes";
import { dayAt, hour, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import { comingWords, datesWords, kindWords } from "./words";

type Listed = OfficeEventsQuery["officeEvents"]["nodes"][number];

/** One event of the list: what it is, when it is next, who comes, how far it is. */
export function EventRow({ of }: { of: Listed }) {
  const { t } = useLingui();
  const when = of.nextAt ? `${longDay(dayAt(of.nextAt))}, ${hour(of.nextAt)}` : t`Sin fecha por venir`;
  const facts = [
    kindWords(of.kind),
    when,
    datesWords(of.dates),
    of.state === "RELEASED" ? comingWords(of.going, of.waiting) : "",
  ];
  return (
    <Row
      title={of.title}
      note={facts.filter(Boolean).join(" · ")}
      below={<EventStates state={of.state} draft={of.draft} />}
      to={href("officeEvent", { id: of.id })}
    />
  );
}

/** How far an event is, and what its draft waits for. */
export function EventStates({ state, draft }: { state: EventState; draft: DraftState | null }) {
  const { t } = useLingui();
  return (
    <View style={{ flexDirection: "row", flexWrap: "wrap", gap: 8 }}>
      {state === "RELEASED" ? <State tone="good">{t`Publicada`}</State> : null}
      {state === "CANCELLED" ? <State tone="bad">{t`Cancelada`}</State> : null}
      {draft === "SUBMITTED" ? <State tone="warn">{t`Espera a la dirección`}</State> : null}
      {draft === "OPEN" ? (
        <State tone="plain">{state === "RELEASED" ? t`Con cambios sin enviar` : t`Borrador`}</State>
      ) : null}
    </View>
  );
}
