import { screen, userEvent } from "@testing-library/react-native";
import { Share } from "react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { CalendarScreen } from "./CalendarScreen";

const ADDRESS = "https://encuentro.example/calendar/0123456789abcdef.ics";
const NONE = { myCalendar: { since: null } };
const SINCE = { myCalendar: { since: "2020-11-03T13:15:00Z" } };
const RENEWED = { renewCalendar: { __typename: "CalendarAddress", address: ADDRESS } };
const SCREEN = <CalendarScreen />;

async function tap(name: string) {
  await userEvent.press(await screen.findByRole("button", { name }));
}

test("whoever has none is told what it shows and what not, and makes one", async () => {
  const service = new Service({ MyCalendar: NONE });
  service.say("RenewCalendar", () => {
    service.say("MyCalendar", SINCE);
    return RENEWED;
  });
  const { leave } = await show(SCREEN);
  expect(await screen.findByText("Todavía no tiene un enlace.")).toBeTruthy();
  expect(screen.getByText(/No muestra de qué actividad se trata, ni el lugar, ni nombres/)).toBeTruthy();

  await tap("Crear el enlace");

  expect(await screen.findByText(ADDRESS)).toBeTruthy();
  expect(screen.getByText(/No lo volveremos a mostrar/)).toBeTruthy();
  expect(await screen.findByText(/Tiene un enlace. Se creó el 3 de noviembre/)).toBeTruthy();
  expect(service.sent("RenewCalendar")).toEqual([{ requestId: expect.any(String) }]);
  leave();
});

test("the address is shown this one time, and handed over to be copied", async () => {
  new Service({ MyCalendar: NONE, RenewCalendar: RENEWED });
  const share = jest.spyOn(Share, "share").mockResolvedValue({ action: "sharedAction" });
  const first = await show(SCREEN);
  await tap("Crear el enlace");
  await tap("Copiar el enlace");
  expect(share).toHaveBeenCalledWith({ message: ADDRESS });
  expect(screen.queryByText(/No se pudo copiar/)).toBeNull();

  share.mockRejectedValue(new Error("nothing to share with"));
  await tap("Copiar el enlace");
  expect(await screen.findByText(/No se pudo copiar/)).toBeTruthy();
  share.mockRestore();
  first.leave();

  const { leave } = await show(SCREEN, first.profile);
  expect(await screen.findByText("Todavía no tiene un enlace.")).toBeTruthy();
  expect(screen.queryByText(ADDRESS)).toBeNull();
  leave();
});

test("an address is changed, after a word about the one before", async () => {
  const service = new Service({ MyCalendar: SINCE, RenewCalendar: RENEWED });
  const { leave } = await show(SCREEN);

  await tap("Cambiar el enlace");
  expect(screen.getByText(/El enlace de antes dejará de funcionar/)).toBeTruthy();
  expect(service.sent("RenewCalendar")).toEqual([]);
  await tap("Sí, cambiar el enlace");

  expect(await screen.findByText(ADDRESS)).toBeTruthy();
  leave();
});

test("an address is ended", async () => {
  const service = new Service({ MyCalendar: SINCE });
  service.say("EndCalendar", () => {
    service.say("MyCalendar", NONE);
    return { endCalendar: { __typename: "CalendarState", since: null } };
  });
  const { leave } = await show(SCREEN);

  await tap("Quitar el enlace");
  await tap("Sí, quitar el enlace");

  expect(await screen.findByText("Todavía no tiene un enlace.")).toBeTruthy();
  expect(service.sent("EndCalendar")).toEqual([{ requestId: expect.any(String) }]);
  leave();
});

test("refused, or without an answer, it says so", async () => {
  const service = new Service({ MyCalendar: NONE, RenewCalendar: SILENCE });
  const { leave } = await show(SCREEN);
  await tap("Crear el enlace");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("RenewCalendar", { renewCalendar: problem("NOT_ALLOWED", "Su cuenta no puede.") });
  await tap("Crear el enlace");
  expect(await screen.findByText("Su cuenta no puede.")).toBeTruthy();
  expect(screen.queryByText(ADDRESS)).toBeNull();
  leave();
});

test("what is there is not ended when the service refuses", async () => {
  new Service({ MyCalendar: SINCE, EndCalendar: { endCalendar: problem("NOT_ALLOWED", "Ahora no.") } });
  const { leave } = await show(SCREEN);
  await tap("Quitar el enlace");
  await tap("Sí, quitar el enlace");

  expect(await screen.findByText("Ahora no.")).toBeTruthy();
  expect(screen.getByText(/Tiene un enlace/)).toBeTruthy();
  leave();
});

test("a refusal to say anything is shown in the service's words", async () => {
  new Service({ MyCalendar: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto.") });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});
