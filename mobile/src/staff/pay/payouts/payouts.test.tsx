import { screen } from "@testing-library/react-native";
import { Share } from "react-native";
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

test("a file for the bank says how many go, and is kept", async () => {
  const kept = jest.spyOn(Share, "share").mockResolvedValue({ action: Share.sharedAction });
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    MakeBankFile: {
      makeBankFile: {
        __typename: "BankFileMade",
        count: 2,
        total: 45362,
        file: { id: "f1", name: "envios.csv", content: "YQ==" },
      },
    },
  });
  await tap("Hacer el archivo para el banco");
  await tap("Sí, hacer el archivo");

  expect(await screen.findByText(/^Archivo hecho: 2 envíos por S\/\s453\.62/)).toBeTruthy();
  expect(kept).toHaveBeenCalledWith({ title: "envios.csv", message: "a" });
  service.say("MakeBankFile", {
    makeBankFile: { __typename: "BankFileMade", count: 0, total: 0, file: null },
  });
  await tap("Sí, hacer el archivo");
  expect(await screen.findByText("No hay envíos aprobados que esperen al banco.")).toBeTruthy();
  kept.mockRestore();
  leave();
});

test("an earlier file can be kept once more", async () => {
  const { leave } = await atOffice(AT, {
    ...CHIEF,
    BankFiles: {
      bankFiles: [
        { id: "f1", layout: "x", madeAt: "2025-11-05T15:00:00Z", madeBy: "Luis", count: 2, total: 45362 },
      ],
    },
    BankFile: { bankFile: { __typename: "BankFileContent", id: "f1", name: "envios.csv", content: "YQ==" } },
  });
  await tap("Ver los archivos hechos");
  await tap(/^el 5 de noviembre/);
  expect(await screen.findByText("Guardar otra vez ese archivo")).toBeTruthy();
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
