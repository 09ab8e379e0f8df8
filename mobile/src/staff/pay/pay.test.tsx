import { screen, userEvent } from "@testing-library/react-native";
import { today } from "@/l10n/dates";
import { atOffice, choose, held, me, tap, write } from "@/testing/office";
import { ADVANCE, consent, INSTRUCTION, MOTHER, ORDER, PLAN, pay, REPARATION } from "@/testing/pay";
import { problem, refusal, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";
import { workshop } from "@/testing/work";
// A room is a chunk of its own: read before anything waits for it.
import "./PayScreens";

const CHIEF = { Me: me(["lurigancho", "WORK_CHIEF"]) };
const AT = "/office/pay/i1";
const done = (name: string) => ({ [name]: { __typename: "PayChanged", id: "x" } });
const TIED = { TiedReaders: { tiedReaders: [{ tieId: "t1", reader: MOTHER }] } };

/** Open the form of an act, by what it is. */
async function record(kind: string): Promise<void> {
  await tap("Anotar algo sobre su pago");
  await choose(kind);
}

async function keep(words: RegExp): Promise<void> {
  await tap("Guardar");
  expect(await screen.findByText(words)).toBeTruthy();
  await tap("Sí, guardar");
}

test("the pay of a person is found by their name", async () => {
  const { leave } = await atOffice("/office/pay", { ...CHIEF, Inmates: { inmates: page([held("i1")]) } });
  await write("Nombre, apellido o número de registro", "Rojas");
  await tap("Buscar");

  expect((await screen.findByRole("link", { name: /^Rojas Paredes/ })).props.href).toBe("/office/pay/i1");
  leave();
});

test("what a pay rests on is told in figures, and a debt of contributions first", async () => {
  const rests = {
    contributionOwed: 18080,
    reparations: [REPARATION],
    orders: [ORDER],
    instructions: [INSTRUCTION],
    arrearsPlans: [PLAN],
    advances: [ADVANCE],
  };
  const { leave } = await atOffice(AT, { ...CHIEF, PersonPay: pay(rests) });

  expect(await screen.findByText(/Debe S\/\s180\.80\. Mientras deba/)).toBeTruthy();
  expect(screen.getByText(/^Pagado S\/\s368\.01 de S\/\s1,000\.00$/)).toBeTruthy();
  expect(screen.getByText("Alimentos: 25 % de todo lo que gana")).toBeTruthy();
  expect(screen.getByText("Elena Inventada (Madre): 60 % de lo que le queda libre")).toBeTruthy();
  expect(screen.getByText(/en 2 cuotas desde septiembre de 2025/)).toBeTruthy();
  expect(screen.getByText("Espera a otra persona")).toBeTruthy();
  leave();
});

test("nothing, no signal, somebody else's person: each says so", async () => {
  const none = await atOffice(AT, { ...CHIEF, PersonPay: pay() });
  expect(await screen.findByText("No hay órdenes anotadas.")).toBeTruthy();
  none.leave();
  const silent = await atOffice(AT, { ...CHIEF, PersonPay: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();
  const away = await atOffice(AT, { ...CHIEF, PersonPay: refusal("NOT_FOUND", "No se encontró.") });
  expect(await screen.findByText("No se encontró.")).toBeTruthy();
  away.leave();
});

test("a reparation is recorded in figures, and never one that is paid beyond its whole", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    PersonPay: pay(),
    RecordReparation: done("recordReparation"),
  });
  await record("La reparación civil");
  await write("Número del acto o de la hoja firmada", "EXP-9");
  await write("Cuánto es en total", "1000");
  await write("Cuánto se pagó ya", "1000.01");
  expect(await screen.findByText("Lo pagado no puede ser más que el total.")).toBeTruthy();
  expect(screen.queryByText("Guardar")).toBeNull();
  await write("Cuánto se pagó ya", "200.50");
  await keep(/reparación de S\/\s1,000\.00, hasta pagar los S\/\s799\.50/);

  expect(await screen.findByText("Reparación anotada.")).toBeTruthy();
  expect(service.sent("RecordReparation")).toEqual([
    {
      inmateId: "i1",
      act: "EXP-9",
      total: 100000,
      paidBefore: 20050,
      validFrom: today(),
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("a judge's order is a share, an amount, or of a debt the whole", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    PersonPay: pay(),
    RecordOrder: done("recordOrder"),
  });
  await record("La orden de un juez");
  await write("Número del acto o de la hoja firmada", "EXP-5");
  await write("Parte de cada mes (si la fija)", "25");
  await keep(/se descuenta: 25 % de todo lo que gana\.$/);
  expect(service.sent("RecordOrder")[0]).toMatchObject({
    kind: "SUPPORT",
    terms: { rate: "0.25", base: "GROSS", priority: 1, validFrom: today() },
  });

  await record("La orden de un juez");
  await choose("Embargo");
  await write("Número del acto o de la hoja firmada", "EXP-6");
  await write("Deuda en total (si la fija)", "500");
  await keep(/hasta S\/\s500\.00 en total/);
  expect(service.sent("RecordOrder")[1]).toMatchObject({ kind: "ATTACHMENT", terms: { balance: 50000 } });
  leave();
});

test("what a person chooses goes to a relative whose tie stands, or to savings", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    ...TIED,
    PersonPay: pay(),
    RecordInstruction: done("recordInstruction"),
  });
  await record("Lo que la persona elige");
  await choose("Elena Inventada (Madre)");
  await write("Número del acto o de la hoja firmada", "Hoja 5");
  await write("Parte", "60");
  await keep(/se aparta 60 % para Elena Inventada \(Madre\)/);

  expect(service.sent("RecordInstruction")[0]).toMatchObject({
    tieId: "t1",
    terms: { rate: "0.6", validFrom: today() },
  });
  leave();
});

test("corrections and materials wait for somebody else", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    PersonPay: pay(),
    Workshops: { workshops: page([workshop()]) },
    RecordAdjustment: done("recordAdjustment"),
    RecordAdvance: done("recordAdvance"),
  });
  await record("Corregir un mes ya cerrado");
  await write("Un día del mes que se corrige", "14/10/2025");
  await choose("Ganó menos");
  await write("La diferencia", "12.50");
  await write("Por qué", "Dos mesas eran de otro taller");
  await keep(/Corrige octubre de 2025: −S\/\s12\.50/);
  expect(await screen.findByText("Anotado. Otra persona tiene que aprobarlo.")).toBeTruthy();
  expect(service.sent("RecordAdjustment")[0]).toMatchObject({
    establishmentId: "lurigancho",
    ofMonth: "2025-10-01",
    amount: -1250,
    reason: "Dos mesas eran de otro taller",
  });

  await record("Materiales adelantados");
  await choose("Carpintería");
  await write("Cuánto valen los materiales", "120");
  await write("En cuántas cuotas", "3");
  await keep(/los S\/\s120\.00 se descuentan en 3 cuotas/);
  expect(service.sent("RecordAdvance")[0]).toMatchObject({ workshopId: "w1", amount: 12000, parts: 3 });
  leave();
});

test("old contributions, declared income and the count of days are written down", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    PersonPay: pay(),
    PlanArrears: done("planArrears"),
    RecordAssessment: done("recordAssessment"),
    RecordLabourRate: done("recordLabourRate"),
    LegalLabourRates: {
      legalLabourRates: [
        { article: "49.1", days: 1, validFrom: "2023-11-22", reference: "D.Leg. 1585 art. 4" },
        { article: "51.1", days: null, validFrom: "2026-02-12", reference: "D.Leg. 1737" },
        { article: "51.4", days: 7, validFrom: "2026-02-12", reference: "D.Leg. 1737" },
      ],
    },
  });
  await record("Aportes atrasados en cuotas");
  await write("Número del acto o de la hoja firmada", "ACTA-3");
  await write("Cuánto debe de aportes", "271.20");
  await write("Un día del mes de la primera cuota", "20/11/2026");
  await keep(/Los S\/\s271\.20 se descuentan en cuotas, desde noviembre de 2026/);
  expect(service.sent("PlanArrears")[0]).toMatchObject({ owed: 27120, firstMonth: "2026-11-01" });

  await record("Ingresos declarados o verificados");
  await write("Número del acto o de la hoja firmada", "DJ-1");
  await write("Un día del mes", "20/10/2026");
  await write("Cuánto ganó en el mes", "300");
  await keep(/se calcula con S\/\s300\.00/);
  expect(service.sent("RecordAssessment")[0]).toMatchObject({
    declared: true,
    amount: 30000,
    month: "2026-10-01",
  });

  await record("Cómo se cuentan sus días");
  await write("Número del acto o de la hoja firmada", "SENT-1");
  expect(await screen.findByText("Artículo 49.1, mínima y mediana: 1 por 1")).toBeTruthy();
  expect(screen.getByText("Artículo 51.1: no se descuentan")).toBeTruthy();
  await choose("Artículo 51.4: 7 por 1");
  await keep(/, 7 por 1\. Lo contado antes queda como estaba\. El artículo no se guarda/);
  expect(service.sent("RecordLabourRate")[0]).toMatchObject({ article: "51.4", act: "SENT-1" });
  leave();
});

test("an order ends on a day, and what a person chose is taken back by their sheet", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    PersonPay: pay({ orders: [ORDER], instructions: [INSTRUCTION] }),
    EndOrder: done("endOrder"),
    RevokeInstruction: done("revokeInstruction"),
  });
  await tap("Terminar");
  await write("Primer día en que ya no vale", "01/01/2025");
  expect(await screen.findByText("Debe ser después de que empezó.")).toBeTruthy();
  await write("Primer día en que ya no vale", "01/11/2026");
  await userEvent.press((await screen.findAllByText("Terminar")).at(-1) as never);
  await tap("Sí, terminar");
  expect(service.sent("EndOrder")).toEqual([
    { kind: "SUPPORT", orderId: "o1", lastOn: "2026-11-01", requestId: expect.any(String) },
  ]);

  await tap("Retirar");
  await write("Número de la hoja en que lo retira (si la hay)", "Hoja 8");
  await userEvent.press((await screen.findAllByText("Retirar")).at(-1) as never);
  await tap("Sí, retirar");
  expect(service.sent("RevokeInstruction")).toEqual([
    { instructionId: "n1", act: "Hoja 8", requestId: expect.any(String) },
  ]);
  leave();
});

test("who may read is looked at only when it is wanted; a consent is given by a sheet and taken back at once", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    ...TIED,
    PersonPay: pay(),
    StatementConsents: { statementConsents: [] },
    GiveStatementConsent: () => {
      service.say("StatementConsents", { statementConsents: [consent()] });
      return {
        giveStatementConsent: { __typename: "StatementConsents", inmateId: "i1", consents: [consent()] },
      };
    },
    RevokeStatementConsent: {
      revokeStatementConsent: { __typename: "StatementConsents", inmateId: "i1", consents: [] },
    },
  });
  await screen.findByText("Ver qué puede leer su familia");
  expect(service.sent("StatementConsents")).toEqual([]);
  await tap("Ver qué puede leer su familia");
  expect(await screen.findByText(/No dio permiso a nadie/)).toBeTruthy();

  await tap("Anotar un permiso");
  await choose("Elena Inventada (Madre)");
  await userEvent.press(await screen.findByRole("checkbox", { name: "Lo que gana" }));
  await write("Número de la hoja que firmó", "Hoja 9");
  await tap("Guardar el permiso");
  expect(await screen.findByText(/podrá leer lo que gana, también de los meses que ya pasaron/)).toBeTruthy();
  await tap("Sí, la persona lo firmó");
  expect(service.sent("GiveStatementConsent")).toEqual([
    { inmateId: "i1", tieId: "t1", categories: ["EARNINGS"], act: "Hoja 9", requestId: expect.any(String) },
  ]);

  await tap("Retirar el permiso");
  await userEvent.press((await screen.findAllByText("Retirar el permiso")).at(-1) as never);
  await tap("Sí, retirar");
  expect(await screen.findByText(/^Permiso retirado: Elena Inventada/)).toBeTruthy();
  expect(service.sent("RevokeStatementConsent")).toEqual([
    { consentId: "c1", requestId: expect.any(String) },
  ]);
  leave();
});

test("who read is told by name and day", async () => {
  const reading = {
    id: "d1",
    reader: MOTHER,
    statementId: null,
    month: null,
    categories: ["EARNINGS", "DAYS"],
    readAt: "2025-11-05T15:00:00Z",
  };
  const { leave } = await atOffice(AT, {
    ...CHIEF,
    PersonPay: pay(),
    StatementConsents: { statementConsents: [consent({ revokedAt: "2025-11-06T15:00:00Z" })] },
    StatementReadings: { statementReadings: page([reading]) },
  });
  await tap("Ver qué puede leer su familia");
  expect(await screen.findByText("Retirado el 06/11/2025")).toBeTruthy();
  await tap("Ver quién leyó sus cuentas");

  expect(
    await screen.findByText(/^La lista de meses · Lo que gana, Sus días y horas de trabajo/),
  ).toBeTruthy();
  leave();
});

test("a certificate that contributions are paid up is kept in a language, and refused while some are owed", async () => {
  const owed = problem("CONTRIBUTION_OWED", "Todavía se deben S/ 180.80 del aporte.");
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    PersonPay: pay(),
    IssueContributionCertificate: { issueContributionCertificate: owed },
  });
  await tap("Constancia de aportes al día");
  await choose("Runasimi");
  await tap("Guardar en PDF");
  expect(await screen.findByText("Todavía se deben S/ 180.80 del aporte.")).toBeTruthy();

  service.say("IssueContributionCertificate", {
    issueContributionCertificate: {
      __typename: "ContributionCertificate",
      number: "N1",
      issuedOn: "x",
      pdf: "YQ==",
    },
  });
  await tap("Guardar en PDF");
  expect(await screen.findByText(/^(Listo: constancia N1|No se guardó)/)).toBeTruthy();
  expect(service.sent("IssueContributionCertificate")[1]).toEqual({
    inmateId: "i1",
    language: "quz",
    requestId: expect.any(String),
  });
  leave();
});
