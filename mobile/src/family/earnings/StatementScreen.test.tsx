import { screen, userEvent, within } from "@testing-library/react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { accountOf, INMATE, LINES, question, questionsOf, TIES } from "./invented";
import { StatementScreen } from "./StatementScreen";

const SCREEN = <StatementScreen inmate={INMATE} id="s-2036-10" />;
const ANSWERS = { MyTies: TIES, MyStatementQuestions: questionsOf(), EarningStatement: accountOf() };
const TAKEN = { askAboutStatement: { __typename: "StatementAsked", id: "q1", dueOn: "2036-12-02" } };
const plain = (text: string) => text.replace(/ /g, "\u00a0");
const tap = (name: string) => userEvent.press(screen.getByRole("button", { name }));
const write = (words: string) => userEvent.type(screen.getByLabelText("Su pregunta"), words);

test("an account says what was earned, withheld, sent by own wish and left, and it adds up", async () => {
  new Service(ANSWERS);
  const { leave } = await show(SCREEN);

  expect(await screen.findByRole("heading", { name: "octubre de 2036" })).toBeTruthy();
  const sums = within(screen.getByLabelText("Resumen"));
  const amounts = sums.getAllByText(/S\//).map((each) => each.props.children);
  expect(amounts).toEqual(["S/ 1,200.07", "S/ 360.01", "S/ 300.03", "S/ 540.03", "S/ 300.00"].map(plain));
  const parts = ["Lo que ganó", "Lo que se descontó", "Lo que eligió enviar o ahorrar"].map(
    (each) => within(screen.getByLabelText(each)).getAllByText("¿Por qué?").length,
  );
  expect(parts).toEqual([2, 3, 2]);
  expect(
    within(await screen.findByLabelText("Lo que quedó para Juan Carlos")).getByText("Para sus gastos"),
  ).toBeTruthy();
  expect(screen.getByRole("link", { name: "Ver si ya se envió" }).props.href).toBe("/earnings/i1/sent");
  leave();
});

test("why a line says that is told at once when somebody asks", async () => {
  new Service(ANSWERS);
  const { leave } = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");
  expect(screen.queryByText("Todo el que trabaja aporta 10 %.")).toBeNull();
  await tap(`¿Por qué? Aporte obligatorio, ${plain("S/ 120.00")}`);

  expect(screen.getByText("Todo el que trabaja aporta 10 %.")).toBeTruthy();
  leave();
});

test("under why stand base, rate, exact and rounded value and the norm", async () => {
  const line = LINES[2] as (typeof LINES)[number];
  const full = { ...line, base: "S/ 1,200.07", rate: "10 %", exact: "S/ 120.007", amount: 12_000 };
  new Service({ ...ANSWERS, EarningStatement: accountOf({ lines: [full] }) });
  const { leave } = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");
  await tap(`¿Por qué? Aporte obligatorio, ${plain("S/ 120.00")}`);

  expect(
    screen.getByText(
      `Base: S/ 1,200.07 · Tasa: 10 % · Valor exacto: S/ 120.007 · Redondeado: ${plain("S/ 120.00")}` +
        " · Norma: D.Leg. 1343 art. 14",
    ),
  ).toBeTruthy();
  leave();
});

test("what was counted says what goes on, how it is made up and what came late", async () => {
  const labour = {
    late: [
      { on: "2036-09-12", minutes: 240, days: 1 },
      { on: "2036-09-13", minutes: -60, days: 0 },
    ],
    carriedMinutes: 180,
    segments: [
      { since: "2036-10-01", minutes: 540, days: 2 },
      { since: "2036-10-16", minutes: 1080, days: 2 },
    ],
  };
  const counted = { workedDays: 4, workedMinutes: 1620, labour };
  new Service({ ...ANSWERS, EarningStatement: accountOf(counted) });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Trabajo contado: 4 días, 27 horas")).toBeTruthy();
  for (const words of [
    "Incluye 1 día, 4 horas, del viernes 12 de septiembre de 2036: no se había contado.",
    "Se quita 1 hora, del sábado 13 de septiembre de 2036: se había contado de más.",
    "Desde el miércoles 1 de octubre de 2036: 2 días, 9 horas",
    "Desde el jueves 16 de octubre de 2036: 2 días, 18 horas",
    "No alcanzan para un día: 3 horas. Se suman al mes siguiente.",
  ])
    expect(screen.getByText(words)).toBeTruthy();
  leave();
});

test("only what is open is shown, and a line that may not be explained can be asked about", async () => {
  const wish = { ...(LINES[5] as (typeof LINES)[number]), why: null };
  const shown = { withheld: null, personal: null, lines: [...LINES.slice(0, 2), wish] };
  new Service({ ...ANSWERS, EarningStatement: accountOf(shown) });
  const { leave } = await show(SCREEN);

  await screen.findByText("Para la familia");
  expect(screen.queryByText("Se descontó")).toBeNull();
  expect(screen.queryByText("Lo que se descontó")).toBeNull();
  expect(screen.queryByText(/Quedó para/)).toBeNull();
  await tap(`Preguntar Para la familia, ${plain("S/ 300.00")}`);
  expect(screen.getByRole("button", { name: "Preguntar por Para la familia" })).toBeTruthy();
  leave();
});

test("a month without paid work says so, and what was counted promises nothing", async () => {
  const empty = {
    gross: 0,
    withheld: 0,
    personal: 0,
    toFamily: 0,
    workedDays: 12,
    workedMinutes: 2880,
    lines: [],
  };
  new Service({ ...ANSWERS, EarningStatement: accountOf(empty) });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Este mes no hubo trabajo pagado.")).toBeTruthy();
  expect(screen.getByText("Trabajo contado: 12 días, 48 horas")).toBeTruthy();
  expect(screen.getByText("Estos días solo cuentan el trabajo.")).toBeTruthy();
  expect(screen.queryByLabelText("Resumen")).toBeNull();
  leave();
});

test("a question about a line is taken, with its last day, and shown among those asked", async () => {
  const service = new Service({ ...ANSWERS, AskAboutStatement: TAKEN });
  const { leave } = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");
  await tap(`¿Por qué? Aporte obligatorio, ${plain("S/ 120.00")}`);
  await tap("Preguntar por Aporte obligatorio");
  await tap("Enviar la pregunta");
  expect(await screen.findByText("Escriba su pregunta.")).toBeTruthy();
  expect(service.sent("AskAboutStatement")).toHaveLength(0);
  await write("  ¿Por qué son 120 soles?  ");
  service.say("MyStatementQuestions", questionsOf(question()));
  await tap("Enviar la pregunta");

  expect(await screen.findByText("Le responderán aquí hasta el martes 2 de diciembre de 2036.")).toBeTruthy();
  const asked = within(await screen.findByLabelText("Pregunta sobre Aporte obligatorio"));
  expect(asked.getByText("¿Por qué son 120 soles?")).toBeTruthy();
  expect(asked.getByText("Espera respuesta")).toBeTruthy();
  expect(service.sent("AskAboutStatement")).toEqual([
    { statementId: "s-2036-10", lineNo: 3, words: "¿Por qué son 120 soles?", requestId: expect.any(String) },
  ]);
  leave();
});

test("a question about the whole month names no line", async () => {
  const service = new Service({ ...ANSWERS, AskAboutStatement: TAKEN });
  const { leave } = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");
  await tap("Hacer una pregunta sobre este mes");
  await write("¿Cuándo llega?");
  service.say("MyStatementQuestions", questionsOf(question({ lineNo: null })));
  await tap("Enviar la pregunta");

  expect(await screen.findByLabelText("Pregunta sobre Todo el mes")).toBeTruthy();
  expect(service.sent("AskAboutStatement")).toEqual([expect.objectContaining({ lineNo: null })]);
  leave();
});

test("a refused and an unanswered question say so, keep the words, and ask once", async () => {
  const paused = problem("TRIES_PAUSED", "Espere un momento antes de preguntar otra vez.");
  const service = new Service({ ...ANSWERS, AskAboutStatement: { askAboutStatement: paused } });
  const { leave } = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");
  await tap("Hacer una pregunta sobre este mes");
  await write("¿Cuándo llega?");
  await tap("Enviar la pregunta");
  expect(await screen.findByText("Espere un momento antes de preguntar otra vez.")).toBeTruthy();

  service.say("AskAboutStatement", SILENCE);
  await tap("Enviar la pregunta");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  expect(screen.getByDisplayValue("¿Cuándo llega?")).toBeTruthy();
  service.say("AskAboutStatement", TAKEN);
  await tap("Enviar la pregunta");
  await screen.findByText("Recibimos su pregunta");
  const [, lost, again] = service.sent("AskAboutStatement").map((each) => each.requestId);
  expect(again).toBe(lost);
  leave();
});

test("questions of other months are not shown here", async () => {
  const other = question({ statementId: "s-2036-09", words: "¿De septiembre?" });
  new Service({ ...ANSWERS, MyStatementQuestions: questionsOf(other) });
  const { leave } = await show(SCREEN);
  await screen.findByText("Aporte obligatorio");

  expect(screen.queryByText("¿De septiembre?")).toBeNull();
  expect(screen.queryByText("Sus preguntas")).toBeNull();
  leave();
});

test("an account that is not open, or no longer, is told like one that never was", async () => {
  new Service({ ...ANSWERS, EarningStatement: { earningStatement: problem("NOT_FOUND", "No encontrado.") } });
  const { leave } = await show(SCREEN);
  expect(await screen.findByText(/Aquí no hay nada que mostrar/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Ver todos los meses" }).props.href).toBe("/earnings/i1");
  leave();
});

test("no signal and a refusal are said", async () => {
  const service = new Service({ ...ANSWERS, EarningStatement: SILENCE });
  const { leave } = await show(SCREEN);
  await screen.findByText(/No hay señal/);
  service.say("EarningStatement", refusal("NOT_ALLOWED", "Su cuenta no tiene permiso."));
  await tap("Volver a intentar");
  expect(await screen.findByText("Su cuenta no tiene permiso.")).toBeTruthy();
  leave();
});
