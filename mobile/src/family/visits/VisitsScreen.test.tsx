import { act, screen, userEvent } from "@testing-library/react-native";
import { refusal, Service, SILENCE, show } from "@/testing/service";
import { calledOff, page, untilKept, VISIT } from "@/testing/visit";
import { VisitsScreen } from "./VisitsScreen";

const LATER = { ...VISIT, id: "v2", visitOn: "2036-12-06" };
const OVER = {
  ...VISIT,
  id: "v0",
  visitOn: "2025-11-22",
  startsAt: "2025-11-22T14:00:00Z",
  endsAt: "2025-11-22T16:30:00Z",
};
const next = (...visits: object[]) => ({ nextVisits: page(visits) });

test("what is to come stands there soonest first, each with its state in words", async () => {
  new Service({
    NextVisits: next(VISIT, { ...LATER, ...calledOff("DAY_CLOSED"), id: "v2", visitOn: "2036-12-06" }),
  });
  const { leave } = await show(<VisitsScreen />);

  const links = await screen.findAllByRole("link", { name: /^(sábado|viernes)/ });
  expect(links).toHaveLength(2);
  expect(links[0]).toHaveTextContent(
    /sábado 22 de noviembre de 2036.*9:00 a\. m\..*Juan Carlos · Huaraz.*Sigue en pie/s,
  );
  expect(links[1]).toHaveTextContent(/6 de diciembre de 2036.*Cancelada/s);
  leave();
});

test("a visit that ended since the last answer is no longer to come", async () => {
  new Service({ NextVisits: next(OVER, VISIT) });
  const { leave } = await show(<VisitsScreen />);

  expect(await screen.findByText("sábado 22 de noviembre de 2036")).toBeTruthy();
  expect(screen.queryByText("sábado 22 de noviembre de 2025")).toBeNull();
  leave();
});

test("with nothing to come it leads to booking", async () => {
  new Service({ NextVisits: next() });
  const { leave } = await show(<VisitsScreen />);

  expect(await screen.findByText(/No tiene visitas reservadas/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Reservar una visita" }).props.href).toBe("/book");
  leave();
});

test("earlier visits come by tens, and without those to come", async () => {
  const service = new Service({
    NextVisits: next(VISIT),
    MyVisits: ({ after }: { after?: string }) => ({
      myVisits: after ? page([{ ...calledOff("YOU_CANCELLED"), id: "v9" }]) : page([VISIT, OVER], "c1"),
    }),
  });
  const { leave } = await show(<VisitsScreen />);
  expect(service.sent("MyVisits")).toEqual([]);

  await userEvent.press(screen.getByText("Ver las anteriores"));
  expect(await screen.findByText("Ya pasó")).toBeTruthy();
  expect(screen.getAllByText("sábado 22 de noviembre de 2036")).toHaveLength(1);
  await userEvent.press(screen.getByText("Ver más"));

  expect(await screen.findByText("Cancelada")).toBeTruthy();
  expect(service.sent("MyVisits")).toEqual([{}, { after: "c1" }]);
  expect(screen.queryByText("Ver más")).toBeNull();
  leave();
});

test("when the first ten are all to come, the next ten are asked for by themselves", async () => {
  const service = new Service({
    NextVisits: next(VISIT),
    MyVisits: ({ after }: { after?: string }) => ({ myVisits: after ? page([OVER]) : page([VISIT], "c1") }),
  });
  const { leave } = await show(<VisitsScreen />);

  await userEvent.press(screen.getByText("Ver las anteriores"));

  expect(await screen.findByText("Ya pasó")).toBeTruthy();
  expect(service.sent("MyVisits")).toHaveLength(2);
  leave();
});

test("with nothing earlier it says so", async () => {
  new Service({ NextVisits: next(VISIT), MyVisits: { myVisits: page([VISIT]) } });
  const { leave } = await show(<VisitsScreen />);

  await userEvent.press(screen.getByText("Ver las anteriores"));

  expect(await screen.findByText("Todavía no hay visitas anteriores.")).toBeTruthy();
  leave();
});

test("without signal the visits are those of the last answer, with its hour", async () => {
  const service = new Service({ NextVisits: next(VISIT) });
  const first = await show(<VisitsScreen />);
  await screen.findByText("Sigue en pie");
  await untilKept();
  first.leave();

  service.say("NextVisits", SILENCE);
  const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  const second = await show(<VisitsScreen />, first.profile);
  expect(await screen.findByText(/^Sin señal. Esto es lo que se sabía hoy a las/)).toBeTruthy();
  expect(screen.getByText("Sigue en pie")).toBeTruthy();
  later.mockRestore();
  second.leave();
});

test("without signal and with nothing kept it says so, and asks again", async () => {
  const service = new Service({ NextVisits: SILENCE });
  const { leave } = await show(<VisitsScreen />);
  await screen.findByText(/No hay señal/);

  service.say("NextVisits", next(VISIT));
  await userEvent.press(screen.getByText("Volver a intentar"));

  expect(await screen.findByText("Sigue en pie")).toBeTruthy();
  leave();
});

test("a refusal is shown in the service's words", async () => {
  new Service({ NextVisits: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto.") });
  const { leave } = await show(<VisitsScreen />);

  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});

test("what waits for a signal stands above the visits", async () => {
  const service = new Service({ NextVisits: next(VISIT), CancelVisit: SILENCE });
  const { outbox, leave } = await show(<VisitsScreen />);
  await screen.findByText("Sigue en pie");

  await act(() =>
    outbox.add({
      requestId: "r1",
      document: "CancelVisit",
      variables: { bookingId: "v1" },
      about: { words: "Cancelar la visita del sábado" },
    }),
  );

  expect(await screen.findByText("Cancelar la visita del sábado")).toBeTruthy();
  expect(screen.getByText(/^Todavía no está cancelada/)).toBeTruthy();
  expect(service.sent("CancelVisit")).toEqual([{ bookingId: "v1", requestId: "r1" }]);
  leave();
});
