import { fireEvent, screen, userEvent } from "@testing-library/react-native";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { ClaimScreen } from "./ClaimScreen";
import { CONFIRMED, ELENA, listOf, ROSA } from "./invented";

const TIE = { redeemClaimCode: { __typename: "Tie", ...CONFIRMED, asked: null } };
const write = (text: string) => fireEvent.changeText(screen.getByLabelText("Código"), text);
const tap = (name: string) => userEvent.press(screen.getByText(name));

test("a code makes a confirmed tie that leads to booking", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), RedeemClaimCode: TIE });
  const { leave } = await show(<ClaimScreen />);
  await screen.findByText("Usar el código");
  write("k7m p3q x9t");
  await tap("Usar el código");

  expect(await screen.findByText("El vínculo con Juan Carlos Flores Quispe está confirmado.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Reservar una visita" }).props.href).toBe("/book/i1");
  expect(service.sent("RedeemClaimCode")).toEqual([
    { visitorId: "p1", code: "k7m p3q x9t", requestId: expect.any(String) },
  ]);
  leave();
});

test("with several people it is asked for whom the code is; both must be given", async () => {
  const service = new Service({ MyPeople: listOf(ROSA, ELENA), RedeemClaimCode: TIE });
  const { leave } = await show(<ClaimScreen />);
  await screen.findByText("¿Para quién es el código?");
  await tap("Usar el código");
  expect(screen.getByText("Elija a una persona.")).toBeTruthy();
  expect(screen.getByText("El código tiene 9 letras y cifras.")).toBeTruthy();
  expect(service.sent("RedeemClaimCode")).toHaveLength(0);
  await tap("Elena Quispe Mamani");
  write("K7M-P3Q-X9T");
  await tap("Usar el código");
  await screen.findByText(/está confirmado/);
  expect(service.sent("RedeemClaimCode")[0]).toMatchObject({ visitorId: "p3" });
  leave();
});

test("a wrong code and a lost answer are said", async () => {
  const service = new Service({
    MyPeople: listOf(ROSA),
    RedeemClaimCode: { redeemClaimCode: problem("CLAIM_CODE_NOT_VALID", "El código no es válido.") },
  });
  const { leave } = await show(<ClaimScreen />);
  await screen.findByText("Usar el código");
  write("K7M-P3Q-X9T");
  await tap("Usar el código");
  expect(await screen.findByText("El código no es válido.")).toBeTruthy();
  service.say("RedeemClaimCode", SILENCE);
  await tap("Usar el código");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  leave();
});

test("with nobody on the list, that comes first; without signal it says so", async () => {
  const service = new Service({ MyPeople: SILENCE });
  const { leave } = await show(<ClaimScreen />);
  await screen.findByText(/No hay señal/);
  service.say("MyPeople", listOf());
  await tap("Volver a intentar");
  expect(await screen.findByText(/Primero agréguese usted/)).toBeTruthy();
  leave();
});
