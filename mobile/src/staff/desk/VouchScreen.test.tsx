import { screen, userEvent } from "@testing-library/react-native";
import { atOffice, me, tap, write } from "@/testing/office";
import { problem, SILENCE } from "@/testing/service";

const NEEDED = { vouchForDevice: problem("STEP_UP_NEEDED", "Escriba otra vez su código.") };
const VOUCHED = { vouchForDevice: { __typename: "DeviceVouched", sessionId: "s9" } };
const SHOWN = { stepUp: { __typename: "SteppedUp", until: "2036-11-22T14:05:00Z" } };
const BUTTON = "Vi su documento: confirmar este celular";

async function filled(answers: Record<string, unknown>) {
  const shown = await atOffice("/office/phones", answers);
  await write("Número de celular", "+51 900 099 001");
  await write("Código del celular nuevo", "k7mp");
  return shown;
}

test("a phone at the desk is confirmed, and the lines are empty for the next one", async () => {
  const { service, leave } = await filled({ VouchForDevice: VOUCHED });

  await tap(BUTTON);

  expect(await screen.findByText(/El celular del número 900099001 ya puede entrar/)).toBeTruthy();
  expect(service.sent("VouchForDevice")).toEqual([
    { establishmentId: "lurigancho", phone: "900099001", deviceCode: "K7MP", requestId: expect.any(String) },
  ]);
  expect(screen.getByLabelText("Número de celular").props.value).toBe("");
  leave();
});

test("nothing is sent before both lines are filled", async () => {
  const { service, leave } = await atOffice("/office/phones", {});

  await tap(BUTTON);

  expect(service.sent("VouchForDevice")).toEqual([]);
  leave();
});

test("no such phone: the service says so", async () => {
  const { leave } = await filled({
    VouchForDevice: { vouchForDevice: problem("NOT_FOUND", "No encontramos.") },
  });

  await tap(BUTTON);

  expect(await screen.findByText("No encontramos.")).toBeTruthy();
  leave();
});

test("the authenticator's code is asked for in place, and the act goes on by itself under a new name", async () => {
  const { service, leave } = await filled({ VouchForDevice: NEEDED });
  await tap(BUTTON);
  expect(await screen.findByText(/escriba el código que muestra su autenticador/)).toBeTruthy();
  expect(screen.queryByText(BUTTON)).toBeNull();

  service.say("StepUp", { stepUp: problem("CODE_WRONG", "El código no es correcto.") });
  await write("Código de autenticación", "111111");
  await tap("Continuar");
  expect(await screen.findByText("El código no es correcto.")).toBeTruthy();
  expect(service.sent("VouchForDevice")).toHaveLength(1);

  service.say("StepUp", SHOWN);
  service.say("VouchForDevice", VOUCHED);
  await write("Código de autenticación", "222222");
  await tap("Continuar");

  expect(await screen.findByText(/ya puede entrar/)).toBeTruthy();
  expect(service.sent("StepUp").map((each) => each.totp)).toEqual(["111111", "222222"]);
  const [refused, done] = service.sent("VouchForDevice");
  expect(done).toEqual({ ...refused, requestId: expect.any(String) });
  expect(done?.requestId).not.toBe(refused?.requestId);
  leave();
});

test("after the code, an answer lost on the way is asked for again under the same name", async () => {
  const { service, leave } = await filled({ VouchForDevice: NEEDED, StepUp: SHOWN });
  await tap(BUTTON);
  service.say("VouchForDevice", SILENCE);
  await write("Código de autenticación", "222222");
  await tap("Continuar");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("VouchForDevice", VOUCHED);
  await tap(BUTTON);

  expect(await screen.findByText(/ya puede entrar/)).toBeTruthy();
  const ids = service.sent("VouchForDevice").map((each) => each.requestId);
  expect(ids[1]).toBe(ids[2]);
  expect(ids[0]).not.toBe(ids[1]);
  leave();
});

test("who gives the code up is back where they were", async () => {
  const { service, leave } = await filled({ VouchForDevice: NEEDED });
  await tap(BUTTON);

  await tap("No, volver");

  expect(await screen.findByText("Escriba otra vez su código.")).toBeTruthy();
  expect(screen.getByText(BUTTON)).toBeTruthy();
  expect(service.sent("VouchForDevice")).toHaveLength(1);
  await userEvent.press(screen.getByText(BUTTON));
  expect(service.sent("VouchForDevice")).toHaveLength(2);
  leave();
});

test("a director, who may not vouch, is not led there", async () => {
  const { leave } = await atOffice("/", { Me: me(["lurigancho", "DIRECTOR"]) });

  await screen.findByText("Buscar a una persona");
  expect(screen.queryByText("Confirmar el celular de una familia")).toBeNull();
  leave();
});
