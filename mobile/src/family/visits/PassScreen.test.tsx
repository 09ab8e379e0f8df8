import { screen, userEvent } from "@testing-library/react-native";
import * as Print from "expo-print";
import { type Drawn, named, readSquares, squaresOf } from "@/testing/camera";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { calledOff, homeWith, page, untilKept, VISIT } from "@/testing/visit";
import { HomeScreen } from "../home/HomeScreen";
import { PassScreen } from "./PassScreen";
import { VisitsScreen } from "./VisitsScreen";

// The system's printing, which Jest has not: what it is handed is kept.
jest.mock("expo-print", () => ({ printAsync: jest.fn(async () => undefined) }));
const printed = jest.mocked(Print.printAsync);

const SCREEN = <PassScreen id="v1" />;
const PERSON = {
  id: "p1",
  capacity: "OWN",
  guardianId: null,
  givenNames: "María",
  surnames: "Mamani Flores",
  sex: "FEMALE",
  bornOn: "1980-01-01",
  nationality: "PE",
  documentKind: "DNI",
  documentEnding: "123",
  documentValidUntil: null,
};
const ANSWERS = { Visit: { visit: VISIT }, MyPeople: { myPeople: page([PERSON]) } };

beforeEach(() => printed.mockClear());

test("the pass: a code to read, to hear and to scan, when, and who goes with which document", async () => {
  new Service(ANSWERS);
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("K7MP-3QX9")).toBeTruthy();
  expect(screen.getByLabelText("Código: K, 7, M, P, guion, 3, Q, X, 9")).toBeTruthy();
  expect(screen.getByText("sábado 22 de noviembre de 2036")).toBeTruthy();
  expect(screen.getByText("de 9:00 a. m. a 11:30 a. m.")).toBeTruthy();
  expect(screen.getByText(/El celular se queda afuera/)).toBeTruthy();
  expect(screen.getByText(/^Lo sabemos hoy a las/)).toBeTruthy();
  expect(await screen.findByText("DNI que termina en 123")).toBeTruthy();
  expect(screen.getByText("Menor de edad")).toBeTruthy();
  leave();
});

test("a camera reads the reference without its dash", async () => {
  new Service(ANSWERS);
  const { leave, toJSON } = await show(SCREEN);
  await screen.findByText("K7MP-3QX9");

  const drawn = named(toJSON() as Drawn, "Dibujo del código, para el lector de la entrada");

  expect(drawn && readSquares(squaresOf(drawn))).toBe("K7MP3QX9");
  leave();
});

test.each([
  [
    "the list of visits",
    <VisitsScreen key="v" />,
    { NextVisits: { nextVisits: page([VISIT]) } },
    "Luz Quispe Mamani",
  ],
  ["the first screen", <HomeScreen key="h" />, { Home: homeWith([VISIT]) }, "Luz Quispe Mamani"],
])("without signal the pass comes from %s", async (_, before, answers, name) => {
  const service = new Service({ ...answers, Visit: SILENCE, MyPeople: SILENCE });
  const first = await show(before);
  await screen.findByText("Sigue en pie");
  await untilKept();
  first.leave();

  for (const each of Object.keys(answers)) service.say(each, SILENCE);
  const { leave } = await show(SCREEN, first.profile);

  expect(await screen.findByText("K7MP-3QX9")).toBeTruthy();
  expect(await screen.findByText(/^Sin señal. Esto es lo que se sabía hoy a las/)).toBeTruthy();
  expect(screen.getByText(name)).toBeTruthy();
  leave();
});

test.each([
  ["EVENT", /Esta visita ya no tiene pase\..*a esa hora hay una actividad/],
  ["DAY_CLOSED", /Esta visita ya no tiene pase\..*ese día está cerrado/],
  ["YOU_CANCELLED", /Esta visita ya no tiene pase\..*Usted canceló esta visita/],
])("a cancelled visit has no pass: %s", async (reason, words) => {
  new Service({ ...ANSWERS, Visit: { visit: calledOff(reason) } });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.queryByText("K7MP-3QX9")).toBeNull();
  expect(screen.queryByText("Imprimir el pase")).toBeNull();
  leave();
});

test("a visit that is over has no pass", async () => {
  new Service({
    ...ANSWERS,
    Visit: { visit: { ...VISIT, endsAt: new Date(Date.now() - 1000).toISOString() } },
  });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/ya pasó/)).toBeTruthy();
  expect(screen.queryByText("K7MP-3QX9")).toBeNull();
  leave();
});

test("a visit that nobody knows is told kindly", async () => {
  new Service({ ...ANSWERS, Visit: { visit: problem("NOT_FOUND", "No encontramos lo que busca.") } });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/No encontramos esta visita/)).toBeTruthy();
  leave();
});

test("without signal and with nothing kept it says so", async () => {
  new Service({ Visit: SILENCE, MyPeople: SILENCE });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  leave();
});

test("it is printed on half a sheet", async () => {
  new Service(ANSWERS);
  const { leave } = await show(SCREEN);
  await screen.findByText("DNI que termina en 123");

  await userEvent.press(screen.getByText("Imprimir el pase"));

  const [[asked]] = printed.mock.calls as unknown as [[Print.PrintOptions]];
  expect(asked).toMatchObject({ width: 420, height: 595 });
  expect(asked.html).toContain("K7MP-3QX9");
  expect(asked.html).toContain("@page { size: A5; margin: 10mm; }");
  leave();
});

test("where nothing can be printed it says what does as well", async () => {
  new Service(ANSWERS);
  printed.mockRejectedValueOnce(new Error("no printer"));
  const { leave } = await show(SCREEN);

  await userEvent.press(await screen.findByText("Imprimir el pase"));

  expect(await screen.findByText(/Copie el código en un papel/)).toBeTruthy();
  leave();
});
