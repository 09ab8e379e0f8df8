import { hours } from "@/l10n/dates";
import { dayPaper } from "./paper";
import type { DayBooking } from "./party";

const BOOKING: DayBooking = {
  id: "b1",
  reference: "K7MP-3QX9",
  startsAt: "2036-11-22T14:00:00Z",
  endsAt: "2036-11-22T16:00:00Z",
  visitType: "ORDINARY",
  place: "DIRECT",
  pavilion: "4",
  inmate: { id: "i1", givenNames: "Miguel <b>", surnames: "Rojas & Paz" },
  party: [
    { visitorId: "v1", givenNames: "María", surnames: "Quispe", adult: true },
    { visitorId: "v2", givenNames: "Luz", surnames: "Quispe", adult: false },
  ],
};

test("the list of a day on paper: hours, counts, references, names", () => {
  const paper = dayPaper({ day: "2036-11-22", place: "Lugar 1", bookings: [BOOKING], language: "es" });

  expect(paper).toContain("<h1>Visitas del sábado 22 de noviembre de 2036</h1>");
  expect(paper).toContain(`${hours(BOOKING.startsAt, BOOKING.endsAt)}: 1 visita · 1 adulto · 1 menor</p>`);
  expect(paper).toContain("Pabellón 4<br>María Quispe, Luz Quispe (menor)</li>");
});

test("no name can become markup", () => {
  const paper = dayPaper({ day: "2036-11-22", place: '"><script>', bookings: [BOOKING], language: "es" });

  expect(paper).toContain("<b>K7MP-3QX9</b> Miguel &lt;b&gt; Rojas &amp; Paz");
  expect(paper).not.toContain("<script>");
});
