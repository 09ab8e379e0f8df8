/** The visits of a day on paper, by the hour: for a gate without a screen. It is shredded when the day is over. */
import { t } from "@lingui/core/macro";
import { type Day, hours, longDay } from "@/l10n/dates";
import { pavilionWords } from "../words";
import { byHour, countOf, countWords, type DayBooking, type Hour } from "./party";

type Given = { day: Day; place: string; bookings: readonly DayBooking[]; language: string };

/** Its markup: plain elements and the classes of every paper, without styles or scripts of its own. */
export function dayPaper({ day, place, bookings, language }: Given): string {
  const named = longDay(day);
  return [
    `<article class="pass" lang="${safe(language)}">`,
    `<p class="brand">${safe(place)}</p>`,
    `<h1>${safe(t`Visitas del ${named}`)}</h1>`,
    `<p>${safe(countWords(countOf(bookings)))}</p>`,
    ...byHour(bookings).map(hourOf),
    `<p class="small">${safe(t`Tiene datos de personas: rómpalo al terminar el día.`)}</p>`,
    "</article>",
  ].join("");
}

function hourOf({ startsAt, endsAt, bookings }: Hour): string {
  const head = `${hours(startsAt, endsAt)}: ${countWords(countOf(bookings))}`;
  return `<p class="hours">${safe(head)}</p><ul>${bookings.map(line).join("")}</ul>`;
}

function line({ reference, inmate, pavilion, party }: DayBooking): string {
  const names = party.map((each) => {
    const name = `${each.givenNames} ${each.surnames}`;
    return each.adult ? name : t`${name} (menor)`;
  });
  const about = [`${inmate.givenNames} ${inmate.surnames}`, pavilionWords(pavilion)]
    .filter(Boolean)
    .join(" · ");
  return `<li><b>${safe(reference)}</b> ${safe(about)}<br>${safe(names.join(", "))}</li>`;
}

function safe(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}
