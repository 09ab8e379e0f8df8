import { screen, userEvent } from "@testing-library/react-native";
import { atOffice, choose, me, tap, write } from "@/testing/office";
import { pay } from "@/testing/pay";
import { problem, SILENCE } from "@/testing/service";
// A room is a chunk of its own: read before anything waits for it.
import "./PayScreens";

const CHIEF = { Me: me(["lurigancho", "WORK_CHIEF"]) };
const AT = "/office/corrections";
const done = (name: string) => ({ [name]: { __typename: "PayChanged", id: "x" } });
const waits = (about: object) => ({
  waitingCorrections: { adjustments: [], advances: [], refused: [], ...about },
});

const WAITING = {
  id: "j1",
  inmateId: "i1",
  givenNames: "Rosa",
  surnames: "Inventada Soto",
  amount: -1250,
  recordedAt: "2025-11-05T15:00:00Z",
  recordedBy: "Luis Inventado",
  yours: false,
};
const ADJUSTMENT = {
  ...WAITING,
  ofMonth: "2025-10-01",
  ofLine: "GROSS_PIECE",
  workedOn: null,
  minutes: null,
  reason: "Dos mesas eran de otro taller",
};
const ADVANCE = {
  ...WAITING,
  id: "v1",
  amount: 12000,
  workshopId: "w1",
  workshop: "Carpintería",
  givenOn: "2025-10-20",
  parts: 3,
};
const REFUSED = {
  id: "j9",
  kind: "ADJUSTMENT",
  inmateId: "i1",
  givenNames: "Rosa",
  surnames: "Inventada Soto",
  amount: 500,
  minutes: -90,
  endedAt: "2025-11-05T15:00:00Z",
  endedBy: "Ana Inventada",
  why: "Esas mesas ya estaban contadas",
};

test("corrections wait for somebody else than who wrote them down", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    WaitingCorrections: waits({
      adjustments: [ADJUSTMENT, { ...ADJUSTMENT, id: "j2", surnames: "Otra", yours: true }],
    }),
    ApproveAdjustment: { approveAdjustment: problem("ALREADY_DECIDED", "Otra persona ya lo resolvió.") },
  });

  expect(await screen.findByText("Lo anotó usted: lo tiene que aprobar otra persona.")).toBeTruthy();
  expect(screen.getAllByText("Aprobar").length).toBe(1);
  expect(screen.getAllByText("No aprobar").length).toBe(1);
  await tap("Aprobar");
  expect(await screen.findByText(/próxima cuenta: −S\/\s12\.50/)).toBeTruthy();
  await tap("Sí, aprobar");
  expect(await screen.findByText("Otra persona ya lo resolvió.")).toBeTruthy();

  service.say("ApproveAdjustment", done("approveAdjustment"));
  await tap("Sí, aprobar");
  expect(await screen.findByText("Aprobado: Inventada Soto, Rosa.")).toBeTruthy();
  leave();
});

test("materials given in advance are approved in figures, once", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    WaitingCorrections: waits({ advances: [ADVANCE] }),
    ApproveAdvance: { approveAdvance: problem("PERIOD_CLOSED", "El mes ya está cerrado.") },
  });

  expect(await screen.findByText(/^Materiales por S\/\s120\.00$/)).toBeTruthy();
  expect(screen.getByText(/Carpintería · entregados el 20\/10\/2025, en 3 cuotas/)).toBeTruthy();
  await tap("Aprobar");
  expect(await screen.findByText(/Se descuentan S\/\s120\.00 en 3 cuotas mensuales/)).toBeTruthy();
  await tap("Sí, aprobar");
  expect(await screen.findByText("El mes ya está cerrado.")).toBeTruthy();

  service.say("ApproveAdvance", () => {
    service.say("WaitingCorrections", waits({}));
    return done("approveAdvance");
  });
  await tap("Sí, aprobar");
  expect(await screen.findByText("Aprobado: Inventada Soto, Rosa.")).toBeTruthy();
  expect(await screen.findByText("No hay correcciones por aprobar.")).toBeTruthy();
  expect(service.sent("ApproveAdvance").at(-1)).toEqual({ advanceId: "v1", requestId: expect.any(String) });
  leave();
});

test("what is not right is not approved, with words for who wrote it down", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    WaitingCorrections: waits({ advances: [ADVANCE] }),
    RefuseCorrection: () => {
      service.say("WaitingCorrections", waits({}));
      return done("refuseCorrection");
    },
  });

  await tap("No aprobar");
  await write("Por qué no se aprueba", "corta");
  expect(screen.queryByText("No aprobar")).toBeNull();
  await write("Por qué no se aprueba", " Esos materiales no llegaron ");
  await tap("No aprobar");
  expect(await screen.findByText(/no entra en ninguna cuenta/)).toBeTruthy();
  await tap("Sí, no se aprueba");

  expect(await screen.findByText("No se aprobó: Inventada Soto, Rosa.")).toBeTruthy();
  expect(await screen.findByText("No hay correcciones por aprobar.")).toBeTruthy();
  expect(service.sent("RefuseCorrection")).toEqual([
    {
      kind: "ADVANCE",
      correctionId: "v1",
      why: "Esos materiales no llegaron",
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("a refusal that somebody forestalled says so, and without an answer goes again under the same name", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    WaitingCorrections: waits({ adjustments: [ADJUSTMENT] }),
    RefuseCorrection: SILENCE,
  });
  await tap("No aprobar");
  await write("Por qué no se aprueba", "Ya estaban contadas");
  await tap("No aprobar");
  await tap("Sí, no se aprueba");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("RefuseCorrection", {
    refuseCorrection: problem("ALREADY_DECIDED", "Otra persona ya lo resolvió."),
  });
  await tap("Sí, no se aprueba");

  expect(await screen.findByText("Otra persona ya lo resolvió.")).toBeTruthy();
  const [first, second] = service.sent("RefuseCorrection");
  expect(second).toEqual(first);
  leave();
});

test("who wrote it down takes it back, and approves it never", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    WaitingCorrections: waits({ adjustments: [{ ...ADJUSTMENT, yours: true }] }),
    WithdrawCorrection: done("withdrawCorrection"),
  });

  await tap("Retirar lo que anoté");
  expect(screen.queryByText("Aprobar")).toBeNull();
  expect(screen.queryByText("No aprobar")).toBeNull();
  await tap("Sí, retirar");

  expect(await screen.findByText("Retirado: Inventada Soto, Rosa.")).toBeTruthy();
  expect(service.sent("WithdrawCorrection")).toEqual([
    { kind: "ADJUSTMENT", correctionId: "j1", requestId: expect.any(String) },
  ]);
  leave();
});

test("who wrote it down reads what was not approved, and why", async () => {
  const { leave } = await atOffice(AT, { ...CHIEF, WaitingCorrections: waits({ refused: [REFUSED] }) });

  expect(await screen.findByText("No hay correcciones por aprobar.")).toBeTruthy();
  expect(screen.getByText("Lo que usted anotó y no se aprobó")).toBeTruthy();
  expect(screen.getByText(/^S\/\s5\.00 · −1 h 30 min$/)).toBeTruthy();
  expect(screen.getByText("“Esas mesas ya estaban contadas”")).toBeTruthy();
  expect(screen.getByText(/Ana Inventada$/)).toBeTruthy();
  leave();
});

test("forgotten hours wait beside the money or without any", async () => {
  const late = { ...ADJUSTMENT, workedOn: "2025-10-14", minutes: 480 };
  const { leave } = await atOffice(AT, {
    ...CHIEF,
    WaitingCorrections: waits({
      adjustments: [
        { ...late, amount: 0 },
        { ...late, id: "j2", amount: 1250 },
      ],
    }),
  });

  expect(await screen.findByText("8 h más del 14/10/2025")).toBeTruthy();
  expect(screen.getByText(/^S\/\s12\.50 de octubre de 2025 · 8 h más del 14\/10\/2025$/)).toBeTruthy();
  await userEvent.press((await screen.findAllByText("Aprobar"))[0] as never);
  expect(await screen.findByText(/Su próxima cuenta lo cuenta: 8 h más del 14\/10\/2025\./)).toBeTruthy();
  expect(screen.queryByText(/como una línea/)).toBeNull();
  leave();
});

test("a forgotten day of a closed month is written down by its hours", async () => {
  const { service, leave } = await atOffice("/office/pay/i1", {
    ...CHIEF,
    PersonPay: pay(),
    RecordAdjustment: done("recordAdjustment"),
  });
  await tap("Anotar algo sobre su pago");
  await choose("Corregir un mes ya cerrado");
  await write("Un día del mes que se corrige", "14/10/2025");
  await choose("No cambia");
  await write("Por qué", "Faltaba en la hoja del día");
  expect(screen.queryByText("Guardar")).toBeNull();
  await choose("Faltan horas");
  await write("¿De qué día?", "14/09/2025");
  expect(await screen.findByText("Tiene que ser un día del mes que se corrige.")).toBeTruthy();
  await write("Cuántas horas que cuentan", "7:30");
  expect(screen.queryByText("Guardar")).toBeNull();
  await write("¿De qué día?", "14/10/2025");
  await tap("Guardar");
  expect(
    await screen.findByText(/Corrige octubre de 2025: 7 h 30 min más del 14\/10\/2025 en la próxima cuenta/),
  ).toBeTruthy();
  await tap("Sí, guardar");

  expect(await screen.findByText("Anotado. Otra persona tiene que aprobarlo.")).toBeTruthy();
  expect(service.sent("RecordAdjustment")).toEqual([
    {
      establishmentId: "lurigancho",
      inmateId: "i1",
      ofMonth: "2025-10-01",
      amount: 0,
      workedOn: "2025-10-14",
      minutes: 450,
      reason: "Faltaba en la hoja del día",
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("no corrections wait", async () => {
  const { leave } = await atOffice(AT, { ...CHIEF, WaitingCorrections: waits({}) });
  expect(await screen.findByText("No hay correcciones por aprobar.")).toBeTruthy();
  expect(screen.queryByText("Lo que usted anotó y no se aprobó")).toBeNull();
  leave();
});
