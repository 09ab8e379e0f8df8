import { fireEvent, screen, userEvent } from "@testing-library/react-native";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { AskTieScreen } from "./AskTieScreen";
import { ELENA, LUIS, listOf, ROSA } from "./invented";

const PLACES = [
  ["huaraz", "E.P. de Huaraz", "Áncash"],
  ["jaen", "E.P. de Jaén", "Cajamarca"],
  ["chota", "E.P. de Chota", "Cajamarca"],
  ["ica", "E.P. de Ica", "Ica"],
  ["puno", "E.P. de Puno", "Puno"],
  ["lampa", "E.P. de Lampa", "Puno"],
  ["juliaca", "E.P. de Juliaca", "Puno"],
  ["tacna", "E.P. de Tacna", "Tacna"],
].map(([id, name, department]) => ({ id, name, department, province: null, district: null, sexHeld: "M" }));

/** The places as the service answers them, in two pages. */
const places = ({ after }: { after?: string | null }) => ({
  establishments: after
    ? { nodes: PLACES.slice(4), pageInfo: { endCursor: null, hasNextPage: false } }
    : { nodes: PLACES.slice(0, 4), pageInfo: { endCursor: "c1", hasNextPage: true } },
});

const RECEIVED = { requestTie: { __typename: "TieReceived", state: "RECEIVED" } };
const write = (label: string, text: string) => fireEvent.changeText(screen.getByLabelText(label), text);
const tap = (name: string) => userEvent.press(screen.getByText(name));
const next = () => tap("Siguiente");

async function answerRelative() {
  await screen.findByText("¿A quién quiere visitar?");
  write("Nombres de su familiar", "Juan");
  write("Apellidos de su familiar", "Flores");
  await next();
}

test("a request is made in small steps and the answer is always the same, with the reason", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), Establishments: places, RequestTie: RECEIVED });
  const { leave } = await show(<AskTieScreen />);

  await screen.findByText("¿A quién quiere visitar?");
  write("Nombres de su familiar", "Juan");
  write("Apellidos de su familiar", "Flores Quispe");
  write("Año de nacimiento", "2000");
  write("Número de registro", "12-345");
  await next();
  expect(screen.getByText("¿Qué es usted de Juan?")).toBeTruthy();
  expect(screen.queryByText("Padre")).toBeNull();
  await tap("Madre");
  await next();
  write("Buscar el lugar", "jaen");
  await tap("E.P. de Jaén");
  await next();
  expect(screen.getByText("E.P. de Jaén")).toBeTruthy();
  expect(screen.getByText("Juan Flores Quispe")).toBeTruthy();
  await tap("Enviar el pedido");

  expect(await screen.findByText(/Recibimos su pedido/)).toBeTruthy();
  expect(screen.getByText(/aquí no decimos si una persona está o no en un lugar/)).toBeTruthy();
  expect(service.sent("RequestTie")).toEqual([
    {
      visitorId: "p1",
      establishmentId: "jaen",
      kinship: "MOTHER",
      inmate: { givenNames: "Juan", surnames: "Flores Quispe", registerNumber: "12-345", bornYear: 2000 },
      requestId: expect.any(String),
    },
  ]);

  await tap("Pedir otro vínculo");
  expect(screen.getByLabelText("Nombres de su familiar").props.value).toBe("");
  leave();
});

test("what is not known is left blank and sent as nothing", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), Establishments: places, RequestTie: RECEIVED });
  const { leave } = await show(<AskTieScreen />);
  await answerRelative();
  await tap("Otro parentesco");
  await tap("Tía o tío");
  await next();
  await tap("E.P. de Huaraz");
  await next();
  expect(screen.getAllByText("Sin dato")).toHaveLength(2);
  await tap("Enviar el pedido");

  await screen.findByText(/Recibimos su pedido/);
  expect(service.sent("RequestTie")[0]).toMatchObject({
    kinship: "UNCLE_OR_AUNT",
    inmate: { registerNumber: null, bornYear: null },
  });
  leave();
});

test("each step says what is missing, and nothing is sent", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), Establishments: places });
  const { leave } = await show(<AskTieScreen />);
  await screen.findByText("¿A quién quiere visitar?");
  write("Año de nacimiento", "20");
  await next();
  expect(screen.getAllByText("Falta este dato.")).toHaveLength(2);
  expect(screen.getByText(/cuatro cifras del año/)).toBeTruthy();
  write("Año de nacimiento", "");
  await answerRelative();
  await next();
  expect(screen.getByText("Elija el parentesco.")).toBeTruthy();
  await tap("Amiga o amigo");
  await next();
  await next();
  expect(screen.getByText("Elija un lugar.")).toBeTruthy();
  expect(service.sent("RequestTie")).toHaveLength(0);
  leave();
});

test("with several people it is asked who wants to visit, in their own name and sex", async () => {
  const service = new Service({
    MyPeople: listOf(ROSA, ELENA, LUIS),
    Establishments: places,
    RequestTie: RECEIVED,
  });
  const { leave } = await show(<AskTieScreen />);
  await screen.findByText("¿Quién pide el vínculo?");
  await next();
  expect(screen.getByText("Elija a una persona.")).toBeTruthy();
  await tap("Luis Quispe Mamani");
  await next();
  await answerRelative();
  expect(screen.getByText("¿Qué es Luis de Juan?")).toBeTruthy();
  expect(screen.queryByText("Madre")).toBeNull();
  await tap("Hija o hijo");
  await next();
  await tap("E.P. de Huaraz");
  await next();
  expect(screen.getByText("Luis Quispe Mamani")).toBeTruthy();
  await tap("Enviar el pedido");
  await screen.findByText(/Recibimos su pedido/);
  expect(service.sent("RequestTie")[0]).toMatchObject({ visitorId: "p2", kinship: "CHILD" });
  leave();
});

test("a few places are shown, of both pages, and the rest is found by typing without accents", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), Establishments: places });
  const { leave } = await show(<AskTieScreen />);
  await answerRelative();
  await tap("Amiga o amigo");
  await next();

  expect(await screen.findByText("E.P. de Lampa")).toBeTruthy();
  expect(screen.queryByText("E.P. de Tacna")).toBeNull();
  expect(screen.getByText("Hay 2 lugares más.")).toBeTruthy();
  await tap("Ver más");
  expect(screen.getByText("E.P. de Tacna")).toBeTruthy();
  write("Buscar el lugar", "PUNO");
  expect(screen.getByText("E.P. de Juliaca")).toBeTruthy();
  expect(screen.queryByText("E.P. de Huaraz")).toBeNull();
  write("Buscar el lugar", "cuzcatlán");
  expect(screen.getByText(/No hay ningún lugar así/)).toBeTruthy();
  write("Buscar el lugar", "ancash");
  await tap("E.P. de Huaraz");
  write("Buscar el lugar", "puno");
  expect(screen.getByText("E.P. de Huaraz")).toBeTruthy();
  expect(service.sent("Establishments")).toEqual([{ first: 50 }, { first: 50, after: "c1" }]);
  leave();
});

test("without signal the places cannot be shown, and come when it is tried again", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), Establishments: SILENCE });
  const { leave } = await show(<AskTieScreen />);
  await answerRelative();
  await tap("Amiga o amigo");
  await next();
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  service.say("Establishments", places);
  await tap("Volver a intentar");
  expect(await screen.findByText("E.P. de Huaraz")).toBeTruthy();
  leave();
});

test("a refusal and a lost answer are said, and the same request is sent again", async () => {
  const service = new Service({
    MyPeople: listOf(ROSA),
    Establishments: places,
    RequestTie: { requestTie: problem("TIE_LIMIT", "Ya tiene muchos pedidos en espera.") },
  });
  const { leave } = await show(<AskTieScreen />);
  await answerRelative();
  await tap("Amiga o amigo");
  await next();
  await tap("E.P. de Huaraz");
  await next();
  await tap("Enviar el pedido");
  expect(await screen.findByText("Ya tiene muchos pedidos en espera.")).toBeTruthy();

  service.say("RequestTie", SILENCE);
  await tap("Enviar el pedido");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  service.say("RequestTie", RECEIVED);
  await tap("Enviar el pedido");
  await screen.findByText(/Recibimos su pedido/);
  const [, lost, again] = service.sent("RequestTie");
  expect(again).toEqual(lost);
  leave();
});

test("with nobody on the list, that comes first", async () => {
  new Service({ MyPeople: listOf(), Establishments: places });
  const { leave } = await show(<AskTieScreen />);
  expect(await screen.findByText(/Primero agréguese usted/)).toBeTruthy();
  leave();
});
