import { useLingui } from "@lingui/react/macro";
import { hours, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import { type KnownVisit, standing } from "./known";

type Props = {
  visit: Pick<
    KnownVisit,
    "id" | "state" | "stillOn" | "visitOn" | "startsAt" | "endsAt" | "inmate" | "establishment"
  >;
  now: number;
};

/** A visit in a list: when, whom, where, and whether it is on. */
export function VisitRow({ visit, now }: Props) {
  const where = [visit.inmate?.givenNames, visit.establishment.name].filter(Boolean).join(" · ");
  return (
    <Row
      title={longDay(visit.visitOn)}
      note={`${hours(visit.startsAt, visit.endsAt)}\n${where}`}
      below={<Standing visit={visit} now={now} />}
      to={href("visit", { id: visit.id })}
    />
  );
}

/** Whether a visit is on, in words and a drawing. */
export function Standing({
  visit,
  now,
}: {
  visit: Pick<KnownVisit, "state" | "stillOn" | "endsAt">;
  now: number;
}) {
  const { t } = useLingui();
  const stands = standing(visit, now);
  if (stands === "off") return <State tone="bad">{t`Cancelada`}</State>;
  if (stands === "over") return <State tone="plain">{t`Ya pasó`}</State>;
  if (visit.stillOn?.verdict === "STAY") return <State tone="bad">{t`No viaje`}</State>;
  if (visit.stillOn?.verdict === "CHECK") return <State tone="warn">{t`Revise antes de salir`}</State>;
  return <State tone="good">{t`Sigue en pie`}</State>;
}
