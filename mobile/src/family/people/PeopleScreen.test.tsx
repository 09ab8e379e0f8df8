import { act, screen, userEvent } from "@testing-library/react-native";
import { daysLater, figures, today } from "@/l10n/dates";
import { refusal, Service, SILENCE, show } from "@/testing/service";
import { CARMEN, CONFIRMED, ELENA, LUIS, listOf, ROSA, tiesOf, WAITING } from "./invented";
import { PeopleScreen } from "./PeopleScreen";

const NO_TIES = tiesOf([]);

test("everybody is there, with who they are to the account and how their document ends", async () => {
  new Service({ MyPeople: listOf(ROSA, LUIS, ELENA, CARMEN), MyTies: NO_TIES });
  const { leave } = await show(<PeopleScreen />);

  await screen.findByText("Todavía no ha pedido ninguno.");
  expect(screen.getByText("Rosa Quispe Mamani")).toBeTruthy();
  expect(screen.getByText("Usted · DNI que termina en 123")).toBeTruthy();
  expect(screen.getByText("Menor de edad, va con Rosa · DNI que termina en 456")).toBeTruthy();
  expect(screen.getByText("Comparte este celular · Carné de extranjería que termina en 789")).toBeTruthy();
  expect(screen.getByText("Usted pide sus visitas · DNI que termina en 123")).toBeTruthy();
  expect(screen.queryByText("Mis datos")).toBeNull();
  leave();
});

test("documents that are over, or soon will be, stand out", async () => {
  const yesterday = { ...ROSA, documentValidUntil: daysLater(today(), -1) };
  const soon = { ...ELENA, documentValidUntil: daysLater(today(), 45) };
  const later = { ...CARMEN, documentValidUntil: daysLater(today(), 46) };
  new Service({ MyPeople: listOf(yesterday, soon, later), MyTies: NO_TIES });
  const { leave } = await show(<PeopleScreen />);

  await screen.findByText("Todavía no ha pedido ninguno.");
  expect(screen.getByText("Documento vencido")).toBeTruthy();
  expect(screen.getAllByText(/^Vence el/)).toHaveLength(1);
  expect(screen.getByText(`Vence el ${figures(daysLater(today(), 45))}`)).toBeTruthy();
  leave();
});

test("somebody new is told to begin with themselves, and with nothing else", async () => {
  new Service({ MyPeople: listOf() });
  const { leave } = await show(<PeopleScreen />);

  expect(await screen.findByText(/Primero agréguese usted/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Agregar mis datos" })).toBeTruthy();
  expect(screen.queryByText("Pedir un vínculo")).toBeNull();
  leave();
});

test("a list without the account's holder offers to add them", async () => {
  new Service({ MyPeople: listOf(ELENA), MyTies: NO_TIES });
  const { leave } = await show(<PeopleScreen />);

  await screen.findByText("Todavía no ha pedido ninguno.");
  expect(screen.getByText("Mis datos")).toBeTruthy();
  leave();
});

test("ties say where they stand; those that ended are left to their own screen", async () => {
  const refused = { ...WAITING, id: "t3", state: "NOT_CONFIRMED" as const };
  const ended = { ...WAITING, id: "t4", state: "ENDED" as const };
  new Service({ MyPeople: listOf(ROSA), MyTies: tiesOf([WAITING, CONFIRMED, refused, ended]) });
  const { leave } = await show(<PeopleScreen />);

  expect(await screen.findByText("Recibido")).toBeTruthy();
  expect(screen.getByText("Confirmado")).toBeTruthy();
  expect(screen.getByText("No confirmado")).toBeTruthy();
  expect(screen.queryByText("Terminado")).toBeNull();
  expect(screen.getByText("Juan Carlos Flores Quispe")).toBeTruthy();
  expect(screen.getByText("Ver y cambiar los vínculos")).toBeTruthy();
  leave();
});

test("without a tie it says so, and how to get one", async () => {
  new Service({ MyPeople: listOf(ROSA), MyTies: NO_TIES });
  const { leave } = await show(<PeopleScreen />);

  expect(await screen.findByText("Todavía no ha pedido ninguno.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Pedir un vínculo" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "Tengo un código de la oficina" })).toBeTruthy();
  leave();
});

test("without signal the list that was kept is shown, with its hour", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), MyTies: NO_TIES });
  const first = await show(<PeopleScreen />);
  await screen.findByText("Todavía no ha pedido ninguno.");
  await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
  first.leave();

  service.say("MyPeople", SILENCE);
  service.say("MyTies", SILENCE);
  const second = await show(<PeopleScreen />, first.profile);
  expect(await screen.findByText("Rosa Quispe Mamani")).toBeTruthy();
  second.leave();
});

test("without signal and with nothing kept it says so, and tries again when asked", async () => {
  const service = new Service({ MyPeople: SILENCE });
  const { leave } = await show(<PeopleScreen />);
  await screen.findByText(/No hay señal/);

  service.say("MyPeople", listOf(ROSA));
  service.say("MyTies", NO_TIES);
  await userEvent.press(screen.getByText("Volver a intentar"));
  await screen.findByText("Todavía no ha pedido ninguno.");
  expect(screen.getByText("Rosa Quispe Mamani")).toBeTruthy();
  leave();
});

test("a refusal is shown in the service's words", async () => {
  new Service({ MyPeople: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto.") });
  const { leave } = await show(<PeopleScreen />);
  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});
