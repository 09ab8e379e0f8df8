import { useLingui } from "@lingui/react/macro";
import { hour } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import type { Listed } from "./happening";
import { SmallPoster } from "./Poster";
import { kindWords, placeWords } from "./words";

/** A date in a list: what, at what hour, where, whether it stands, and what this family answered. */
export function EventRow({ date }: { date: Listed }) {
  const about = [hour(date.startsAt), kindWords(date.kind)].join(" · ");
  return (
    <Row
      title={date.title}
      note={`${about}\n${placeWords(date)}`}
      aside={date.poster ? <SmallPoster of={date.poster} /> : undefined}
      below={date.state !== "PLANNED" || date.answer ? <Standing date={date} /> : null}
      to={href("event", { id: date.id })}
    />
  );
}

/** Whether it stands, and what was answered, in words and a drawing. */
export function Standing({ date: { state, answer } }: { date: Pick<Listed, "state" | "answer"> }) {
  const { t } = useLingui();
  if (state === "CANCELLED") return <State tone="bad">{t`Cancelada: no vaya`}</State>;
  if (state === "POSTPONED") return <State tone="warn">{t`Postergada: no será ese día`}</State>;
  if (answer?.state === "GOING") return <State tone="good">{t`Usted va`}</State>;
  if (answer?.state === "OFFERED") return <State tone="warn" icon="bell">{t`Hay lugar: responda`}</State>;
  if (answer?.state === "WAITING") return <State tone="plain">{t`En lista de espera`}</State>;
  return null;
}
