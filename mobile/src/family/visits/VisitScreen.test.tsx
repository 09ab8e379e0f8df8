import { act, screen, userEvent } from "@testing-library/react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { calledOff, homeWith, page, untilKept, VISIT } from "@/testing/visit";
import { HomeScreen } from "../home/HomeScreen";
import { VisitScreen } from "./VisitScreen";
import { VisitsScreen } from "./VisitsScreen";

const SCREEN = <VisitScreen id="v1" />;

test("one visit: all of it, whether it is on and since when that is known", async () => {
  const service = new Service({ Visit: { visit: VISIT } });
  const { leave } = await show(SCREEN);

  expect(await screen.findByRole("heading", { name: "sábado 22 de noviembre de 2036" })).toBeTruthy();
  for (const words of [
    "de 9:00 a. m. a 11:30 a. m.\nDura 2 horas y 30 minutos",
    "Juan Carlos Quispe Rojas",
    "Huaraz",
    "Visita regular, en el patio de visitas",
    "Sigue en pie",
    "K7MP-3QX9",
  ])
    expect(screen.getByText(words)).toBeTruthy();
  expect(screen.getByText(/^Reservada el 1 de noviembre/)).toBeTruthy();
  expect(screen.getByText(/^Lo sabemos hoy a las/)).toBeTruthy();
  const party = screen.getByLabelText("Quiénes van");
  expect(party).toHaveTextContent(/María Mamani Flores.*Adulto.*Luz Quispe Mamani.*Menor de edad/s);
  expect(service.sent("Visit")).toEqual([{ id: "v1" }]);
  leave();
});

test("it leads to the pass and to what to bring", async () => {
  new Service({ Visit: { visit: VISIT } });
  const { leave } = await show(SCREEN);

  const pass = await screen.findByRole("link", { name: "Ver el pase" });
  expect(pass.props.href).toBe("/visits/v1/pass");
  expect(screen.getByRole("link", { name: "Qué llevar y cómo ir" }).props.href).toBe(
    "/advice/huaraz/2036-11-22",
  );
  leave();
});

test("cancelling is asked about once more, says what it means, and the visit then says it is off", async () => {
  const service = new Service({ Visit: { visit: VISIT } });
  service.say("CancelVisit", () => {
    service.say("Visit", { visit: calledOff("YOU_CANCELLED") });
    return {
      cancelVisit: { __typename: "Booking", id: "v1", state: "CANCELLED", cancelReason: "YOU_CANCELLED" },
    };
  });
  const { outbox, leave } = await show(SCREEN);

  await userEvent.press(await screen.findByText("Cancelar esta visita"));
  expect(screen.getByText(/quedarán libres para otra familia/)).toBeTruthy();
  expect(service.sent("CancelVisit")).toEqual([]);
  await userEvent.press(screen.getByText("Sí, cancelar la visita"));

  expect(await screen.findByText("Usted canceló esta visita.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Reservar otro día" }).props.href).toBe("/book/i1");
  expect(screen.queryByText("Ver el pase")).toBeNull();
  expect(screen.queryByText("Cancelar esta visita")).toBeNull();
  expect(service.sent("CancelVisit")).toEqual([{ bookingId: "v1", requestId: expect.any(String) }]);
  expect(outbox.wishes()).toEqual([]);
  leave();
});

test("two taps cancel once", async () => {
  const service = new Service({ Visit: { visit: VISIT } });
  let answer = (_said: unknown) => {};
  service.say("CancelVisit", () => new Promise((resolve) => (answer = resolve)));
  const { leave } = await show(SCREEN);
  await userEvent.press(await screen.findByText("Cancelar esta visita"));

  await userEvent.press(screen.getByText("Sí, cancelar la visita"));
  await userEvent.press(screen.getByText("Sí, cancelar la visita"));
  service.say("Visit", { visit: calledOff("YOU_CANCELLED") });
  await act(async () =>
    answer({
      cancelVisit: { __typename: "Booking", id: "v1", state: "CANCELLED", cancelReason: "YOU_CANCELLED" },
    }),
  );

  expect(await screen.findByText("Usted canceló esta visita.")).toBeTruthy();
  expect(service.sent("CancelVisit")).toHaveLength(1);
  leave();
});

test("without signal cancelling waits, says that it is not done yet, and is sent under the same id", async () => {
  const service = new Service({ Visit: { visit: VISIT }, CancelVisit: SILENCE });
  const { outbox, leave } = await show(SCREEN);
  await userEvent.press(await screen.findByText("Cancelar esta visita"));
  await userEvent.press(screen.getByText("Sí, cancelar la visita"));

  expect(await screen.findByText("Todavía no está cancelada")).toBeTruthy();
  expect(screen.getByText("Sigue en pie")).toBeTruthy();
  service.say("Visit", { visit: calledOff("YOU_CANCELLED") });
  service.say("CancelVisit", {
    cancelVisit: { __typename: "Booking", id: "v1", state: "CANCELLED", cancelReason: "YOU_CANCELLED" },
  });
  await act(() => outbox.flush());

  expect(await screen.findByText("Usted canceló esta visita.")).toBeTruthy();
  const [first, second] = service.sent("CancelVisit");
  expect(second).toEqual(first);
  leave();
});

test("a cancelling that waits can be taken back", async () => {
  const service = new Service({ Visit: { visit: VISIT }, CancelVisit: SILENCE });
  const { outbox, leave } = await show(SCREEN);
  await userEvent.press(await screen.findByText("Cancelar esta visita"));
  await userEvent.press(screen.getByText("Sí, cancelar la visita"));

  await userEvent.press(await screen.findByText("Ya no quiero cancelarla"));
  await act(() => outbox.flush());

  expect(screen.getByText("Cancelar esta visita")).toBeTruthy();
  expect(outbox.wishes()).toEqual([]);
  expect(service.sent("CancelVisit")).toHaveLength(1);
  leave();
});

test("a stale screen learns from the refusal that the other phone was first", async () => {
  const service = new Service({ Visit: { visit: VISIT } });
  const { leave } = await show(SCREEN);
  await userEvent.press(await screen.findByText("Cancelar esta visita"));
  service.say("Visit", { visit: calledOff("YOU_CANCELLED") });
  service.say("CancelVisit", {
    cancelVisit: problem("ALREADY_CANCELLED", "Esa visita ya estaba cancelada."),
  });

  await userEvent.press(screen.getByText("Sí, cancelar la visita"));

  expect(await screen.findByText("Usted canceló esta visita.")).toBeTruthy();
  leave();
});

test("a refused cancelling says why, and stays until it is read", async () => {
  new Service({
    Visit: { visit: VISIT },
    CancelVisit: { cancelVisit: problem("SLOT_PAST", "Ese horario ya pasó. Elija otro.") },
  });
  const { leave } = await show(SCREEN);
  await userEvent.press(await screen.findByText("Cancelar esta visita"));
  await userEvent.press(screen.getByText("Sí, cancelar la visita"));

  expect(await screen.findByText("Ese horario ya pasó. Elija otro.")).toBeTruthy();
  expect(screen.getByText("No se canceló")).toBeTruthy();
  await userEvent.press(screen.getByText("Entendido"));

  expect(await screen.findByText("Cancelar esta visita")).toBeTruthy();
  leave();
});

test("asking again tells the truth of now", async () => {
  const service = new Service({ Visit: { visit: VISIT } });
  const { leave } = await show(SCREEN);
  await screen.findByText("Sigue en pie");

  service.say("Visit", { visit: calledOff("DAY_CLOSED") });
  await userEvent.press(screen.getByText("Preguntar otra vez"));

  expect(await screen.findByText(/ese día está cerrado\. No vaya/)).toBeTruthy();
  expect(screen.queryByText("Sigue en pie")).toBeNull();
  leave();
});

test("a visit that has begun is not cancelled any more, and one that is over has no pass", async () => {
  const begun = { ...VISIT, startsAt: new Date(Date.now() - 60_000).toISOString() };
  const service = new Service({ Visit: { visit: begun } });
  const first = await show(SCREEN);
  expect(await screen.findByText("Ver el pase")).toBeTruthy();
  expect(screen.queryByText("Cancelar esta visita")).toBeNull();
  first.leave();

  service.say("Visit", { visit: { ...begun, endsAt: new Date(Date.now() - 1000).toISOString() } });
  const second = await show(SCREEN);
  expect(await screen.findByText("Ya pasó")).toBeTruthy();
  expect(screen.queryByText("Ver el pase")).toBeNull();
  second.leave();
});

test("a visit that nobody knows is told kindly, with the way to those there are", async () => {
  new Service({ Visit: { visit: problem("NOT_FOUND", "No encontramos lo que busca.") } });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/No encontramos esta visita/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Ver mis visitas" }).props.href).toBe("/visits");
  leave();
});

test("an address with half an id is no visit either", async () => {
  new Service({ Visit: refusal("BAD_INPUT", "Expected an id of 36 characters.") });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/No encontramos esta visita/)).toBeTruthy();
  leave();
});

test("another refusal is shown in the service's words", async () => {
  new Service({ Visit: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto.") });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});

test("without signal and with nothing kept it says so", async () => {
  new Service({ Visit: SILENCE });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  leave();
});

test("without signal a visit is shown as the list told it", async () => {
  const service = new Service({ NextVisits: { nextVisits: page([VISIT]) }, Visit: SILENCE });
  const list = await show(<VisitsScreen />);
  await screen.findByText("Sigue en pie");
  await untilKept();
  list.leave();

  service.say("NextVisits", SILENCE);
  const { leave } = await show(SCREEN, list.profile);

  expect(await screen.findByText(/^Sin señal. Esto es lo que se sabía hoy a las/)).toBeTruthy();
  expect(screen.getByText("Luz Quispe Mamani")).toBeTruthy();
  leave();
});

test("whether it is on comes from whoever told last, its facts from whoever told most", async () => {
  const service = new Service({ Visit: { visit: VISIT }, Home: homeWith([calledOff("DAY_CLOSED")]) });
  const before = await show(SCREEN);
  await screen.findByText("Sigue en pie");
  await untilKept();
  before.leave();
  const home = await show(<HomeScreen />, before.profile);
  await screen.findByText(/ese día está cerrado/);
  await untilKept();
  home.leave();

  service.say("Visit", SILENCE);
  const { leave } = await show(SCREEN, before.profile);

  expect(await screen.findByText(/ese día está cerrado\. No vaya/)).toBeTruthy();
  expect(screen.getByText("Visita regular, en el patio de visitas")).toBeTruthy();
  leave();
});
