import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { DayBookings } from "@/data/gen/staff/visits";
import { type Day, longDay, today } from "@/l10n/dates";
import { Await, Empty } from "@/ui/Await";
import { dayOf } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { usePlaceName } from "../office/usePlaceName";
import { usePages } from "../pages";
import { DayBar } from "./DayBar";
import { HourOfDay } from "./HourOfDay";
import { PrintDay } from "./PrintDay";
import { dayPaper } from "./paper";
import { BOOKINGS_A_PAGE, byHour, countOf, countWords, type DayBooking, matching } from "./party";

/** Who comes on a day, by the hour; another day is another screen. */
export default function DayScreen({ day: given }: { day: string }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const day =
    /^\d{4}-\d{2}-\d{2}$/.test(given) && dayOf(given.split("-").reverse().join("/")) ? given : today();
  const variables = { establishmentId: id, day, first: BOOKINGS_A_PAGE };
  const read = usePages(DayBookings, variables, (answer) => answer.dayBookings, { whole: true });
  const named = longDay(day);
  return (
    <Page title={t`Visitas del ${named}`} broad>
      <DayBar day={day} />
      <Await read={read}>
        {(bookings) => <OfDay bookings={bookings} day={day} incomplete={read.hasMore} />}
      </Await>
    </Page>
  );
}

type OfDayProps = { bookings: readonly DayBooking[]; day: Day; incomplete: boolean };

function OfDay({ bookings, day, incomplete }: OfDayProps) {
  const { t, i18n } = useLingui();
  const place = usePlaceName(useOffice().id);
  const [typed, setTyped] = useState("");
  const found = matching(bookings, typed);
  if (bookings.length === 0) {
    return (
      <Empty>
        <Trans>No hay visitas reservadas para este día.</Trans>
      </Empty>
    );
  }
  const soFar = bookings.length;
  return (
    <>
      <Words as="strong" live="polite">
        {countWords(countOf(bookings))}
      </Words>
      {incomplete ? (
        <Note tone="plain">
          <Trans>Todavía llega el resto de la lista: van {soFar} visitas.</Trans>
        </Note>
      ) : (
        <PrintDay paper={dayPaper({ day, place, bookings: found, language: i18n.locale })} />
      )}
      <Field
        label={t`Buscar en este día`}
        hint={t`Un nombre, un apellido o la referencia`}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        maxLength={60}
      />
      {found.length === 0 ? (
        <Empty>
          <Trans>Nadie coincide en este día. Pruebe con menos letras.</Trans>
        </Empty>
      ) : (
        byHour(found).map((hour) => <HourOfDay key={hour.startsAt + hour.endsAt} hour={hour} />)
      )}
    </>
  );
}
