import { act, renderHook, screen, userEvent, waitFor } from "@testing-library/react-native";
import { setDiscretion, useDiscretion } from "@/data/discretion";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { QuietScreen } from "./QuietScreen";

const LOUD = { discreet: false, quietFrom: null, quietTo: null };
const me = (preferences: object | null) => ({ me: { __typename: "Me", language: "es", preferences } });
const saved = (preferences: object) => ({
  setPreferences: { __typename: "Preferences", ...preferences },
});

async function tap(name: string) {
  await userEvent.press(screen.getByRole("button", { name }));
}

async function flip(name: string) {
  await userEvent.press(await screen.findByRole("switch", { name }));
}

const discreet = () => renderHook(() => useDiscretion()).result.current.discreet;

test("discretion is saved for the account and begins on this phone, sealed with the profile", async () => {
  const service = new Service({ Me: me(LOUD), SetPreferences: saved({ ...LOUD, discreet: true }) });
  const { leave, profile } = await show(<QuietScreen />);

  await flip("Modo discreto");
  service.say("Me", me({ ...LOUD, discreet: true }));
  await tap("Guardar");

  expect(await screen.findByText("Guardado.")).toBeTruthy();
  expect(service.sent("SetPreferences")[0]).toMatchObject({ ...LOUD, discreet: true });
  expect(discreet()).toBe(true);
  expect(await profile.read("discreet")).toBe(true);
  await act(() => setDiscretion(profile, false));
  leave();
});

test("quiet hours begin as a night and go by whole hours, around midnight", async () => {
  const service = new Service({ Me: me(LOUD), SetPreferences: saved(LOUD) });
  const { leave } = await show(<QuietScreen />);

  await flip("No avisarme a ciertas horas");
  expect(screen.getByText("9:00 p. m.")).toBeTruthy();
  expect(screen.getByText("7:00 a. m.")).toBeTruthy();
  for (let each = 0; each < 3; each += 1) await tap("Desde las: 1 hora después");
  await tap("Hasta las: 1 hora antes");
  expect(screen.getByText("12:00 a. m.")).toBeTruthy();
  await tap("Guardar");

  expect(service.sent("SetPreferences")[0]).toMatchObject({ quietFrom: "00:00:00", quietTo: "06:00:00" });
  leave();
});

test("what the account chose is shown, and can be taken back", async () => {
  const service = new Service({
    Me: me({ discreet: false, quietFrom: "21:00:00", quietTo: "06:00:00" }),
    SetPreferences: saved(LOUD),
  });
  const { leave } = await show(<QuietScreen />);

  expect(await screen.findByText("9:00 p. m.")).toBeTruthy();
  await flip("No avisarme a ciertas horas");
  expect(screen.queryByText("9:00 p. m.")).toBeNull();
  await tap("Guardar");

  expect(service.sent("SetPreferences")[0]).toMatchObject({ quietFrom: null, quietTo: null });
  leave();
});

test("two equal hours are not sent", async () => {
  const service = new Service({ Me: me({ discreet: false, quietFrom: "06:00:00", quietTo: "07:00:00" }) });
  const { leave } = await show(<QuietScreen />);
  await screen.findByText("6:00 a. m.");

  await tap("Desde las: 1 hora después");
  await tap("Guardar");

  expect(screen.getByText("Elija dos horas distintas.")).toBeTruthy();
  expect(service.sent("SetPreferences")).toHaveLength(0);
  leave();
});

test("a wish that was not answered changes nothing here, and goes again under the same name", async () => {
  const service = new Service({ Me: me(LOUD), SetPreferences: SILENCE });
  const { leave, profile } = await show(<QuietScreen />);
  await flip("Modo discreto");
  await tap("Guardar");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  expect(await profile.read("discreet")).toBe(false);

  service.say("SetPreferences", { setPreferences: problem("NOT_ALLOWED", "No se puede ahora.") });
  await tap("Guardar");

  expect(await screen.findByText("No se puede ahora.")).toBeTruthy();
  const [first, second] = service.sent("SetPreferences");
  expect(second).toEqual(first);
  leave();
});

test("discretion chosen on another phone begins here when it is seen", async () => {
  new Service({ Me: me({ ...LOUD, discreet: true }) });
  const { leave, profile } = await show(<QuietScreen />);

  await waitFor(() => expect(discreet()).toBe(true));
  await act(() => setDiscretion(profile, false));
  leave();
});

test.each([
  [SILENCE, /No hay señal/],
  [{ me: problem("NOT_ALLOWED", "No se puede ahora.") }, /No se puede ahora/],
  [me(null), /Primero confirme este celular/],
])("without preferences the screen says why", async (says, words) => {
  new Service({ Me: says });
  const { leave } = await show(<QuietScreen />);

  expect(await screen.findByText(words)).toBeTruthy();
  leave();
});
