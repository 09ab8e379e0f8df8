import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { act, render, renderHook, screen, userEvent, waitFor } from "@testing-library/react-native";
import { changePin, leave, type Parting, type Session, useSession } from "@/data/session";
import { profiles } from "@/data/vault";
import { speak } from "@/l10n/l10n";
import { store } from "@/platform/store";
import { problem, Service, SILENCE, somebody } from "@/testing/service";
import Entrance from "./Entrance";

const soon = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const challenge = (challengeId: string, wait = 0) => ({
  requestSignInCode: {
    __typename: "SignInChallenge",
    challengeId,
    expiresAt: soon(300),
    resendAfter: soon(wait),
  },
});
const SIGNED_IN = {
  confirmSignInCode: {
    __typename: "SignedIn",
    provisional: false,
    deviceCode: null,
    recoveryCode: "ABCD-EFGH",
    tokens: { sessionId: "s1", accessToken: "access", refreshToken: "refresh" },
  },
};

async function atTheDoor(parting?: Parting) {
  const shown = render(
    <I18nProvider i18n={i18n}>
      <Entrance people={await profiles()} parting={parting} />
    </I18nProvider>,
  );
  await act(async () => {});
  return shown;
}

function session(): Session {
  return renderHook(() => useSession()).result.current;
}

async function tap(name: string | RegExp) {
  await userEvent.press(screen.getByRole("button", { name }));
}

async function askForCode(number = "900 099 001") {
  await userEvent.type(screen.getByLabelText("Número de celular"), number);
  await tap("Enviar el código");
}

async function type(code: string) {
  await userEvent.type(await screen.findByLabelText("Código"), code);
  await tap("Entrar");
}

beforeEach(async () => {
  await leave();
  for (const name of await store.names()) await store.remove(name);
});

test("a number that cannot be one is refused in words, and no code is asked for", async () => {
  const service = new Service({
    RequestSignInCode: { requestSignInCode: problem("PHONE_NOT_ACCEPTED", "Escriba un celular del Perú.") },
  });
  await atTheDoor();

  await askForCode("12");

  expect(await screen.findByText("Escriba un celular del Perú.")).toBeTruthy();
  expect(screen.queryByLabelText("Código")).toBeNull();
  expect(service.sent("RequestSignInCode")[0]).toMatchObject({ phone: "12" });
});

test("a number is understood as people write it", async () => {
  const service = new Service({ RequestSignInCode: challenge("c1") });
  await atTheDoor();

  await askForCode("+51 900-099-001");

  expect(await screen.findByText(/Enviamos un código de 6 cifras al 900 099 001/)).toBeTruthy();
  expect(service.sent("RequestSignInCode")[0]).toMatchObject({ phone: "900099001" });
});

test("without signal it says so, and the same number asks under the same name", async () => {
  const service = new Service({ RequestSignInCode: SILENCE });
  await atTheDoor();

  await askForCode();
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  service.say("RequestSignInCode", challenge("c1"));
  await tap("Enviar el código");

  expect(await screen.findByLabelText("Código")).toBeTruthy();
  const [first, second] = service.sent("RequestSignInCode");
  expect(second).toEqual(first);
});

test("a wrong code says so, lets nobody in and leaves nobody on the phone", async () => {
  new Service({
    RequestSignInCode: challenge("c1"),
    ConfirmSignInCode: { confirmSignInCode: problem("CODE_WRONG", "El código no es correcto.") },
  });
  const { unmount } = await atTheDoor();
  await askForCode();

  await type("111111");

  expect(await screen.findByText("El código no es correcto.")).toBeTruthy();
  expect(session().state).toBe("out");
  expect(await profiles()).toEqual([]);
  unmount();
});

test("a code whose answer was lost is sent again under the same name, and one person comes in", async () => {
  const service = new Service({ RequestSignInCode: challenge("c1"), ConfirmSignInCode: SILENCE });
  await atTheDoor();
  await askForCode();
  await type("123456");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("ConfirmSignInCode", SIGNED_IN);
  await tap("Entrar");

  const [first, second] = service.sent("ConfirmSignInCode");
  expect(second).toEqual(first);
  expect(session()).toMatchObject({ state: "in", profile: { name: "900 099 001" } });
  expect(await profiles()).toHaveLength(1);
});

test("the device that asks for a code is the device that brings it, and the one that is remembered", async () => {
  const service = new Service({ RequestSignInCode: challenge("c1"), ConfirmSignInCode: SIGNED_IN });
  await atTheDoor();
  await askForCode();

  await type("123456");

  const { device } = service.sent("RequestSignInCode")[0] ?? {};
  expect(device).toMatch(/^[0-9a-f]{64}$/);
  expect(service.sent("ConfirmSignInCode")[0]).toMatchObject({ device, challengeId: "c1", code: "123456" });
  const now = session();
  expect(now.state === "in" && (await now.profile.read("device"))).toBe(device);
});

test("another code is asked for after the wait, and the newest one counts", async () => {
  const service = new Service({ RequestSignInCode: challenge("c1", 60), ConfirmSignInCode: SIGNED_IN });
  await atTheDoor();
  await askForCode();
  await tap(/Pedir otro código \(en (60|59|58) s\)/);
  expect(service.sent("RequestSignInCode")).toHaveLength(1);

  const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000);
  service.say("RequestSignInCode", challenge("c2", 60));
  await screen.findByRole("button", { name: "Pedir otro código" }, { timeout: 3000 });
  await tap("Pedir otro código");
  later.mockRestore();
  await type("123456");

  const [first, second] = service.sent("RequestSignInCode");
  expect(second?.requestId).not.toBe(first?.requestId);
  expect(service.sent("ConfirmSignInCode")[0]).toMatchObject({ challengeId: "c2" });
});

test("another number can be given", async () => {
  new Service({ RequestSignInCode: challenge("c1") });
  await atTheDoor();
  await askForCode();

  await tap("Cambiar el número");

  expect(screen.getByLabelText("Número de celular").props.value).toBe("900 099 001");
});

test("the people of a shared phone are listed, and who has a PIN is asked for it", async () => {
  const { id } = await somebody();
  await changePin("", "2580");
  await leave();
  await atTheDoor();

  await userEvent.press(screen.getByText("900 099 001"));
  await tap("Abrir");
  expect(screen.queryByText(/no es correcto/)).toBeNull();
  await userEvent.type(screen.getByLabelText("PIN"), "0001");
  await tap("Abrir");
  expect(await screen.findByText(/Quedan 7 intentos/)).toBeTruthy();
  await userEvent.type(screen.getByLabelText("PIN"), "2580");
  await tap("Abrir");

  await waitFor(() => expect(session()).toMatchObject({ state: "in", profile: { id } }));
});

test("who forgot the PIN is told what it costs, and begins anew", async () => {
  await somebody();
  await changePin("", "2580");
  await leave();
  await atTheDoor();
  await userEvent.press(screen.getByText("900 099 001"));

  await tap("Olvidé mi PIN");
  expect(screen.getByText(/Sus reservas no cambian/)).toBeTruthy();
  expect(await profiles()).toHaveLength(1);
  await tap("Sí, borrar y entrar con un código");

  expect(session()).toMatchObject({ state: "out", people: [], parting: { why: "forgotten" } });
});

test.each<[Parting, RegExp]>([
  [{ why: "ended", kind: "family" }, /Su sesión terminó.*no cancela visitas/],
  [{ why: "pin" }, /demasiados intentos.*Entre otra vez\. Las visitas/],
  [{ why: "forgotten" }, /Ahora entre otra vez, como la primera/],
  [{ why: "unheard" }, /el servicio todavía no lo sabe.*sigue abierta.*30 días/],
  [{ why: "perhapsErased" }, /lo más probable es que esté borrada/],
])("who is out again reads why: %o", async (parting, words) => {
  await atTheDoor(parting);

  expect(screen.getAllByText(words).length).toBeGreaterThan(0);
});

test("staff whose session ended find their own way in", async () => {
  await atTheDoor({ why: "ended", kind: "staff" });

  expect(await screen.findByLabelText("Contraseña")).toBeTruthy();
  expect(screen.getByText(/Su sesión terminó\. Entre otra vez con su documento, su contraseña/)).toBeTruthy();
  expect(screen.queryByText(/visitas/)).toBeNull();
});

test("whose account was erased reads a farewell, and then the door", async () => {
  await atTheDoor({ why: "erased", calledOff: 2 });

  expect(screen.getByRole("heading", { name: "Su cuenta se borró" })).toBeTruthy();
  expect(screen.getByText("Se cancelaron 2 visitas que estaban por venir.")).toBeTruthy();
  await tap("Cerrar");
  expect(screen.getByLabelText("Número de celular")).toBeTruthy();
});

test("the door speaks the language that is tapped, and the phone remembers it", async () => {
  await atTheDoor();

  await userEvent.press(screen.getByRole("radio", { name: "English" }));

  expect(i18n.locale).toBe("en");
  expect(await store.read("language")).toBe("en");
  await act(() => speak("es"));
});
