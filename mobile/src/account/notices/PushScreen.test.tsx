import { screen, userEvent, waitFor } from "@testing-library/react-native";
import { Linking } from "react-native";
import { PUSH } from "@/data/pushing";
import { HomeScreen } from "@/family/home/HomeScreen";
import { phone } from "@/testing/pushes";
import { Service, SILENCE, show } from "@/testing/service";
import { homeWith } from "@/testing/visit";
import { PushScreen } from "./PushScreen";

const KNOWN = { registerPushDevice: { __typename: "PushRegistered", id: "d1" } };
const FORGOTTEN = { forgetPushDevice: { __typename: "PushForgotten", forgottenAt: "2026-11-20T15:00:00Z" } };

async function tap(name: string) {
  await userEvent.press(await screen.findByRole("button", { name }));
}

beforeEach(() => phone.reset());

test("what will be seen and what not is told before the system asks", async () => {
  const service = new Service({ RegisterPushDevice: KNOWN });
  const { leave } = await show(<PushScreen />);
  await screen.findByRole("button", { name: "Permitir avisos" });
  expect(screen.getByText(/No se verán nombres, lugares, fechas ni dinero/)).toBeTruthy();
  expect(screen.getByText(/poner el PIN/)).toBeTruthy();
  expect(phone.asked).toBe(0);

  await tap("Permitir avisos");

  expect(await screen.findByText("Este celular le avisa")).toBeTruthy();
  expect(phone.asked).toBe(1);
  expect(phone.channels).toEqual({
    notices: { name: "Avisos", importance: 6, lockscreenVisibility: 2, showBadge: false },
  });
  expect(service.sent("RegisterPushDevice")).toEqual([
    { kind: "FCM_TOKEN", value: "token-1", requestId: expect.any(String) },
  ]);
  leave();
});

test("who says no to the system is told where to change it", async () => {
  const settings = jest.spyOn(Linking, "openSettings").mockResolvedValue();
  phone.says = false;
  const service = new Service({ RegisterPushDevice: KNOWN });
  const { leave } = await show(<PushScreen />);

  await tap("Permitir avisos");
  await tap("Abrir los ajustes del celular");

  expect(settings).toHaveBeenCalled();
  expect(service.asked).toEqual([]);
  leave();
});

test("without signal it says that it will be done later", async () => {
  new Service({ RegisterPushDevice: SILENCE });
  const { leave } = await show(<PushScreen />);

  await tap("Permitir avisos");

  expect(await screen.findByText(/^Falta señal para terminar/)).toBeTruthy();
  leave();
});

test("taking it away is asked about once more, told to the service, and then the phone forgets", async () => {
  const service = new Service({ RegisterPushDevice: KNOWN, ForgetPushDevice: SILENCE });
  const { leave, profile } = await show(<PushScreen />);
  await tap("Permitir avisos");
  await tap("Quitar los avisos");
  await tap("Sí, quitar");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  expect(phone.dropped).toBe(0);

  service.say("ForgetPushDevice", FORGOTTEN);
  await tap("Sí, quitar");

  expect(await screen.findByRole("button", { name: "Permitir avisos" })).toBeTruthy();
  expect(phone.dropped).toBe(1);
  expect(await profile.read(PUSH)).toEqual({ on: false });
  leave();
});

test("the first screen offers it until somebody has answered", async () => {
  new Service({ Home: homeWith([]) });
  const home = await show(<HomeScreen />);
  const offer = await screen.findByRole("link", { name: /¿Le avisamos en este celular\?/ });
  expect(offer.props.href).toBe("/settings/push");
  home.leave();

  const asked = await show(<PushScreen />, home.profile);
  await tap("Ahora no");
  await waitFor(async () => expect(await home.profile.read(PUSH)).toEqual({ on: false }));
  expect(phone.asked).toBe(0);
  asked.leave();

  const { leave } = await show(<HomeScreen />, home.profile);
  await screen.findByText(/^Para reservar su primera visita/);
  await waitFor(() => expect(screen.queryByRole("link", { name: /¿Le avisamos/ })).toBeNull());
  leave();
});
