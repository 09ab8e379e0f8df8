import { screen, userEvent } from "@testing-library/react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { CONFIRMED, tiesOf, WAITING } from "./invented";
import { TiesScreen } from "./TiesScreen";

const tap = (name: string) => userEvent.press(screen.getByText(name));

test("a request that waits says so, between whom and where", async () => {
  new Service({ MyTies: tiesOf([WAITING]) });
  const { leave } = await show(<TiesScreen />);

  expect(await screen.findByText("Juan Flores Quispe")).toBeTruthy();
  expect(screen.getByText("Rosa · Madre")).toBeTruthy();
  expect(screen.getByText("E.P. de Huaraz")).toBeTruthy();
  expect(screen.getByText("Recibido")).toBeTruthy();
  expect(screen.getByText("Pedido el 01/03/2036")).toBeTruthy();
  expect(screen.getByText("La oficina lo está revisando. Le avisaremos aquí.")).toBeTruthy();
  expect(screen.queryByText("Reservar una visita")).toBeNull();
  leave();
});

test("a confirmed tie leads to booking, under the name the office knows", async () => {
  new Service({ MyTies: tiesOf([CONFIRMED]) });
  const { leave } = await show(<TiesScreen />);

  expect(await screen.findByText("Juan Carlos Flores Quispe")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Reservar una visita a Juan Carlos" }).props.href).toBe("/book/i1");
  leave();
});

test("a confirmed tie to somebody who is not there now says where to ask, and cannot be booked", async () => {
  new Service({ MyTies: tiesOf([{ ...CONFIRMED, inmate: null, asked: null }]) });
  const { leave } = await show(<TiesScreen />);

  expect(await screen.findByText(/Por ahora no se puede reservar/)).toBeTruthy();
  expect(screen.getByText("Su familiar")).toBeTruthy();
  expect(screen.queryByText("Reservar una visita")).toBeNull();
  leave();
});

test("a tie that was not confirmed or has ended says what can be done, and cannot be withdrawn", async () => {
  const refused = { ...WAITING, state: "NOT_CONFIRMED" as const };
  const ended = { ...WAITING, id: "t9", state: "ENDED" as const };
  new Service({ MyTies: tiesOf([refused, ended]) });
  const { leave } = await show(<TiesScreen />);

  expect(await screen.findByText(/Revise los datos y pídalo otra vez/)).toBeTruthy();
  expect(screen.getByText("Terminado")).toBeTruthy();
  expect(screen.queryByText("Retirar este pedido")).toBeNull();
  expect(screen.queryByText("Terminar este vínculo")).toBeNull();
  leave();
});

test("ending a tie says before what it means, and afterwards how many visits it called off", async () => {
  const service = new Service({
    MyTies: tiesOf([CONFIRMED]),
    WithdrawTie: { withdrawTie: { __typename: "TieEnded", tieId: "t2", calledOff: 1 } },
  });
  const { leave } = await show(<TiesScreen />);
  await screen.findByText("Confirmado");
  await tap("Terminar este vínculo");
  expect(screen.getByText(/Se cancelarán las visitas reservadas con este vínculo/)).toBeTruthy();
  expect(service.sent("WithdrawTie")).toHaveLength(0);
  service.say("MyTies", tiesOf([{ ...CONFIRMED, state: "ENDED", inmate: null }]));
  await tap("Sí, terminarlo");

  expect(await screen.findByText(/Se canceló 1 visita\./)).toBeTruthy();
  expect(await screen.findByText("Terminado")).toBeTruthy();
  expect(service.sent("WithdrawTie")).toEqual([{ tieId: "t2", requestId: expect.any(String) }]);
  leave();
});

test("a request is withdrawn with words of its own, and may be left as it is", async () => {
  const service = new Service({ MyTies: tiesOf([WAITING]) });
  const { leave } = await show(<TiesScreen />);
  await screen.findByText("Recibido");
  await tap("Retirar este pedido");
  expect(screen.getByText(/La oficina dejará de revisarlo/)).toBeTruthy();
  await tap("No, volver");
  expect(screen.getByText("Retirar este pedido")).toBeTruthy();
  expect(service.sent("WithdrawTie")).toHaveLength(0);
  leave();
});

test("a refused and an unanswered withdrawal say so", async () => {
  const service = new Service({
    MyTies: tiesOf([WAITING]),
    WithdrawTie: { withdrawTie: problem("VISIT_UNDER_WAY", "Una de sus visitas está en curso.") },
  });
  const { leave } = await show(<TiesScreen />);
  await screen.findByText("Recibido");
  await tap("Retirar este pedido");
  await tap("Sí, retirarlo");
  expect(await screen.findByText("Una de sus visitas está en curso.")).toBeTruthy();

  service.say("WithdrawTie", SILENCE);
  await tap("Sí, retirarlo");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  expect(screen.getByText("Recibido")).toBeTruthy();
  leave();
});

test("the next page comes when it is asked for", async () => {
  const older = {
    ...WAITING,
    id: "t0",
    asked: { ...WAITING.asked, givenNames: "Pedro", surnames: "Flores" },
  };
  const service = new Service({
    MyTies: ({ after }: { after?: string }) => (after ? tiesOf([older as never]) : tiesOf([WAITING], "c1")),
  });
  const { leave } = await show(<TiesScreen />);
  await screen.findByText("Juan Flores Quispe");
  expect(screen.queryByText("Pedro Flores")).toBeNull();
  await tap("Ver más");

  expect(await screen.findByText("Pedro Flores")).toBeTruthy();
  expect(screen.queryByText("Ver más")).toBeNull();
  expect(service.sent("MyTies")).toEqual([{ first: 10 }, { first: 10, after: "c1" }]);
  leave();
});

test("without ties it says why one is needed", async () => {
  new Service({ MyTies: tiesOf([]) });
  const { leave } = await show(<TiesScreen />);
  expect(await screen.findByText(/Todavía no ha pedido ningún vínculo/)).toBeTruthy();
  leave();
});

test("no signal and a refusal are said", async () => {
  const service = new Service({ MyTies: SILENCE });
  const { leave } = await show(<TiesScreen />);
  await screen.findByText(/No hay señal/);
  service.say("MyTies", refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto."));
  await tap("Volver a intentar");
  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});
