import { screen } from "@testing-library/react-native";
import { atOffice, me, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";
import { account, standing, workshopMonth } from "@/testing/work";
// A room is a chunk of its own: read before anything waits for it.
import "./MonthScreens";

const CHIEF = {
  Me: me(["lurigancho", "WORK_CHIEF"]),
  WorkMonths: { workMonths: [workshopMonth({ state: "REVIEWED" })] },
};
const AT = "/office/months/2025-10-01";
const asked = (about: object = {}) => ({
  closeMonth: { __typename: "MonthClosing", ...standing({ state: "ASKED", ...about }).monthClosing },
});

test("what is left before a closing is listed, each with the way there, and nothing can be closed", async () => {
  const { leave } = await atOffice(AT, {
    ...CHIEF,
    MonthClosing: standing({
      workshopsLeft: [{ workshopId: "w2", name: "Cuero", state: "DRAFT" }],
      exitsLeft: 2,
      remittancesLeft: 1,
    }),
  });

  expect(await screen.findByText("Antes de cerrar falta:")).toBeTruthy();
  expect(screen.getByRole("link", { name: /^Cuero/ }).props.href).toBe("/office/months/2025-10-01/w2");
  expect(screen.getByText("2 cuentas esperan que las confirme.")).toBeTruthy();
  expect(screen.getByText(/1 envío de dinero espera al banco/)).toBeTruthy();
  expect(screen.queryByText("Cerrar el mes")).toBeNull();
  leave();
});

test("closing says how many accounts it makes, then how far it is, then what it came to", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    MonthClosing: standing(),
    CloseMonth: () => {
      service.say("MonthClosing", standing({ state: "RUNNING", made: 12 }));
      return asked();
    },
  });

  await tap("Cerrar el mes");
  expect(await screen.findByText(/^Se harán 40 cuentas del mes\./)).toBeTruthy();
  await tap("Sí, cerrar octubre de 2025");
  expect(await screen.findByText("Van 12 de 40 cuentas.")).toBeTruthy();
  expect(service.sent("CloseMonth")).toEqual([
    { establishmentId: "lurigancho", month: "2025-10-01", requestId: expect.any(String) },
  ]);
  const sums = { gross: 3360200, withheld: 1008060, personal: 2352140, seal: "ab12" };
  service.say("MonthClosing", standing({ state: "CLOSED", made: 40, ...sums }));

  expect(await screen.findByText("S/\u00a033,602.00")).toBeTruthy();
  expect(screen.getByText("Sello del mes: ab12")).toBeTruthy();
  leave();
});

test("a closed month says whose reparation is paid, and tells it only when asked", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    MonthClosing: standing({ state: "CLOSED", made: 40, reparationsPaid: 1 }),
    PaidReparations: {
      paidReparations: page([
        {
          statementId: "s1",
          inmateId: "i1",
          givenNames: "Rosa",
          surnames: "Inventada Soto",
          lastPaid: 10000,
        },
      ]),
    },
  });

  expect(await screen.findByText(/^1 persona terminó de pagar su reparación civil/)).toBeTruthy();
  expect(service.sent("PaidReparations")).toEqual([]);
  await tap("Ver de quiénes");
  expect(await screen.findByText("Inventada Soto, Rosa")).toBeTruthy();
  expect(screen.getByText(/^Lo último que pagó: S\/\s100\.00$/)).toBeTruthy();
  leave();
});

test("a closing that stopped says why and is asked for again", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    MonthClosing: standing({ state: "STOPPED", made: 12, problem: "Lo tiene que aprobar otra persona." }),
    CloseMonth: asked(),
  });

  expect(await screen.findByText("Lo tiene que aprobar otra persona.")).toBeTruthy();
  await tap("Volver a pedir el cierre");
  expect(await screen.findByText(/^Se harán 28 cuentas/)).toBeTruthy();
  await tap("Sí, cerrar octubre de 2025");

  expect(service.sent("CloseMonth").length).toBe(1);
  leave();
});

test("a closing that is refused or not answered says so", async () => {
  const refused = await atOffice(AT, {
    ...CHIEF,
    MonthClosing: standing(),
    CloseMonth: { closeMonth: problem("MONTH_NOT_READY", "Falta revisar: Cuero.") },
  });
  await tap("Cerrar el mes");
  await tap("Sí, cerrar octubre de 2025");
  expect(await screen.findByText("Falta revisar: Cuero.")).toBeTruthy();
  refused.leave();

  const silent = await atOffice(AT, { ...CHIEF, MonthClosing: standing(), CloseMonth: SILENCE });
  await tap("Cerrar el mes");
  await tap("Sí, cerrar octubre de 2025");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  silent.leave();
});

test("the accounts of a closed month are read only when somebody wants to see them", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    MonthClosing: standing({
      state: "CLOSED",
      made: 1,
      gross: 84005,
      withheld: 25201,
      personal: 58804,
      seal: "ab",
    }),
    MonthStatements: { monthStatements: page([account()]) },
    OfficeStatement: {
      officeStatement: account({
        labour: {
          ...account().labour,
          late: [
            { on: "2025-09-12", minutes: 480, days: 1 },
            { on: "2025-09-15", minutes: -90, days: 0 },
          ],
        },
      }),
    },
  });
  await screen.findByText("Ver las cuentas");
  expect(service.sent("MonthStatements")).toEqual([]);

  await tap("Ver las cuentas");
  await tap("Inventada Soto, Rosa");

  expect(await screen.findByText("Mesas, armado")).toBeTruthy();
  expect(screen.getByText("Cuentan 181 h: 23 días. Pasan al mes siguiente: 1 h.")).toBeTruthy();
  expect(screen.getByText("De un mes ya contado: 8 h más del 12/09/2025.")).toBeTruthy();
  expect(screen.getByText("De un mes ya contado: 1 h 30 min menos del 15/09/2025.")).toBeTruthy();
  expect(screen.getByText("419 piezas a S/ 1.35.")).toBeTruthy();
  expect(screen.getByText(/^Sin redondear: S\/\s84\.005 · D\.Leg\. 1343 art\. 14$/)).toBeTruthy();
  expect(screen.getByText(/^Sin redondear: S\/\s840\.05$/)).toBeTruthy();
  leave();
});

test("a month that is not over is not closed, and a supervisor closes none", async () => {
  const supervisor = await atOffice(AT, { ...CHIEF, Me: me(["lurigancho", "WORK_SUPERVISOR"]) });
  expect(await screen.findByText("Carpintería")).toBeTruthy();
  expect(screen.queryByText("Cierre del mes")).toBeNull();
  expect(supervisor.service.sent("MonthClosing")).toEqual([]);
  supervisor.leave();

  const ahead = await atOffice("/office/months/2099-10-01", CHIEF);
  expect(await screen.findByText("Carpintería")).toBeTruthy();
  expect(ahead.service.sent("MonthClosing")).toEqual([]);
  ahead.leave();
});

const EXIT = account({ kind: "EXIT", state: "WAITING", closesOn: "2025-10-14" });

test("the account of somebody who left is confirmed in figures", async () => {
  const { service, leave } = await atOffice("/office/exits", {
    ...CHIEF,
    WaitingExits: { waitingExits: [EXIT] },
    ConfirmExit: () => {
      service.say("WaitingExits", { waitingExits: [] });
      return { confirmExit: { __typename: "ExitDecided", id: "s1" } };
    },
  });

  await tap("Inventada Soto, Rosa");
  expect(await screen.findByText("Mesas, armado")).toBeTruthy();
  await tap("Confirmar la cuenta");
  expect(await screen.findByText(/le corresponde S\/\s588\.04\. Después/)).toBeTruthy();
  await tap("Sí, confirmar");

  expect(await screen.findByText(/^Confirmada la cuenta de Inventada Soto, Rosa/)).toBeTruthy();
  expect(await screen.findByText("No hay cuentas por confirmar de quienes se fueron.")).toBeTruthy();
  expect(service.sent("ConfirmExit")).toEqual([{ statementId: "s1", requestId: expect.any(String) }]);
  leave();
});

test("it is sent back with a reason, and refused to who recorded its days", async () => {
  const { service, leave } = await atOffice("/office/exits", {
    ...CHIEF,
    WaitingExits: { waitingExits: [EXIT] },
    ConfirmExit: { confirmExit: problem("SECOND_PERSON_NEEDED", "Lo tiene que aprobar otra persona.") },
    ReturnExit: { returnExit: { __typename: "ExitDecided", id: "s1" } },
  });
  await tap("Inventada Soto, Rosa");
  await tap("Confirmar la cuenta");
  await tap("Sí, confirmar");
  expect(await screen.findByText("Lo tiene que aprobar otra persona.")).toBeTruthy();

  await tap("Las piezas no coinciden");
  await tap("Devolver la cuenta");
  await tap("Sí, devolver");

  expect(await screen.findByText(/^Devuelta la cuenta de/)).toBeTruthy();
  expect(service.sent("ReturnExit")).toEqual([
    { statementId: "s1", why: "PIECES", requestId: expect.any(String) },
  ]);
  leave();
});

const QUESTION = {
  id: "q1",
  statementId: "s1",
  inmateId: "i1",
  givenNames: "Rosa",
  surnames: "Inventada Soto",
  month: "2025-10-01",
  lineNo: 2,
  code: "INPE_CONTRIBUTION",
  words: "¿Por qué descuentan esto?",
  askedAt: "2025-11-10T15:00:00Z",
  dueOn: "2025-12-10",
  daysLeft: 4,
};

test("a question stands with its line and the days that are left; the answer is kept for good", async () => {
  const { service, leave } = await atOffice("/office/questions", {
    ...CHIEF,
    StatementQuestions: {
      statementQuestions: [QUESTION, { ...QUESTION, id: "q2", daysLeft: -3, surnames: null }],
    },
    OfficeStatement: { officeStatement: account() },
    AnswerStatementQuestion: () => {
      service.say("StatementQuestions", { statementQuestions: [] });
      return { answerStatementQuestion: { __typename: "QuestionAnswered", id: "q1" } };
    },
  });

  expect(await screen.findByText(/Persona que ya no está aquí/)).toBeTruthy();
  expect(screen.getByText(/venció hace 3 días/)).toBeTruthy();
  await tap("Inventada Soto, Rosa");
  expect(await screen.findByText("Preguntan por esta línea")).toBeTruthy();
  await write("Su respuesta", "Es el aporte de la ley.");
  await tap("Enviar la respuesta");
  await tap("Sí, enviar");

  expect(await screen.findByText("Contestada. La familia ya puede leerla.")).toBeTruthy();
  expect(service.sent("AnswerStatementQuestion")).toEqual([
    { questionId: "q1", words: "Es el aporte de la ley.", requestId: expect.any(String) },
  ]);
  leave();
});

test("no questions, no exits, refused: each says so", async () => {
  const none = await atOffice("/office/questions", {
    ...CHIEF,
    StatementQuestions: { statementQuestions: [] },
  });
  expect(await screen.findByText("No hay preguntas por contestar.")).toBeTruthy();
  none.leave();

  const refused = await atOffice("/office/exits", {
    ...CHIEF,
    WaitingExits: refusal("NOT_ALLOWED", "No tiene permiso."),
  });
  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  refused.leave();
});
