import { byHour, countOf, countWords, type DayBooking, matching } from "./party";

const who = (givenNames: string, surnames: string, adult = true) => ({
  visitorId: givenNames,
  givenNames,
  surnames,
  adult,
});

function booking(reference: string, startsAt: string, about: Partial<DayBooking> = {}): DayBooking {
  return {
    id: reference,
    reference,
    startsAt,
    endsAt: "2036-11-22T18:00:00Z",
    visitType: "ORDINARY",
    place: "DIRECT",
    pavilion: null,
    inmate: { id: "i1", givenNames: "Miguel Ángel", surnames: "Ñaupari Rojas" },
    party: [who("María", "Quispe"), who("Luz", "Quispe", false)],
    ...about,
  };
}

const NINE = "2036-11-22T14:00:00Z";
const TEN = "2036-11-22T15:00:00Z";

test("people are counted by visit, adult and minor", () => {
  const two = [booking("A", NINE), booking("B", TEN, { party: [who("Ana", "Paz")] })];

  expect(countOf(two)).toEqual({ visits: 2, adults: 2, minors: 1 });
  expect(countWords(countOf(two))).toBe("2 visitas · 2 adultos · 1 menor");
  expect(countWords({ visits: 1, adults: 1, minors: 0 })).toBe("1 visita · 1 adulto");
});

test("visits stand under the hour at which they begin, in their order", () => {
  const hours = byHour([booking("A", NINE), booking("B", NINE), booking("C", TEN)]);

  expect(hours.map((each) => [each.startsAt, each.bookings.map(({ id }) => id)])).toEqual([
    [NINE, ["A", "B"]],
    [TEN, ["C"]],
  ]);
});

test("a visit is found by its reference, however it is written", () => {
  const two = [booking("K7MP-3QX9", NINE), booking("ABCD-2345", TEN)];

  for (const typed of ["K7MP-3QX9", "k7mp3qx9", "k7mp 3q"])
    expect(matching(two, typed).map((each) => each.id)).toEqual(["K7MP-3QX9"]);
});

test("a visit is found by names of either side, without accents and in any order", () => {
  const two = [booking("A", NINE), booking("B", TEN, { party: [who("Ana", "Paz")] })];

  expect(matching(two, "paz ana")).toHaveLength(1);
  expect(matching(two, "naupari MIGUEL angel")).toHaveLength(2);
  expect(matching(two, "maria paz")).toEqual([]);
  expect(matching(two, "  ")).toHaveLength(2);
  expect(matching(two, "-")).toHaveLength(2);
});
