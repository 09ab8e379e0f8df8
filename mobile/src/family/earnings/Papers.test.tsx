import { screen, userEvent } from "@testing-library/react-native";
import * as Print from "expo-print";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { accountOf, INMATE, questionsOf, TIES } from "./invented";
import { StatementScreen } from "./StatementScreen";

// The system's printing, which Jest has not: what it is handed is kept.
jest.mock("expo-print", () => ({ printAsync: jest.fn(async () => undefined) }));
const printed = jest.mocked(Print.printAsync);

const SCREEN = <StatementScreen inmate={INMATE} id="s-2036-10" />;
const ANSWERS = { MyTies: TIES, MyStatementQuestions: questionsOf(), EarningStatement: accountOf() };
const PDF = { statementPdf: { __typename: "PrintedStatement", name: "2036-10.pdf", pdf: "JVBERi0x" } };
const CERTIFICATE = {
  askIncomeCertificate: {
    __typename: "IncomeCertificate",
    number: "K7MP-3QX9-TT2B",
    month: "2036-10-01",
    total: 120_007,
    checkUrl: "https://encuentro.example/check/K7MP3QX9TT2B",
    pdf: "JVBERi0y",
  },
};
const tap = (name: string) => userEvent.press(screen.getByRole("button", { name }));

beforeEach(() => printed.mockReset());

test("the account goes on paper, and again when the paper was not taken", async () => {
  const service = new Service({ ...ANSWERS, StatementPdf: PDF });
  const { leave } = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");
  printed.mockRejectedValueOnce(new Error("closed"));
  await tap("Guardar estas cuentas (PDF)");
  expect(await screen.findByText("El papel no se guardó. Toque otra vez.")).toBeTruthy();
  await tap("Guardar estas cuentas (PDF)");

  expect(await screen.findByText("Listo: ya tiene el papel.")).toBeTruthy();
  expect(printed).toHaveBeenLastCalledWith({ uri: "data:application/pdf;base64,JVBERi0x" });
  expect(service.sent("StatementPdf")).toEqual([{ id: "s-2036-10" }, { id: "s-2036-10" }]);
  leave();
});

test("no answer and a refusal of the paper are said", async () => {
  const service = new Service({ ...ANSWERS, StatementPdf: SILENCE });
  const { leave } = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");
  await tap("Guardar estas cuentas (PDF)");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  service.say("StatementPdf", { statementPdf: problem("TRIES_PAUSED", "Espere un momento.") });
  await tap("Guardar estas cuentas (PDF)");
  expect(await screen.findByText("Espere un momento.")).toBeTruthy();
  leave();
});

test("a certificate has a number, a total, a page where it is checked, and is kept as a paper", async () => {
  const service = new Service({ ...ANSWERS, AskIncomeCertificate: SILENCE });
  const { leave } = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");
  await tap("Pedir la constancia");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  service.say("AskIncomeCertificate", CERTIFICATE);
  await tap("Pedir la constancia");

  expect(await screen.findByText("K7MP-3QX9-TT2B")).toBeTruthy();
  expect(screen.getByText(/Total del mes: S\/.1,200\.07/)).toBeTruthy();
  expect(screen.getByText("https://encuentro.example/check/K7MP3QX9TT2B")).toBeTruthy();
  await tap("Guardar la constancia (PDF)");
  expect(await screen.findByText("Listo: ya tiene el papel.")).toBeTruthy();
  expect(printed).toHaveBeenCalledWith({ uri: "data:application/pdf;base64,JVBERi0y" });
  const [lost, answered] = service.sent("AskIncomeCertificate");
  expect(answered).toEqual(lost);
  leave();
});

test("nothing is certified of what is not open, or was not earned", async () => {
  const service = new Service({
    ...ANSWERS,
    EarningStatement: accountOf({ categories: ["DEDUCTIONS"], gross: null }),
  });
  const first = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");
  expect(screen.queryByText("Pedir la constancia")).toBeNull();
  first.leave();

  service.say("EarningStatement", accountOf({ gross: 0, withheld: 0, personal: 0, lines: [] }));
  const second = await show(SCREEN);
  await screen.findByText("Este mes no hubo trabajo pagado.");
  expect(screen.queryByText("Pedir la constancia")).toBeNull();
  second.leave();
});
