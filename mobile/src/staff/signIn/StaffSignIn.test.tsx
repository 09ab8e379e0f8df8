import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { act, render, renderHook, screen, userEvent } from "@testing-library/react-native";
import { leave, type Session, useSession } from "@/data/session";
import { profiles } from "@/data/vault";
import { store } from "@/platform/store";
import { write } from "@/testing/office";
import { problem, Service, SILENCE } from "@/testing/service";
import StaffSignIn from "./StaffSignIn";

const SIGNED_IN = {
  signInStaff: { __typename: "Tokens", sessionId: "s1", accessToken: "access", refreshToken: "refresh" },
};
const WRONG = { signInStaff: problem("CREDENTIALS_WRONG", "No son correctos.") };

async function atTheDoor() {
  const shown = render(
    <I18nProvider i18n={i18n}>
      <StaffSignIn />
    </I18nProvider>,
  );
  await act(async () => {});
  return shown;
}

async function fill() {
  await write("Número de documento", "00099201");
  await write("Contraseña", "demo-encuentro-2026");
  await write("Código de autenticación", "123456");
}

async function enter() {
  await userEvent.press(screen.getByRole("button", { name: "Entrar" }));
}

function session(): Session {
  return renderHook(() => useSession()).result.current;
}

beforeEach(async () => {
  await leave();
  for (const name of await store.names()) await store.remove(name);
});

test("document, password and code open a session of the staff", async () => {
  const service = new Service({ SignInStaff: SIGNED_IN });
  const { unmount } = await atTheDoor();

  await fill();
  await enter();

  expect(service.sent("SignInStaff")).toEqual([
    {
      documentKind: "DNI",
      documentNumber: "00099201",
      password: "demo-encuentro-2026",
      totp: "123456",
      device: expect.stringMatching(/^[0-9a-f]{64}$/),
      deviceLabel: expect.any(String),
      requestId: expect.any(String),
    },
  ]);
  const now = session();
  expect(now.state === "in" && now.profile.kind).toBe("staff");
  expect(now.state === "in" && (await now.profile.read("tokens"))).toMatchObject({ accessToken: "access" });
  unmount();
  expect((await profiles()).map((each) => each.name)).toEqual(["Personal, documento …201"]);
});

test("a password keeper knows what each line is for", async () => {
  new Service({});
  await atTheDoor();

  const kept = ["Número de documento", "Contraseña", "Código de autenticación"].map(
    (label) => screen.getByLabelText(label).props.autoComplete,
  );

  expect(kept).toEqual(["username", "current-password", "one-time-code"]);
});

test("what is missing is said beside it, and nothing is sent", async () => {
  const service = new Service({});
  await atTheDoor();

  await enter();

  expect(screen.getByText("Escriba su número.")).toBeTruthy();
  expect(screen.getByText("Escriba su contraseña.")).toBeTruthy();
  expect(screen.getByText("Escriba el código.")).toBeTruthy();
  expect(service.asked).toEqual([]);
});

test("wrong credentials are told, and giving up leaves nothing on the phone", async () => {
  new Service({ SignInStaff: WRONG });
  const { unmount } = await atTheDoor();

  await fill();
  await enter();

  expect(await screen.findByText("No son correctos.")).toBeTruthy();
  expect(session().state).toBe("out");
  unmount();
  await act(async () => {});
  expect((await store.names()).filter((name) => name.includes("/"))).toEqual([]);
  expect(await profiles()).toEqual([]);
});

test("an answer lost on the way is asked for again under the same name", async () => {
  const service = new Service({ SignInStaff: SILENCE });
  await atTheDoor();
  await fill();
  await enter();
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("SignInStaff", SIGNED_IN);
  await enter();

  const [first, second] = service.sent("SignInStaff");
  expect(second).toEqual(first);
  expect(session().state).toBe("in");
});

test("another document is another profile with a secret of its own", async () => {
  const service = new Service({ SignInStaff: WRONG });
  await atTheDoor();
  await fill();
  await enter();

  service.say("SignInStaff", SIGNED_IN);
  await write("Número de documento", "00099202");
  await enter();

  const [first, second] = service.sent("SignInStaff");
  expect(second?.device).not.toBe(first?.device);
  const now = session();
  expect(now.state === "in" && now.profile.name).toBe("Personal, documento …202");
  expect(await profiles()).toHaveLength(1);
});

test("the first time, a password of one's own takes the place of the one that was given", async () => {
  const service = new Service({
    SignInStaff: { signInStaff: problem("PASSWORD_CHANGE_NEEDED", "Es su primer ingreso.") },
  });
  await atTheDoor();
  await fill();
  await enter();
  expect(await screen.findByText("Es su primer ingreso.")).toBeTruthy();
  expect(screen.queryByText(/Le faltan signos/)).toBeNull();

  await write("Contraseña nueva", "corta");
  await enter();
  expect(screen.getByText("Le faltan signos: escriba por lo menos 12.")).toBeTruthy();
  await write("Contraseña nueva", "tres palabras juntas");
  await write("La misma contraseña, otra vez", "tres palabras distintas");
  await enter();
  expect(screen.getByText("Las dos no son iguales.")).toBeTruthy();
  expect(service.sent("SignInStaff")).toHaveLength(1);

  service.say("SignInStaff", WRONG);
  await write("La misma contraseña, otra vez", "tres palabras juntas");
  await enter();
  expect(await screen.findByText("No son correctos.")).toBeTruthy();
  service.say("SignInStaff", SIGNED_IN);
  await write("Código de autenticación", "654321");
  await enter();

  expect(service.sent("SignInStaff")[2]).toMatchObject({
    password: "demo-encuentro-2026",
    newPassword: "tres palabras juntas",
    totp: "654321",
  });
  expect(session().state).toBe("in");
});
