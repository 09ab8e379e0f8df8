import { act, screen } from "@testing-library/react-native";
import { daysLater, longDay, today } from "@/l10n/dates";
import { atOffice, me, tap, write } from "@/testing/office";
import { refusal, SILENCE } from "@/testing/service";
import { page, untilKept } from "@/testing/visit";

const DAY = "2036-11-22";
const booking = (id: string, about: object = {}) => ({
  id,
  reference: `K7MP-3Q${id}`,
  startsAt: "2036-11-22T14:00:00Z",
  endsAt: "2036-11-22T16:00:00Z",
  visitType: "ORDINARY",
  place: "DIRECT",
  pavilion: "Pabellón 4",
  inmate: { id: "i1", givenNames: "Miguel", surnames: "Rojas" },
  party: [
    { visitorId: "v1", givenNames: "María", surnames: "Quispe", adult: true },
    { visitorId: "v2", givenNames: "Luz", surnames: "Quispe", adult: false },
  ],
  ...about,
});
const TWO = [
  booking("A1"),
  booking("B2", {
    startsAt: "2036-11-22T19:00:00Z",
    inmate: { id: "i2", givenNames: "Juan", surnames: "Paz" },
  }),
];
const day = (...nodes: object[]) => ({ DayBookings: { dayBookings: page(nodes) } });

test("a day by the hour: reference, person, pavilion, who comes, and counts", async () => {
  const { service, leave } = await atOffice(`/office/day/${DAY}`, day(...TWO));

  expect(await screen.findByText("Visitas del sábado 22 de noviembre de 2036")).toBeTruthy();
  expect(await screen.findByText("2 visitas · 2 adultos · 2 menores")).toBeTruthy();
  const nine = screen.getByLabelText("de 9:00 a. m. a 11:00 a. m.");
  expect(nine).toHaveTextContent(/K7MP-3QA1.*Miguel Rojas.*Pabellón 4.*Adultos: María Quispe.*Menores: Luz/s);
  expect(screen.getAllByText("1 visita · 1 adulto · 1 menor")).toHaveLength(2);
  expect(service.sent("DayBookings")).toEqual([{ establishmentId: "lurigancho", day: DAY, first: 50 }]);
  leave();
});

test("a long day is read to its end by itself, so that its counts are whole", async () => {
  const { service, leave } = await atOffice(`/office/day/${DAY}`, {
    DayBookings: ({ after }: { after?: string }) => ({
      dayBookings: after ? page([TWO[1]]) : page([TWO[0]], "cursor"),
    }),
  });

  expect(await screen.findByText("2 visitas · 2 adultos · 2 menores")).toBeTruthy();
  expect(service.sent("DayBookings")).toHaveLength(2);
  leave();
});

test("a name or a reference finds a visit within the day", async () => {
  const { service, leave } = await atOffice(`/office/day/${DAY}`, day(...TWO));

  await write("Buscar en este día", "juan paz");
  expect(screen.getByText("K7MP-3QB2")).toBeTruthy();
  expect(screen.queryByText("K7MP-3QA1")).toBeNull();
  await write("Buscar en este día", "zzz");
  expect(screen.getByText(/Nadie coincide en este día/)).toBeTruthy();
  expect(service.sent("DayBookings")).toHaveLength(1);
  leave();
});

test("the day before, the next, today and any other are a step away", async () => {
  const { service, leave } = await atOffice(`/office/day/${DAY}`);
  expect((await screen.findByRole("link", { name: "Día anterior" })).props.href).toBe(
    "/office/day/2036-11-21",
  );
  expect(screen.getByRole("link", { name: "Hoy" }).props.href).toBe(`/office/day/${today()}`);

  await tap("Siguiente");
  expect(await screen.findByText("Visitas del domingo 23 de noviembre de 2036")).toBeTruthy();
  await write("Ir a otro día", "24122036");
  await tap("Ir");

  expect(await screen.findByText("Visitas del miércoles 24 de diciembre de 2036")).toBeTruthy();
  expect(service.sent("DayBookings").map((each) => each.day)).toEqual([DAY, "2036-11-23", "2036-12-24"]);
  leave();
});

test("an address without a day is today", async () => {
  const { leave } = await atOffice("/office/day/nothing");

  const named = longDay(today());
  expect(await screen.findByText(`Visitas del ${named}`)).toBeTruthy();
  expect(screen.queryByRole("link", { name: "Hoy" })).toBeNull();
  expect(screen.getByRole("link", { name: "Día anterior" }).props.href).toBe(
    `/office/day/${daysLater(today(), -1)}`,
  );
  leave();
});

test("nobody comes, no signal, not allowed: each says so", async () => {
  const empty = await atOffice(`/office/day/${DAY}`);
  expect(await screen.findByText("No hay visitas reservadas para este día.")).toBeTruthy();
  empty.leave();

  const silent = await atOffice(`/office/day/${DAY}`, { DayBookings: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();

  const refused = await atOffice(`/office/day/${DAY}`, {
    DayBookings: refusal("NOT_ALLOWED", "No tiene permiso."),
  });
  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  refused.leave();
});

test("nothing of a day is kept on the phone, also at the gate", async () => {
  const { profile, leave } = await atOffice(`/office/day/${DAY}`, {
    ...day(...TWO),
    Me: me(["lurigancho", "GATE_OFFICER"]),
  });
  await screen.findByText("K7MP-3QA1");
  await act(untilKept);

  expect(await profile.read("reads")).toBeUndefined();
  leave();
});
