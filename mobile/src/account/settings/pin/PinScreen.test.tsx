import { act, renderHook, screen, userEvent, waitFor } from "@testing-library/react-native";
import { changePin, useSession } from "@/data/session";
import { openProfile, profiles } from "@/data/vault";
import { store } from "@/platform/store";
import { Service, SILENCE, show, somebody } from "@/testing/service";
import { PinScreen } from "./PinScreen";

async function tap(name: string) {
  await userEvent.press(screen.getByRole("button", { name }));
}

async function fill(label: string, text: string) {
  const field = screen.getByLabelText(label);
  await userEvent.clear(field);
  await userEvent.type(field, text);
}

async function setIt(pin: string, again = pin) {
  await fill("PIN nuevo", pin);
  await fill("Otra vez el PIN nuevo", again);
  await tap("Guardar el PIN");
}

async function withPin(pin: string) {
  const shown = await show(<PinScreen />);
  await act(async () => void (await changePin("", pin)));
  await screen.findByText("Cambiar el PIN");
  return shown;
}

beforeEach(async () => {
  new Service({});
  for (const name of await store.names()) await store.remove(name);
});

test("a PIN is typed twice and set", async () => {
  const { leave, profile } = await show(<PinScreen />);
  expect(screen.getAllByText("Sin PIN").length).toBeGreaterThan(0);

  await tap("Poner un PIN");
  await setIt("2580");

  expect(await screen.findByText("Listo: ya tiene PIN.")).toBeTruthy();
  expect(await openProfile(profile.id, "2580")).toHaveProperty("opened");
  expect(await openProfile(profile.id, "")).toEqual({ triesLeft: 7 });
  leave();
});

test.each([
  ["123", "123", "Escriba de 4 a 12 cifras."],
  ["1234", "1234", "Ese PIN es fácil de adivinar. Elija otro."],
  ["0000", "0000", "Ese PIN es fácil de adivinar. Elija otro."],
  ["2580", "2581", "No es igual al de arriba."],
])("%s and then %s is not set, and it says why", async (pin, again, words) => {
  const { leave } = await show(<PinScreen />);

  await tap("Poner un PIN");
  await setIt(pin, again);

  expect(screen.getByText(words)).toBeTruthy();
  expect((await profiles())[0]?.hasPin).toBe(false);
  leave();
});

test("nothing is set by who goes back", async () => {
  const { leave } = await show(<PinScreen />);

  await tap("Poner un PIN");
  await tap("No, volver");

  expect(screen.getByRole("button", { name: "Poner un PIN" })).toBeTruthy();
  expect((await profiles())[0]?.hasPin).toBe(false);
  leave();
});

test("a PIN is changed with the one of now; a wrong one says how many tries are left", async () => {
  const { leave, profile } = await withPin("2580");

  await tap("Cambiar el PIN");
  await fill("PIN de ahora", "0001");
  await setIt("9461");
  expect(await screen.findByText(/Quedan 7 intentos/)).toBeTruthy();
  await fill("PIN de ahora", "2580");
  await tap("Guardar el PIN");

  expect(await screen.findByText("Listo: el PIN cambió.")).toBeTruthy();
  expect(await openProfile(profile.id, "9461")).toHaveProperty("opened");
  leave();
});

test("a PIN is removed with the one of now", async () => {
  const { leave } = await withPin("2580");

  await tap("Quitar el PIN");
  await tap("Sí, quitar el PIN");
  expect((await profiles())[0]?.hasPin).toBe(true);
  await fill("PIN de ahora", "2580");
  await tap("Sí, quitar el PIN");

  expect(await screen.findByText("Listo: ya no pide PIN.")).toBeTruthy();
  expect((await profiles())[0]?.hasPin).toBe(false);
  leave();
});

test("what a PIN does not protect is said, too", async () => {
  const { leave } = await show(<PinScreen />);

  expect(screen.getByText(/quien tenga su chip puede entrar con un código SMS/)).toBeTruthy();
  expect(screen.getByText(/Después de 8 PIN equivocados/)).toBeTruthy();
  leave();
});

test("a person is called what they like on this phone, and never nothing", async () => {
  const { leave } = await show(<PinScreen />);

  await fill("Nombre", "  ");
  await tap("Guardar el nombre");
  expect(screen.getByText("Escriba un nombre.")).toBeTruthy();
  await fill("Nombre", "Mamá");
  await tap("Guardar el nombre");

  expect(await screen.findByText("Guardado.")).toBeTruthy();
  expect(screen.getByText("Mamá (usted)")).toBeTruthy();
  expect((await profiles())[0]?.name).toBe("Mamá");
  leave();
});

test("the people of the phone are listed, and somebody else may come in", async () => {
  await somebody("staff");
  const { leave } = await show(<PinScreen />);

  await waitFor(() => expect(screen.getAllByText(/900 099 001/)).toHaveLength(2));
  await tap("Entrar con otra persona");
  await waitFor(() => expect(renderHook(() => useSession()).result.current.state).toBe("out"));
  leave();

  const { current } = renderHook(() => useSession()).result;
  expect(current).toMatchObject({ state: "out", people: [{ kind: "staff" }, { kind: "family" }] });
});

test("who is alone on the phone may add somebody", async () => {
  const { leave } = await show(<PinScreen />);

  expect(screen.getByRole("button", { name: "Agregar a otra persona" })).toBeTruthy();
  leave();
});

test("who has a PIN can close at once", async () => {
  new Service({ LockSession: SILENCE });
  const { leave } = await withPin("2580");

  await tap("Cerrar con PIN ahora");

  await waitFor(() => expect(renderHook(() => useSession()).result.current.state).toBe("out"));
  leave();
});
