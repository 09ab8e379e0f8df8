import { act, screen, userEvent } from "@testing-library/react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { AdviceScreen } from "../visits/AdviceScreen";
import { HomeScreen } from "./HomeScreen";

const EMPTY = {
  me: { __typename: "Me", language: "es", provisional: false },
  nextVisits: { nodes: [] },
  myTies: { nodes: [] },
  mySessions: { nodes: [] },
};

const VISIT = {
  id: "v1",
  reference: "K7MP3QX9",
  state: "ACTIVE",
  cancelReason: null,
  visitOn: "2036-11-22",
  startsAt: "2036-11-22T14:00:00Z",
  endsAt: "2036-11-22T16:30:00Z",
  establishment: { id: "huaraz", name: "Huaraz" },
  inmate: { id: "i1", givenNames: "Juan Carlos" },
  party: [{ visitorId: "p1", givenNames: "María" }],
};
const TIE = {
  id: "t1",
  state: "APPROVED",
  asked: null,
  visitor: { id: "p1", givenNames: "María" },
  inmate: { id: "i1", givenNames: "Juan Carlos" },
};

test("the next visit says when, with whom and that it is still on", async () => {
  new Service({ Home: { ...EMPTY, nextVisits: { nodes: [VISIT] }, myTies: { nodes: [TIE] } } });
  const { leave } = await show(<HomeScreen />);

  expect(await screen.findByText("sábado 22 de noviembre de 2036")).toBeTruthy();
  expect(screen.getByText("de 9:00 a. m. a 11:30 a. m.")).toBeTruthy();
  expect(screen.getByText("Sigue en pie")).toBeTruthy();
  expect(screen.getByText(/Lo sabemos hoy a las/)).toBeTruthy();
  leave();
});

test("a visit that was called off says why, and has no pass", async () => {
  const off = { ...VISIT, state: "CANCELLED", cancelReason: "DAY_CLOSED" };
  new Service({ Home: { ...EMPTY, nextVisits: { nodes: [off] }, myTies: { nodes: [TIE] } } });
  const { leave } = await show(<HomeScreen />);

  expect(await screen.findByText(/ese día está cerrado\. No vaya/)).toBeTruthy();
  expect(screen.queryByText("Ver el pase")).toBeNull();
  leave();
});

test("whoever is there, with visits or without, finds the activities", async () => {
  const service = new Service({ Home: EMPTY });
  const { leave } = await show(<HomeScreen />);

  const door = await screen.findByRole("link", { name: /^Actividades para familias/ });
  expect(door.props.href).toBe("/events");
  // They are asked for where they are shown: the first screen stays as light as it is.
  expect(service.asked.map((each) => each.name).sort()).toEqual(["Home", "Inbox"]);
  leave();
});

test("somebody new is led through the first steps", async () => {
  new Service({ Home: EMPTY });
  const { leave } = await show(<HomeScreen />);

  expect(await screen.findByText("1. Agregue sus datos")).toBeTruthy();
  expect(screen.queryByText("Reservar una visita")).toBeNull();
  leave();
});

test("what waits for an answer is on the first screen", async () => {
  const waiting = { ...TIE, state: "RECEIVED", inmate: null, asked: { givenNames: "Rosa" } };
  const phone = { id: "s2", provisional: true, deviceCode: "AB12", deviceLabel: "Chrome, Android" };
  new Service({ Home: { ...EMPTY, myTies: { nodes: [waiting] }, mySessions: { nodes: [phone] } } });
  const { leave } = await show(<HomeScreen />);

  expect(await screen.findByText("Vínculo de María con Rosa")).toBeTruthy();
  expect(screen.getByText("Un celular nuevo quiere entrar a su cuenta")).toBeTruthy();
  leave();
});

test("without signal and with nothing kept it says so, and tries again when asked", async () => {
  const service = new Service({ Home: SILENCE });
  const { leave } = await show(<HomeScreen />);
  await screen.findByText(/No hay señal/);

  service.say("Home", { ...EMPTY, nextVisits: { nodes: [VISIT] }, myTies: { nodes: [TIE] } });
  await userEvent.press(screen.getByText("Volver a intentar"));

  expect(await screen.findByText("Sigue en pie")).toBeTruthy();
  leave();
});

test("without signal what was known is shown, with its hour", async () => {
  const service = new Service({
    Home: { ...EMPTY, nextVisits: { nodes: [VISIT] }, myTies: { nodes: [TIE] } },
  });
  const first = await show(<HomeScreen />);
  await screen.findByText("Sigue en pie");
  await new Promise((resolve) => setTimeout(resolve, 500));
  first.leave();

  service.say("Home", SILENCE);
  const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  const second = await show(<HomeScreen />, first.profile);
  expect(await screen.findByText(/^Sin señal. Esto es lo que se sabía hoy a las/)).toBeTruthy();
  expect(screen.getByText("Sigue en pie")).toBeTruthy();
  later.mockRestore();
  second.leave();
});

const ADVICE = { visitAdvice: { __typename: "VisitAdvice", asOf: "2036-11-22", items: [] } };
const home = (visit: object) => ({ ...EMPTY, nextVisits: { nodes: [visit] }, myTies: { nodes: [TIE] } });
/** As long as the phone waits before it asks for what may be needed later, and then writes it down. */
const aMomentLater = () => act(() => new Promise((resolve) => setTimeout(resolve, 1600)));

test("what to bring to the next visit is fetched once, unasked and sealed, for a day without signal", async () => {
  const service = new Service({ Home: home(VISIT), VisitAdvice: ADVICE });
  const first = await show(<HomeScreen />);
  await screen.findByText("Sigue en pie");
  expect(service.sent("VisitAdvice")).toEqual([]);
  await aMomentLater();
  expect(service.sent("VisitAdvice")).toEqual([{ establishmentId: "huaraz", day: "2036-11-22" }]);
  const kept = Object.keys((await first.profile.read<object>("reads")) ?? {});
  expect(kept).toContainEqual(expect.stringContaining("VisitAdvice"));
  first.leave();

  const second = await show(<HomeScreen />, first.profile);
  await screen.findByText("Sigue en pie");
  await aMomentLater();
  expect(service.sent("VisitAdvice")).toHaveLength(1);
  second.leave();

  service.say("Home", SILENCE);
  service.say("VisitAdvice", SILENCE);
  const place = <AdviceScreen establishment="huaraz" day="2036-11-22" />;
  const later = await show(place, first.profile);
  expect(await screen.findByText(/Todavía no tenemos consejos para este lugar/)).toBeTruthy();
  later.leave();
});

test("nothing is fetched ahead without signal, nor for a visit that was called off", async () => {
  const off = home({ ...VISIT, state: "CANCELLED", cancelReason: "DAY_CLOSED" });
  const service = new Service({ Home: off, VisitAdvice: ADVICE });
  const first = await show(<HomeScreen />);
  await screen.findByText(/ese día está cerrado/);
  await aMomentLater();
  first.leave();

  service.say("Home", home(VISIT));
  const second = await show(<HomeScreen />);
  await screen.findByText("Sigue en pie");
  await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
  second.leave();
  service.say("Home", SILENCE);
  const third = await show(<HomeScreen />, second.profile);
  await screen.findByText("Sigue en pie");
  await aMomentLater();
  third.leave();
  expect(service.sent("VisitAdvice")).toEqual([]);
});

test("a phone that is not trusted yet shows how to make it so", async () => {
  new Service({
    Home: refusal("DEVICE_NOT_TRUSTED"),
    Me: { me: { __typename: "Me", language: "es", provisional: true, deviceCode: "AB12-CD34" } },
    UseRecoveryCode: { useRecoveryCode: problem("CODE_WRONG", "El código no es correcto.") },
  });
  const { leave } = await show(<HomeScreen />);

  expect(await screen.findByText("AB12-CD34")).toBeTruthy();
  await userEvent.press(screen.getByText("Usar este código"));
  expect(await screen.findByText("El código no es correcto.")).toBeTruthy();
  leave();
});
