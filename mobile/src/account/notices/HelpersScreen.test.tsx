import { screen, userEvent } from "@testing-library/react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { HelpersScreen } from "./HelpersScreen";

const ANA = { __typename: "Helper", id: "h1", since: "2020-11-03T13:15:00Z", label: "···123" };
const helpers = (helpedBy: object[], helping: object[] = []) => ({ helpers: { helpedBy, helping } });
const CODE = {
  inviteHelper: {
    __typename: "HelperInvitation",
    helperCode: "K7M-P3Q-X9T",
    expiresAt: "2020-11-04T13:15:00Z",
  },
};

async function tap(name: string) {
  await userEvent.press(await screen.findByRole("button", { name }));
}

test("with nobody it says so on both sides, and what a helper would see and not", async () => {
  new Service({ Helpers: helpers([]) });
  const { leave } = await show(<HelpersScreen />);

  expect(await screen.findByText("Nadie recibe sus avisos.")).toBeTruthy();
  expect(screen.getByText("Usted no recibe avisos de nadie más.")).toBeTruthy();
  expect(screen.getByText(/^Quien le ayude verá los avisos/)).toBeTruthy();
  expect(screen.getByText(/^No verá su pase, sus datos/)).toBeTruthy();
  leave();
});

test("an invitation is a code in large letters, spelled for who listens, with how long it holds", async () => {
  const service = new Service({ Helpers: helpers([]), InviteHelper: CODE });
  const { leave } = await show(<HelpersScreen />);

  await tap("Invitar a alguien");

  expect(await screen.findByText("K7M-P3Q-X9T")).toBeTruthy();
  expect(screen.getByLabelText("Código: K, 7, M, guion, P, 3, Q, guion, X, 9, T")).toBeTruthy();
  expect(screen.getByText("Sirve una vez, hasta el 4 de noviembre a las 8:15\u00a0a.\u00a0m.")).toBeTruthy();
  expect(service.sent("InviteHelper")).toEqual([{ requestId: expect.any(String) }]);
  leave();
});

test.each([
  [{ inviteHelper: problem("HELPER_LIMIT", "Ya le ayudan cinco personas.") }, "Ya le ayudan cinco personas."],
  [SILENCE, /No hubo respuesta/],
])("an invitation that is refused or not answered shows no code", async (says, words) => {
  new Service({ Helpers: helpers([]), InviteHelper: says });
  const { leave } = await show(<HelpersScreen />);

  await tap("Invitar a alguien");

  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.queryByLabelText(/^Código:/)).toBeNull();
  leave();
});

test("helping begins with a code and a yes, both asked for", async () => {
  const service = new Service({ Helpers: helpers([]), AcceptHelping: { acceptHelping: ANA } });
  const { leave } = await show(<HelpersScreen />);
  await tap("Ayudar a esa persona");
  expect(screen.getByText("Escriba el código.")).toBeTruthy();
  await userEvent.type(screen.getByLabelText("Código que le dieron"), " k7mp3qx9t ");
  await tap("Ayudar a esa persona");
  expect(screen.getByText("Marque que acepta.")).toBeTruthy();
  expect(service.sent("AcceptHelping")).toEqual([]);

  await userEvent.press(screen.getByRole("checkbox", { name: /^Acepto recibir/ }));
  service.say("Helpers", helpers([], [ANA]));
  await tap("Ayudar a esa persona");

  expect(await screen.findByText(/^Listo\. Los avisos de esa persona/)).toBeTruthy();
  expect(await screen.findByText("Celular ···123")).toBeTruthy();
  expect(service.sent("AcceptHelping")).toEqual([{ code: "k7mp3qx9t", requestId: expect.any(String) }]);
  leave();
}, 20_000);

test("a code that does not hold says so, and what was typed stays", async () => {
  const no = problem("CLAIM_CODE_NOT_VALID", "Ese código no sirve.");
  new Service({ Helpers: helpers([]), AcceptHelping: { acceptHelping: no } });
  const { leave } = await show(<HelpersScreen />);
  await userEvent.type(await screen.findByLabelText("Código que le dieron"), "AAA");
  await userEvent.press(screen.getByRole("checkbox", { name: /^Acepto recibir/ }));

  await tap("Ayudar a esa persona");

  expect(await screen.findByText("Ese código no sirve.")).toBeTruthy();
  expect(screen.getByLabelText("Código que le dieron").props.value).toBe("AAA");
  leave();
}, 20_000);

test.each([
  ["Que ya no me ayude", helpers([ANA]), "Nadie recibe sus avisos."],
  ["Ya no ayudar", helpers([], [ANA]), "Usted no recibe avisos de nadie más."],
])("“%s” is asked about once more, and ends it", async (name, before, after) => {
  const service = new Service({
    Helpers: before,
    EndHelping: { endHelping: { __typename: "Ended", id: "h1" } },
  });
  const { leave } = await show(<HelpersScreen />);
  expect(await screen.findByText(/Empezó el 3 de noviembre/)).toBeTruthy();
  await tap(name);
  expect(service.sent("EndHelping")).toEqual([]);

  service.say("Helpers", helpers([]));
  await tap("Sí, terminar");

  expect(await screen.findByText(after)).toBeTruthy();
  expect(service.sent("EndHelping")).toEqual([{ helperId: "h1", requestId: expect.any(String) }]);
  leave();
});

test("ending that was not answered says so, and goes again under the same name", async () => {
  const service = new Service({ Helpers: helpers([ANA]), EndHelping: SILENCE });
  const { leave } = await show(<HelpersScreen />);
  await tap("Que ya no me ayude");
  await tap("Sí, terminar");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  await tap("Sí, terminar");
  const [one, two] = service.sent("EndHelping");
  expect(two).toEqual(one);
  leave();
});

test.each([
  [SILENCE, /No hay señal/],
  [refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto."), "Su cuenta no tiene permiso para esto."],
])("without an answer, or refused, the screen says so", async (says, words) => {
  new Service({ Helpers: says });
  const { leave } = await show(<HelpersScreen />);

  expect(await screen.findByText(words)).toBeTruthy();
  leave();
});
