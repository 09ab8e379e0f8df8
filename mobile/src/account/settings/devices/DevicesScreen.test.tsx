import { renderHook, screen, userEvent, waitFor, within } from "@testing-library/react-native";
import { useSession } from "@/data/session";
import { problem, refusal, Service, SILENCE, show, somebody } from "@/testing/service";
import { DevicesScreen } from "./DevicesScreen";

const AT = "2026-11-03T13:15:00Z";
const device = (id: string, more: object = {}) => ({
  id,
  deviceLabel: id,
  createdAt: AT,
  refreshedAt: AT,
  current: false,
  provisional: false,
  deviceCode: null,
  ...more,
});
const sessions = (...nodes: unknown[]) => ({
  mySessions: { nodes, pageInfo: { endCursor: null, hasNextPage: false } },
});
const HERE = device("Android", { current: true });
const OTHER = device("Chrome, Windows");
const NEW = device("iPhone", { provisional: true, deviceCode: "42-17" });
const ENDED = { __typename: "SessionsEnded", ended: 1 };

async function tap(name: string) {
  await userEvent.press(screen.getByRole("button", { name }));
}

test("this phone is told apart, with when it came in and was used", async () => {
  new Service({ MySessions: sessions(HERE, OTHER) });
  const { leave } = await show(<DevicesScreen />);

  const here = within(await screen.findByLabelText("Android"));
  expect(here.getByText("Es este")).toBeTruthy();
  expect(here.getByText(/Entró .*3 de noviembre a las 8:15 a. m./)).toBeTruthy();
  expect(here.queryByRole("button")).toBeNull();
  expect(within(screen.getByLabelText("Chrome, Windows")).queryByText("Es este")).toBeNull();
  leave();
});

test("another phone is closed after being asked about once more", async () => {
  const service = new Service({ MySessions: sessions(HERE, OTHER), EndSession: { endSession: ENDED } });
  const { leave } = await show(<DevicesScreen />);
  await screen.findByText("Chrome, Windows");

  await tap("Cerrar en Chrome, Windows");
  expect(service.sent("EndSession")).toHaveLength(0);
  service.say("MySessions", sessions(HERE));
  await tap("Sí, cerrar");

  expect(service.sent("EndSession")[0]).toMatchObject({ sessionId: "Chrome, Windows" });
  expect(await screen.findByText("Es este")).toBeTruthy();
  expect(screen.queryByText("Chrome, Windows")).toBeNull();
  leave();
});

test("a waiting phone is compared by its code before it is let in", async () => {
  const service = new Service({
    MySessions: sessions(NEW, HERE),
    ApproveDevice: { approveDevice: { __typename: "DeviceSession", id: "iPhone" } },
  });
  const { leave } = await show(<DevicesScreen />);

  expect(await screen.findByText("42-17")).toBeTruthy();
  expect(screen.getByText(/Confirme solo si tiene ese celular en la mano/)).toBeTruthy();
  await tap("Es mío: confirmar");
  expect(service.sent("ApproveDevice")).toHaveLength(0);
  service.say("MySessions", sessions(HERE, device("iPhone")));
  await tap("Sí, el código es igual");

  expect(service.sent("ApproveDevice")[0]).toMatchObject({ sessionId: "iPhone" });
  expect(await screen.findByRole("button", { name: "Cerrar en iPhone" })).toBeTruthy();
  leave();
});

test("a phone that is not one's own is turned away", async () => {
  const service = new Service({ MySessions: sessions(NEW, HERE), EndSession: { endSession: ENDED } });
  const { leave } = await show(<DevicesScreen />);
  await screen.findByText("42-17");

  await tap("No es mío: rechazar");
  service.say("MySessions", sessions(HERE));
  await tap("Sí, rechazar");

  expect(service.sent("EndSession")[0]).toMatchObject({ sessionId: "iPhone" });
  expect(screen.queryByText("42-17")).toBeNull();
  leave();
});

test("what was refused or not answered is said where it was tapped", async () => {
  const service = new Service({
    MySessions: sessions(NEW, HERE),
    ApproveDevice: { approveDevice: problem("NOT_FOUND", "No encontramos lo que busca.") },
  });
  const { leave } = await show(<DevicesScreen />);
  await screen.findByText("42-17");

  await tap("Es mío: confirmar");
  await tap("Sí, el código es igual");
  expect(await screen.findByText("No encontramos lo que busca.")).toBeTruthy();
  service.say("ApproveDevice", SILENCE);
  await tap("Sí, el código es igual");

  expect(await screen.findByText(/no se hará dos veces/)).toBeTruthy();
  leave();
});

test("closing everywhere leaves this phone, too", async () => {
  const service = new Service({ MySessions: sessions(HERE), EndAllSessions: { endAllSessions: ENDED } });
  const { leave } = await show(<DevicesScreen />);
  await screen.findByText("Es este");

  await tap("Cerrar en todas partes");
  expect(screen.getByText(/también en este/)).toBeTruthy();
  await tap("Sí, cerrar todo");
  await waitFor(() => expect(renderHook(() => useSession()).result.current.state).toBe("out"));
  leave();

  expect(service.sent("EndAllSessions")).toHaveLength(1);
});

test("families read how the code on paper works; staff have none", async () => {
  new Service({ MySessions: sessions(HERE) });
  const family = await show(<DevicesScreen />);
  expect(screen.getByText("El código que guardó en papel")).toBeTruthy();
  family.leave();

  const staff = await show(<DevicesScreen />, await somebody("staff"));
  expect(screen.queryByText("El código que guardó en papel")).toBeNull();
  staff.leave();
});

test.each([
  [SILENCE, /No hay señal/],
  [refusal("DEVICE_NOT_TRUSTED", "Este celular es nuevo."), /Este celular es nuevo/],
])("without an answer the screen says why", async (says, words) => {
  new Service({ MySessions: says });
  const { leave } = await show(<DevicesScreen />);

  expect(await screen.findByText(words)).toBeTruthy();
  leave();
});
