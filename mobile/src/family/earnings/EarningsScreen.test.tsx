import { act, screen, userEvent, within } from "@testing-library/react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { page, untilKept } from "@/testing/visit";
import { CONFIRMED, tiesOf } from "../people/invented";
import { EarningsScreen } from "./EarningsScreen";
import { accountOf, INMATE, month, monthsOf, question, questionsOf, TIES } from "./invented";
import { StatementScreen } from "./StatementScreen";
import { WhoseScreen } from "./WhoseScreen";

const LIST = <EarningsScreen inmate={INMATE} />;
const NOTHING = { earningStatements: problem("NOT_FOUND", "No encontrado.") };
const QUIET = {
  MyTies: TIES,
  MyStatementQuestions: questionsOf(),
  ClosedAccounts: { closedAccounts: [] },
};
const plain = (text: string) => text.replace(/ /g, "\u00a0");
const tap = (name: string) => userEvent.press(screen.getByText(name));

test("the sums of the last months are told, and each month in words, its bar being for the eye alone", async () => {
  new Service({
    ...QUIET,
    EarningStatements: monthsOf(month("2036-10"), month("2036-08", { gross: 60_000 })),
  });
  const { leave } = await show(LIST);

  const sums = within(await screen.findByLabelText("En los últimos 3 meses"));
  expect(sums.getByText(plain("S/ 1,800.07"))).toBeTruthy();
  expect(sums.getByText("Quedó para Juan Carlos")).toBeTruthy();
  expect(sums.getByText(plain("S/ 1,080.06"))).toBeTruthy();
  expect(sums.getByText("Apartó para usted")).toBeTruthy();
  expect(sums.getByText(/^Todavía no es un envío/)).toBeTruthy();

  const months = within(screen.getByLabelText("Mes por mes"));
  expect(months.getAllByText(/./).map((words) => words.props.children)).toEqual([
    "octubre de 2036",
    `Ganó ${plain("S/ 1,200.07")}`,
    `Quedó para Juan Carlos: ${plain("S/ 540.03")}`,
    `Apartó para usted: ${plain("S/ 300.00")}`,
    "septiembre de 2036",
    "No hay cuentas de este mes.",
    "agosto de 2036",
    `Ganó ${plain("S/ 600.00")}`,
    `Quedó para Juan Carlos: ${plain("S/ 540.03")}`,
    `Apartó para usted: ${plain("S/ 300.00")}`,
  ]);
  expect(screen.getByText("Se descontó, se envió o se ahorró")).toBeTruthy();
  const links = screen.getAllByRole("link").map((each) => each.props.href);
  expect(links).toEqual([
    "/earnings/i1/s-2036-10",
    "/earnings/i1/s-2036-08",
    "/earnings/i1/sent",
    "/earnings/i1/progress",
  ]);
  leave();
});

test("months before the last twelve come when they are asked for", async () => {
  const names = ["2036-02", "2036-01", "2035-12", "2035-03", "2035-02"];
  new Service({ ...QUIET, EarningStatements: monthsOf(...names.map((each) => month(each))) });
  const { leave } = await show(LIST);
  await screen.findByText("febrero de 2036");
  expect(screen.getByText("marzo de 2035")).toBeTruthy();
  expect(screen.queryByText("febrero de 2035")).toBeNull();
  await tap("Ver meses anteriores");

  expect(screen.getByText("febrero de 2035")).toBeTruthy();
  expect(screen.queryByText("Ver meses anteriores")).toBeNull();
  leave();
});

test("only what is open is told: earnings alone, or the days alone", async () => {
  const earned = { withheld: null, personal: null, toFamily: 0 };
  const service = new Service({ ...QUIET, EarningStatements: monthsOf(month("2036-10", earned)) });
  const first = await show(LIST);
  await screen.findByText(`Ganó ${plain("S/ 1,200.07")}`);
  expect(screen.queryByText(/Quedó para/)).toBeNull();
  expect(screen.queryByText(/Se descontó/)).toBeNull();
  first.leave();

  const counted = { gross: null, withheld: null, personal: null, toFamily: null };
  const days = { ...counted, workedDays: 24, workedMinutes: 10_860 };
  service.say("EarningStatements", monthsOf(month("2036-10", days)));
  const second = await show(LIST);
  expect(await screen.findByText("Trabajo contado: 24 días, 181 horas")).toBeTruthy();
  expect(screen.queryByText(/S\//)).toBeNull();
  second.leave();
});

test("where nothing is open nothing is told of why, and no question either", async () => {
  new Service({
    MyTies: TIES,
    EarningStatements: NOTHING,
    MyStatementQuestions: { myStatementQuestions: problem("NOT_FOUND", "No encontrado.") },
  });
  const { leave } = await show(LIST);

  expect(await screen.findByText(/Aquí no hay nada que mostrar/)).toBeTruthy();
  expect(screen.queryByText("No encontrado.")).toBeNull();
  expect(screen.queryByText("Sus preguntas")).toBeNull();
  leave();
});

test("before the first month is closed it says so", async () => {
  new Service({ ...QUIET, EarningStatements: monthsOf() });
  const { leave } = await show(LIST);
  expect(await screen.findByText(/Cuando termine el mes y lo revisen, las verá aquí/)).toBeTruthy();
  leave();
});

test("a refusal is told in the service's words", async () => {
  new Service({ ...QUIET, EarningStatements: { earningStatements: problem("NOT_ALLOWED", "No se puede.") } });
  const first = await show(LIST);
  expect(await screen.findByText("No se puede.")).toBeTruthy();
  first.leave();

  new Service({ ...QUIET, EarningStatements: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso.") });
  const second = await show(LIST);
  expect(await screen.findByText("Su cuenta no tiene permiso.")).toBeTruthy();
  second.leave();
});

test("without signal and with nothing kept it says so, and tries again when asked", async () => {
  const service = new Service({ ...QUIET, EarningStatements: SILENCE });
  const { leave } = await show(LIST);
  await screen.findByText(/No hay señal/);
  service.say("EarningStatements", monthsOf(month("2036-10")));
  await tap("Volver a intentar");
  expect(await screen.findByText("octubre de 2036")).toBeTruthy();
  leave();
});

test("without signal the months and the last account are still there, with their hour, and no other account", async () => {
  const service = new Service({
    ...QUIET,
    EarningStatements: monthsOf(month("2036-10"), month("2036-09")),
    EarningStatement: ({ id }: { id: string }) => accountOf(month(String(id).slice(2))),
  });
  const first = await show(LIST);
  await screen.findByText("octubre de 2036");
  await act(untilKept);
  first.leave();
  for (const id of ["s-2036-10", "s-2036-09"]) {
    const each = await show(<StatementScreen inmate={INMATE} id={id} />, first.profile);
    await screen.findByText("Aporte obligatorio");
    await act(untilKept);
    each.leave();
  }

  for (const name of ["EarningStatements", "EarningStatement", "MyTies", "MyStatementQuestions"])
    service.say(name, SILENCE);
  const months = await show(LIST, first.profile);
  expect(await screen.findAllByText(/^Sin señal. Esto es lo que se sabía hoy a las/)).toBeTruthy();
  expect(screen.getByText("octubre de 2036")).toBeTruthy();
  months.leave();
  const last = await show(<StatementScreen inmate={INMATE} id="s-2036-10" />, first.profile);
  expect(await screen.findByText("Aporte obligatorio")).toBeTruthy();
  expect(
    (await screen.findAllByText(/^Sin señal. Esto es lo que se sabía hoy a las/)).length,
  ).toBeGreaterThan(0);
  last.leave();
  const other = await show(<StatementScreen inmate={INMATE} id="s-2036-09" />, first.profile);
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  expect(screen.queryByText("Aporte obligatorio")).toBeNull();
  other.leave();
});

test("an account that was kept is forgotten once a newer month is told, or none is open any more", async () => {
  const service = new Service({
    ...QUIET,
    EarningStatements: monthsOf(month("2036-10")),
    EarningStatement: accountOf(),
  });
  const first = await show(LIST);
  await screen.findByText("octubre de 2036");
  await act(untilKept);
  first.leave();
  const account = await show(<StatementScreen inmate={INMATE} id="s-2036-10" />, first.profile);
  await screen.findByText("Aporte obligatorio");
  await act(untilKept);
  account.leave();
  expect(await keptNames(first.profile)).toContain("EarningStatement");

  service.say("EarningStatements", NOTHING);
  const later = await show(LIST, first.profile);
  await screen.findByText(/Aquí no hay nada que mostrar/);
  await act(untilKept);
  later.leave();
  expect(await keptNames(first.profile)).not.toContain("EarningStatement");
  expect(JSON.stringify(await first.profile.read("reads"))).not.toContain("120007");
});

test("what was asked is there with its account, whether it was answered or by when it must be", async () => {
  const answered = { answer: "Es el 10 %, que dice la ley.", answeredAt: "2036-11-10T15:00:00Z" };
  const late = { dueOn: "2020-12-02", askedAt: "2020-11-03T15:00:00Z", words: "¿Y esto?" };
  new Service({
    ...QUIET,
    EarningStatements: monthsOf(month("2036-10")),
    MyStatementQuestions: questionsOf(
      question(),
      question({ id: "q2", words: "¿Qué es aporte?", ...answered }),
      question({ id: "q3", ...late }),
    ),
  });
  const { leave } = await show(LIST);

  expect(await screen.findByText("¿Por qué son 120 soles?")).toBeTruthy();
  expect(screen.getByText("Espera respuesta")).toBeTruthy();
  expect(screen.getByText("Tienen que responderle hasta el martes 2 de diciembre de 2036.")).toBeTruthy();
  expect(screen.getByText("Respondida")).toBeTruthy();
  expect(screen.getByText("Es el 10 %, que dice la ley.")).toBeTruthy();
  expect(screen.getByText("Le respondieron el lunes 10 de noviembre de 2036")).toBeTruthy();
  expect(screen.getByText("Sin respuesta")).toBeTruthy();
  expect(screen.getByText(/Tenían que responderle hasta el miércoles 2 de diciembre de 2020/)).toBeTruthy();
  expect(screen.getByText(/en la oficina de trabajo del lugar donde trabaja su familiar/)).toBeTruthy();
  expect(screen.getAllByRole("link", { name: "Ver las cuentas de octubre de 2036" })[0]?.props.href).toBe(
    "/earnings/i1/s-2036-10",
  );
  leave();
});

test("with one person their months come at once; with several one chooses", async () => {
  const service = new Service({ ...QUIET, EarningStatements: monthsOf(month("2036-10")) });
  const one = await show(<WhoseScreen />);
  expect(await screen.findByText("octubre de 2036")).toBeTruthy();
  one.leave();

  const rosa = { ...CONFIRMED, id: "t9", inmate: { ...CONFIRMED.inmate, id: "i9", givenNames: "Rosa" } };
  service.say("MyTies", tiesOf([CONFIRMED, CONFIRMED, rosa as typeof CONFIRMED]));
  const two = await show(<WhoseScreen />);
  await screen.findByText("Rosa Flores Quispe");
  expect(screen.getAllByRole("link").map((each) => each.props.href)).toEqual([
    "/earnings/i1",
    "/earnings/i9",
  ]);
  two.leave();

  service.say("MyTies", { myTies: page([]) });
  const none = await show(<WhoseScreen />);
  expect(await screen.findByText("Todavía no tiene un vínculo confirmado.")).toBeTruthy();
  none.leave();
});

test("whoever left lately is there too, and one's last account is called so without saying why", async () => {
  const gone = { inmateId: "i7", givenNames: "Pedro", surnames: "Rojas" };
  const last = month("2036-10", { kind: "EXIT", closesOn: "2036-10-14" });
  const service = new Service({
    ...QUIET,
    ClosedAccounts: { closedAccounts: [gone] },
    EarningStatements: monthsOf(last),
  });
  const both = await show(<WhoseScreen />);
  await screen.findByText("Pedro Rojas");
  expect(screen.getAllByRole("link").map((each) => each.props.href)).toEqual([
    "/earnings/i1",
    "/earnings/i7",
  ]);
  both.leave();

  service.say("MyTies", { myTies: page([]) });
  const alone = await show(<WhoseScreen />);
  expect(await screen.findByText("octubre de 2036, del 1 al 14")).toBeTruthy();
  expect(screen.getByText("Cuenta final")).toBeTruthy();
  alone.leave();

  service.say("ClosedAccounts", SILENCE);
  service.say("MyTies", TIES);
  const unheard = await show(<WhoseScreen />);
  expect(await screen.findByText("Cuenta final")).toBeTruthy();
  unheard.leave();
});

async function keptNames(profile: { read: <T>(name: string) => Promise<T | undefined> }): Promise<string[]> {
  const kept = (await profile.read<object>("reads")) ?? {};
  return Object.keys(kept).map((each) => JSON.parse(each)[0]);
}
