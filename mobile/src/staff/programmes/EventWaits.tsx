import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { OfficeEvents } from "@/data/gen/staff/programmes";
import { dayAt, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { thisYear } from "../culture/YearBar";
import { useOffice } from "../office/office";
import { usePages } from "../pages";

/** The way to what is planned, on the first screen: what waits for the director, and what is next. */
export function EventWaits() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = usePages(OfficeEvents, { establishmentId: id, past: false }, (answer) => answer.officeEvents);
  const events = read.data ?? [];
  const waiting = events.filter((each) => each.draft === "SUBMITTED").length;
  const next = events.find((each) => each.state === "RELEASED" && each.nextAt)?.nextAt;
  const day = next ? longDay(dayAt(next)) : "";
  const note = [
    waiting > 0
      ? plural(waiting, { one: "# espera a la dirección.", other: "# esperan a la dirección." })
      : "",
    day ? t`La próxima: ${day}.` : "",
  ];
  return (
    <>
      <Words as="heading">
        <Trans>Actividades</Trans>
      </Words>
      <List label={t`Actividades`}>
        <Row
          icon="speech"
          title={t`Actividades para las familias`}
          note={
            note.filter(Boolean).join(" ") ||
            (read.refused?.message ?? t`Preparar, cambiar y publicar: conciertos, talleres, exposiciones.`)
          }
          to={href("officeEvents")}
        />
        <Row
          icon="calendar"
          title={t`El año en cifras`}
          note={t`Fechas, público, participantes y dinero; y el informe anual.`}
          to={href("cultureYear", { year: thisYear() })}
        />
      </List>
    </>
  );
}
