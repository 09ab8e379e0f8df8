import { renderHook, screen, userEvent, waitFor } from "@testing-library/react-native";
import { Share } from "react-native";
import { type Session, useSession } from "@/data/session";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { MyDataScreen } from "./MyDataScreen";

const FILE = {
  myData: {
    __typename: "MyData",
    asOf: "2026-11-22T14:00:00Z",
    file: { Cuenta: { Celular: "+51900099001" } },
  },
};
const ME = { me: { __typename: "Me", language: "es", phoneEnding: "001" } };
const SENT = {
  requestErasureCode: {
    __typename: "SignInChallenge",
    challengeId: "c1",
    expiresAt: "2036-11-22T14:05:00Z",
    resendAfter: "2026-11-22T14:01:00Z",
  },
};
const ERASED = { eraseMyData: { __typename: "Erased", calledOff: 2 } };
const EXPIRED = problem("SIGN_IN_NEEDED", "Primero ingrese.");

async function tap(name: string) {
  await userEvent.press(screen.getByRole("button", { name }));
}

function session(): Session {
  return renderHook(() => useSession()).result.current;
}

/** The phone's own way to keep or send a text on. */
function shareAnswers(action: "sharedAction" | "dismissedAction") {
  return jest.spyOn(Share, "share").mockResolvedValue({ action });
}

async function toTheCode() {
  await tap("Quiero borrar mi cuenta");
  await tap("Enviar el código para borrar");
  await userEvent.type(await screen.findByLabelText("Código para borrar"), "123456");
}

afterEach(() => jest.restoreAllMocks());

test("the file is asked for with a tap, once, and handed over readable under a neutral name", async () => {
  const share = shareAnswers("sharedAction");
  const service = new Service({ MyData: FILE });
  const { leave } = await show(<MyDataScreen />);
  expect(service.asked).toEqual([]);

  await tap("Guardar mis datos");

  expect(await screen.findByText(/el archivo está en su celular/)).toBeTruthy();
  expect(service.sent("MyData")).toHaveLength(1);
  expect(share).toHaveBeenCalledWith({
    title: "encuentro-2026-11-22.txt",
    message: "Cuenta:\n  Celular: +51900099001\n",
  });
  leave();
});

test("who closes the choice where to keep it reads that nothing was kept", async () => {
  shareAnswers("dismissedAction");
  new Service({ MyData: FILE });
  const { leave } = await show(<MyDataScreen />);

  await tap("Guardar mis datos");

  expect(await screen.findByText(/El archivo no se guardó/)).toBeTruthy();
  leave();
});

test.each([
  [{ myData: problem("DATA_PAUSED", "Pídalos otra vez mañana.") }, /Pídalos otra vez mañana/],
  [SILENCE, /No hubo respuesta/],
])("a file that did not come says why", async (says, words) => {
  new Service({ MyData: says });
  const { leave } = await show(<MyDataScreen />);

  await tap("Guardar mis datos");

  expect(await screen.findByText(words)).toBeTruthy();
  leave();
});

test("what goes and what stays is read before anything is asked for", async () => {
  const service = new Service({ Me: ME });
  const { leave } = await show(<MyDataScreen />);

  expect(screen.getByText("Sus visitas por venir")).toBeTruthy();
  expect(screen.getByText("El registro de lo que se hizo")).toBeTruthy();
  await tap("Quiero borrar mi cuenta");
  expect(await screen.findByText(/al celular que termina en 001/)).toBeTruthy();
  expect(service.sent("RequestErasureCode")).toEqual([]);
  await tap("No, conservar mi cuenta");

  expect(screen.getByRole("heading", { name: "Mis datos" })).toBeTruthy();
  leave();
});

test("with the code the account is erased, and the phone keeps nothing of it", async () => {
  const service = new Service({ Me: ME, RequestErasureCode: SENT, EraseMyData: ERASED });
  const { leave, profile } = await show(<MyDataScreen />);
  await toTheCode();

  await tap("Borrar mi cuenta para siempre");
  await waitFor(() => expect(session().state).toBe("out"));
  leave();

  expect(service.sent("EraseMyData")[0]).toMatchObject({ challengeId: "c1", code: "123456" });
  expect(session()).toMatchObject({ parting: { why: "erased", calledOff: 2 } });
  expect(await profile.read("tokens")).toBeUndefined();
});

test("a wrong code erases nothing, and a later end of the session is no erasing", async () => {
  new Service({
    Me: ME,
    RequestErasureCode: SENT,
    EraseMyData: { eraseMyData: problem("CODE_WRONG", "El código no es correcto.") },
  });
  const { leave, profile } = await show(<MyDataScreen />);
  await toTheCode();

  await tap("Borrar mi cuenta para siempre");

  expect(await screen.findByText("El código no es correcto.")).toBeTruthy();
  expect(session().state).toBe("in");
  expect(await profile.read("erasing")).toBe(false);
  leave();
});

test("a lost answer is not called a failure; the same tap asks again and hears that it is done", async () => {
  const service = new Service({ Me: ME, RequestErasureCode: SENT, EraseMyData: SILENCE });
  const { leave, profile } = await show(<MyDataScreen />);
  await toTheCode();
  await tap("Borrar mi cuenta para siempre");
  expect(await screen.findByText(/No sabemos si su cuenta ya se borró/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "No, conservar mi cuenta" })).toBeNull();
  expect(await profile.read("erasing")).toBe(true);

  service.say("EraseMyData", ERASED);
  await tap("Borrar mi cuenta para siempre");
  await waitFor(() => expect(session().state).toBe("out"));
  leave();

  const [first, second] = service.sent("EraseMyData");
  expect(second).toEqual(first);
  expect(session()).toMatchObject({ parting: { why: "erased", calledOff: 2 } });
});

test("where the answer stays lost and the session is gone, that is what the door says", async () => {
  const service = new Service({ Me: ME, RequestErasureCode: SENT, EraseMyData: SILENCE });
  const { leave } = await show(<MyDataScreen />);
  await toTheCode();
  await tap("Borrar mi cuenta para siempre");
  await screen.findByText(/No sabemos si su cuenta ya se borró/);

  service.say("EraseMyData", { eraseMyData: EXPIRED });
  service.say("RefreshSession", { refreshSession: problem("SESSION_ENDED", "Su sesión terminó.") });
  await tap("Borrar mi cuenta para siempre");
  await waitFor(() => expect(session().state).toBe("out"));
  leave();

  expect(session()).toMatchObject({ parting: { why: "perhapsErased" } });
});

test.each([
  [SILENCE, /No hubo respuesta/],
  [{ requestErasureCode: problem("SIGN_IN_PAUSED", "Pruebe más tarde.") }, /Pruebe más tarde/],
])("a code that was not sent says why", async (says, words) => {
  new Service({ Me: ME, RequestErasureCode: says });
  const { leave } = await show(<MyDataScreen />);

  await tap("Quiero borrar mi cuenta");
  await tap("Enviar el código para borrar");

  expect(await screen.findByText(words)).toBeTruthy();
  leave();
});
