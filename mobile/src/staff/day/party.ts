/** Counting and finding within the visits of a day. */
import { plural } from "@lingui/core/macro";
import type { DayBookingsQuery } from "@/data/gen/staff/visits";

export type DayBooking = DayBookingsQuery["dayBookings"]["nodes"][number];

/** As many as the service gives at a time: a day is read whole. */
export const BOOKINGS_A_PAGE = 50;

export type Count = { visits: number; adults: number; minors: number };

/** How many visits and people. */
export function countOf(bookings: readonly DayBooking[]): Count {
  const people = bookings.flatMap((each) => each.party);
  const adults = people.filter((each) => each.adult).length;
  return { visits: bookings.length, adults, minors: people.length - adults };
}

/** Such as “12 visitas · 20 adultos · 8 menores”. */
export function countWords({ visits, adults, minors }: Count): string {
  return [
    plural(visits, { one: "# visita", other: "# visitas" }),
    plural(adults, { one: "# adulto", other: "# adultos" }),
    ...(minors > 0 ? [plural(minors, { one: "# menor", other: "# menores" })] : []),
  ].join(" · ");
}

export type Hour = { startsAt: string; endsAt: string; bookings: DayBooking[] };

/** The bookings under the hours at which they begin, in the order in which they came. */
export function byHour(bookings: readonly DayBooking[]): Hour[] {
  const hours = new Map<string, Hour>();
  for (const each of bookings) {
    const key = `${each.startsAt} ${each.endsAt}`;
    const hour = hours.get(key) ?? { startsAt: each.startsAt, endsAt: each.endsAt, bookings: [] };
    hour.bookings.push(each);
    hours.set(key, hour);
  }
  return [...hours.values()];
}

/** Those whose reference or names, of the person or of who comes, hold every word that was typed. */
export function matching(bookings: readonly DayBooking[], typed: string): DayBooking[] {
  const words = plain(typed).split(" ").filter(Boolean);
  const reference = plain(typed).replaceAll(" ", "");
  if (words.length === 0) return [...bookings];
  return bookings.filter((each) => {
    const names = [each.inmate, ...each.party].map((who) => `${who.givenNames} ${who.surnames}`);
    const text = plain(names.join(" "));
    return (
      plain(each.reference).replaceAll(" ", "").includes(reference) ||
      words.every((word) => text.includes(word))
    );
  });
}

/** Without capitals, accents and signs. */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
