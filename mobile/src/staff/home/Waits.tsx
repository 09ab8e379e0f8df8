import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { TieQueue } from "@/data/gen/staff/registry";
import { ClosedDays, DayBookings } from "@/data/gen/staff/visits";
import type { Read } from "@/data/reads";
import { longDay, moment, today } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Row } from "@/ui/Row";
import { BOOKINGS_A_PAGE } from "../day/party";
import { useOffice } from "../office/office";
import { usePages } from "../pages";

/** How many families wait for an answer, and since when. */
export function QueueWaiting() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = usePages(TieQueue, { establishmentId: id }, (answer) => answer.tieQueue);
  const count = read.data?.length ?? 0;
  const oldest = read.data?.[0];
  const since = oldest ? moment(oldest.askedAt) : "";
  const waiting = read.hasMore
    ? t`Más de ${count} esperan.`
    : plural(count, { one: "# espera.", other: "# esperan." });
  return (
    <Row
      icon="clock"
      title={t`Pedidos de vínculo`}
      note={useUnread(read) ?? (count === 0 ? t`Nadie espera.` : t`${waiting} El más antiguo llegó ${since}`)}
      to={href("queue")}
    />
  );
}

/** How many come today. */
export function VisitsToday() {
  const { t } = useLingui();
  const { id } = useOffice();
  const day = today();
  const variables = { establishmentId: id, day, first: BOOKINGS_A_PAGE };
  const read = usePages(DayBookings, variables, (answer) => answer.dayBookings);
  const count = read.data?.length ?? 0;
  const note = read.hasMore
    ? t`Más de ${count} reservadas`
    : plural(count, { 0: "Ninguna reservada", one: "# reservada", other: "# reservadas" });
  return (
    <Row icon="calendar" title={t`Visitas de hoy`} note={useUnread(read) ?? note} to={href("day", { day })} />
  );
}

/** The next day without visits. */
export function ClosuresWaiting() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = usePages(ClosedDays, { establishmentId: id }, (answer) => answer.closedDays);
  const next = read.data?.[0];
  const from = next ? longDay(next.firstOn) : "";
  return (
    <Row
      icon="cross"
      title={t`Días cerrados`}
      note={useUnread(read) ?? (next ? t`El próximo: ${from}` : t`Ninguno por venir`)}
      to={href("closed")}
    />
  );
}

/** What to say while there is nothing to count. */
function useUnread(read: Read<unknown>): string | undefined {
  const { t } = useLingui();
  if (read.data !== undefined) return undefined;
  if (read.refused) return read.refused.message;
  return read.offline ? t`No hay señal. Ábralo para volver a intentar.` : t`Cargando…`;
}
