import { screen } from "@testing-library/react-native";
import { keepFile } from "@/platform/file";
import { bytesOf, choosesFile, choosesFolder, choosesNoFolder } from "@/testing/files";
import { atOffice, choose, me, tap, write } from "@/testing/office";
import { MOTHER, pay, payout } from "@/testing/pay";
import { problem, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";

// A room is a chunk of its own: read before anything waits for it.
import "../PayScreens";

const CHIEF = {
  Me: me(["lurigancho", "WORK_CHIEF"]),
  Remittances: { remittances: page([payout()]) },
  BankMismatches: { bankMismatches: [] },
};
const AT = "/office/payouts";
afterEach(() => jest.restoreAllMocks());
const moved = (name: string) => ({ [name]: { __typename: "RemittanceMoved", id: "x1" } });

test("what waits for a second person is shown first; the others when they are asked for", async () => {
  const { service, leave } = await atOffice(AT, CHIEF);

  expect(await screen.findByText(/^Pedido · Elena Inventada \(Madre\)$/)).toBeTruthy();
  await choose("Enviado al banco");

  expect(service.sent("Remittances")).toEqual([
    { establishmentId: "lurigancho", state: "ASKED" },
    { establishmentId: "lurigancho", state: "SENT" },
  ]);
  leave();
});

test("nothing waits, and no signal", async () => {
  const none = await atOffice(AT, { ...CHIEF, Remittances: { remittances: page([]) } });
  expect(await screen.findByText("Ningún envío espera a otra persona.")).toBeTruthy();
  none.leave();
  const silent = await atOffice(AT, { ...CHIEF, Remittances: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();
});

test("an approval says how much goes to whom, and is refused to who asked", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    ApproveRemittance: {
      approveRemittance: problem("SECOND_PERSON_NEEDED", "Lo tiene que aprobar otra persona."),
    },
  });
  await tap(/Inventada Soto, Rosa/);
  await tap("Aprobar el envío");
  expect(
    await screen.findByText(/Salen S\/\s226\.81 de Inventada Soto, Rosa para Elena Inventada \(Madre\)/),
  ).toBeTruthy();
  await tap(/^Sí, aprobar/);
  expect(await screen.findByText("Lo tiene que aprobar otra persona.")).toBeTruthy();

  service.say("ApproveRemittance", moved("approveRemittance"));
  await tap(/^Sí, aprobar/);
  expect(await screen.findByText(/^Aprobado: S\/\s226\.81/)).toBeTruthy();
  expect(service.sent("ApproveRemittance")[1]).toEqual({ remittanceId: "x1", requestId: expect.any(String) });
  leave();
});

test("it is refused or taken back with a reason, until a bank may have it", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    RefuseRemittance: moved("refuseRemittance"),
    CancelRemittance: moved("cancelRemittance"),
  });
  await tap(/Inventada Soto, Rosa/);
  await choose("Todavía no toca");
  await tap("Rechazar el envío");
  await tap("Sí, rechazar");
  expect(await screen.findByText(/^Rechazado: S\/\s226\.81 vuelven/)).toBeTruthy();
  await tap("Anular el envío");
  await tap("Sí, anular");
  expect(service.sent("RefuseRemittance")[0]).toMatchObject({ remittanceId: "x1", why: "NOT_DUE" });
  expect(service.sent("CancelRemittance")[0]).toMatchObject({ remittanceId: "x1", why: "NOT_DUE" });
  leave();

  const handed = await atOffice(AT, {
    ...CHIEF,
    Remittances: { remittances: page([payout({ state: "SENT", handed: true })]) },
    RemittanceSteps: {
      remittanceSteps: [
        { state: "ASKED", at: "2025-11-05T15:00:00Z", byWhom: "Luis Inventado", why: null },
        { state: "RETURNED", at: "2025-11-06T15:00:00Z", byWhom: null, why: "BANK" },
      ],
    },
  });
  await tap(/Inventada Soto, Rosa/);
  expect(screen.queryByText("Anular el envío")).toBeNull();
  await tap("Ver sus pasos");
  expect(await screen.findByText(/Lo dijo el banco · Lo dijo el banco$/)).toBeTruthy();
  handed.leave();
});

/** Of the bank's writing, with letters that are no ASCII. */
const LINES = btoa("K7MP-3QX9;0011-0222;Rosa Muñoz\r\n");

const made = (count: number, total: number, name?: string) => ({
  makeBankFile: {
    __typename: "BankFileMade",
    count,
    total,
    file: name ? { id: "f1", name, content: LINES } : null,
  },
});

test("a file for the bank says how many go, and is kept as it was made", async () => {
  choosesFolder();
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    MakeBankFile: made(2, 45362, "envios-1.csv"),
  });
  await tap("Hacer el archivo para el banco");
  await tap("Sí, hacer el archivo");

  expect(await screen.findByText(/^Archivo hecho y guardado: 2 envíos por S\/\s453\.62/)).toBeTruthy();
  expect(await bytesOf("envios-1.csv")).toBe(LINES);
  service.say("MakeBankFile", made(0, 0));
  await tap("Hacer el archivo para el banco");
  await tap("Sí, hacer el archivo");
  expect(await screen.findByText("No hay envíos aprobados que esperen al banco.")).toBeTruthy();
  leave();
});

test("a file that was made and not kept says so, and is kept without being made again", async () => {
  choosesNoFolder();
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    MakeBankFile: made(1, 22681, "envios-2.csv"),
  });
  await tap("Hacer el archivo para el banco");
  await tap("Sí, hacer el archivo");
  expect(
    await screen.findByText(/^El archivo está hecho, con 1 envío por S\/\s226\.81, pero no se guardó/),
  ).toBeTruthy();
  expect(screen.queryByText(/^Archivo hecho y guardado/)).toBeNull();

  choosesFolder();
  await tap("Guardar el archivo");
  expect(await screen.findByText(/^Archivo hecho y guardado: 1 envío por S\/\s226\.81/)).toBeTruthy();
  expect(screen.queryByText(/pero no se guardó/)).toBeNull();
  expect(await bytesOf("envios-2.csv")).toBe(LINES);
  expect(service.sent("MakeBankFile")).toHaveLength(1);
  leave();
});

test("an earlier file can be kept once more, and it says whether it was", async () => {
  choosesNoFolder();
  const { leave } = await atOffice(AT, {
    ...CHIEF,
    BankFiles: {
      bankFiles: [
        { id: "f1", layout: "x", madeAt: "2025-11-05T15:00:00Z", madeBy: "Luis", count: 2, total: 45362 },
      ],
    },
    BankFile: {
      bankFile: {
        __typename: "BankFileContent",
        id: "f1",
        name: "envios-3.csv",
        content: LINES,
      },
    },
  });
  await tap("Ver los archivos hechos");
  await tap(/^el 5 de noviembre/);
  await tap("Guardar otra vez ese archivo");
  expect(await screen.findByText("No se guardó. Toque otra vez.")).toBeTruthy();

  choosesFolder();
  await tap("Guardar otra vez ese archivo");
  expect(await screen.findByText("Archivo guardado.")).toBeTruthy();
  expect(await bytesOf("envios-3.csv")).toBe(LINES);
  leave();
});

test("the bank's answer is read from a file, byte for byte, and once however often it is sent", async () => {
  choosesFolder();
  await keepFile("respuesta.csv", LINES);
  choosesFile("respuesta.csv");
  const { service, leave } = await atOffice(AT, { ...CHIEF, ReadBankAnswers: SILENCE });
  await tap("Leer la respuesta del banco");
  expect(await screen.findByText(/^No hubo respuesta/)).toBeTruthy();

  const read = { __typename: "BankAnswersRead", moved: 2, known: 1, mismatch: 0 };
  service.say("ReadBankAnswers", { readBankAnswers: read });
  await tap("Enviar otra vez la misma respuesta");
  expect(
    await screen.findByText("Leído: 2 envíos cambiaron, 1 ya se sabía, 0 no coinciden con nada."),
  ).toBeTruthy();
  expect(screen.queryByText("Enviar otra vez la misma respuesta")).toBeNull();
  const sent = service.sent("ReadBankAnswers");
  expect(sent[0]).toMatchObject({ establishmentId: "lurigancho", content: LINES });
  expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(1);
  expect(service.sent("BankMismatches").length).toBeGreaterThan(1);
  leave();
});

test("what is no answer of the bank changes nothing, and says why", async () => {
  choosesFolder();
  await keepFile("foto.jpg", LINES);
  await keepFile("grande.csv", btoa("a".repeat(300_001)));
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    ReadBankAnswers: { readBankAnswers: problem("BANK_ANSWERS_INVALID", "Ese archivo no es del banco.") },
  });
  choosesFile(undefined);
  await tap("Leer la respuesta del banco");
  choosesFile("grande.csv");
  await tap("Leer la respuesta del banco");
  expect(await screen.findByText(/^El archivo es demasiado grande/)).toBeTruthy();
  choosesFile("no-esta.csv");
  await tap("Leer la respuesta del banco");
  expect(await screen.findByText("No se pudo leer ese archivo. Elíjalo otra vez.")).toBeTruthy();
  expect(service.sent("ReadBankAnswers")).toEqual([]);

  choosesFile("foto.jpg");
  await tap("Leer la respuesta del banco");
  expect(await screen.findByText("Ese archivo no es del banco.")).toBeTruthy();
  expect(screen.queryByText(/^Leído/)).toBeNull();
  leave();
});

test("what a bank said that fits nothing stands until somebody has dealt with it", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    BankMismatches: {
      bankMismatches: [
        {
          id: "b1",
          remittanceId: null,
          why: "UNKNOWN",
          reference: "9999-9999",
          amount: null,
          said: "PAID",
          bankRef: "B-1",
          readAt: "2025-11-05T15:00:00Z",
        },
      ],
    },
    SeeBankMismatch: { seeBankMismatch: { __typename: "BankMismatchSeen", id: "b1" } },
  });
  expect(await screen.findByText("No hay un envío con ese número")).toBeTruthy();
  await tap("Ya lo resolví");
  await tap("Sí, ya está resuelto");

  expect(await screen.findByText("Resuelto: 9999-9999.")).toBeTruthy();
  expect(service.sent("SeeBankMismatch")).toEqual([{ mismatchId: "b1", requestId: expect.any(String) }]);
  leave();
});

test("money is asked for up to what is free, and the account is never shown again", async () => {
  const { service, leave } = await atOffice("/office/pay/i1", {
    ...CHIEF,
    PersonPay: pay(),
    TiedReaders: { tiedReaders: [{ tieId: "t1", reader: MOTHER }] },
    PersonPockets: {
      personPockets: [
        { kind: "WORKER_PERSONAL", credit: 37803, reserved: 10000 },
        { kind: "WORKER_SAVINGS", credit: 5670, reserved: 0 },
      ],
    },
    AskRemittance: { askRemittance: { __typename: "RemittanceAsked", id: "x9", reference: "K7MP-3QX9" } },
  });
  await tap("Ver sus cuentas y pedir un envío");
  expect(await screen.findByText(/De eso, ya pedido: S\/\s100\.00/)).toBeTruthy();
  await tap("Pedir un envío");
  await choose("Un familiar");
  await choose("Elena Inventada (Madre)");
  await choose(/^Su parte\./);
  await write("Cuánto", "278.04");
  expect(await screen.findByText("Es más de lo que hay libre en esa cuenta.")).toBeTruthy();
  await write("Cuánto", "226.81");
  await write("Número de cuenta en el banco", "0011-0222-0333");
  await write("Titular, como lo conoce el banco", "Elena Inventada");
  await tap("Guardar");
  expect(
    await screen.findByText(/Se apartan S\/\s226\.81 desde ahora; quedan libres S\/\s51\.22/),
  ).toBeTruthy();
  await tap("Sí, guardar");

  expect(await screen.findByText(/^Pedido el envío K7MP-3QX9/)).toBeTruthy();
  expect(service.sent("AskRemittance")).toEqual([
    {
      establishmentId: "lurigancho",
      inmateId: "i1",
      source: "WORKER_PERSONAL",
      amount: 22681,
      to: { payee: "FAMILY", account: "0011-0222-0333", name: "Elena Inventada", tieId: "t1" },
      requestId: expect.any(String),
    },
  ]);
  expect(screen.queryByDisplayValue("0011-0222-0333")).toBeNull();
  leave();
});
