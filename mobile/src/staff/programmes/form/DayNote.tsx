import { Trans } from "@lingui/react/macro";
import { CalendarDays } from "@/data/gen/staff/programmes";
import { useRead } from "@/data/reads";
import { type Day, daysBetween, daysLater, longDay } from "@/l10n/dates";
import { Words } from "@/ui/Words";

/** As far as days of the calendar are asked for at once. */
const A_YEAR = 366;

/** What is known of these days beside their date: “Ese día es: Navidad.” Nothing where nothing is. */
export function DayNote({ days }: { days: readonly Day[] }) {
  const [first, last] = [days[0], days.at(-1)];
  const far = first && last ? Math.min(daysBetween(first, last), A_YEAR) : 0;
  const from = first ?? "";
  const to = first ? daysLater(first, far) : "";
  const read = useRead(CalendarDays, { from, to }, { when: first !== undefined });
  const found = (read.data?.calendarDays ?? []).filter((each) => days.includes(each.on));
  if (found.length === 0) return null;
  const alone = days.length === 1;
  return (
    <>
      {found.map(({ on, name, confirmed }) => {
        const day = longDay(on);
        return (
          <Words key={`${on} ${name}`} as="small" live="polite">
            {alone ? (
              <Trans>Ese día es: {name}.</Trans>
            ) : (
              <Trans>
                El {day} es: {name}.
              </Trans>
            )}{" "}
            {confirmed ? null : <Trans>Falta confirmar la fecha.</Trans>}
          </Words>
        );
      })}
    </>
  );
}
