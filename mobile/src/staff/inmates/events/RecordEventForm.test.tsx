import { screen } from "@testing-library/react-native";
import { figures, today } from "@/l10n/dates";
import { atOffice, choose, held, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";
import { said } from "./EventFacts";
import { mayFollow } from "./possible";

const NEEDED = { recordCustodyEvent: problem("STEP_UP_NEEDED", "Escriba otra vez su código.") };
const recorded = (calledOff: number) => ({
  recordCustodyEvent: { __typename: "Changed", id: "e9", calledOff },
});
const place = (id: string, name: string) => ({
  id,
  name,
  department: "Áncash",
  province: null,
  district: null,
  sexHeld: "M",
});

async function recording(answers: Record<string, unknown>, about: object = {}) {
  const shown = await atOffice("/office/people", {
    Inmates: { inmates: page([held("i1", about)]) },
    CustodyEvents: { custodyEvents: page([]) },
    InmateTies: { inmateTies: page([]) },
    ...answers,
  });
  await write("Nombre, apellido o número de registro", "rojas");
  await tap("Buscar");
  await tap("Rojas Paredes, Miguel Ángel");
  await tap("Registrar un hecho");
  return shown;
}

async function record() {
  await tap("Registrar");
  await tap("Sí, registrar");
}

test("what may follow depends on where somebody stands", () => {
  expect(mayFollow("HELD")).toContain("OUTING");
  expect(mayFollow("HELD")).not.toContain("RETURN");
  expect(mayFollow("OUTSIDE")).toContain("RETURN");
  expect(mayFollow("MONITORED")).toContain("BENEFIT_REVOKED");
  expect(mayFollow("MONITORED")).not.toContain("TRANSFER");
});

test("an event says what its kind needs, and nothing of another kind", () => {
  expect(said("TRANSFER", {})).toBeUndefined();
  expect(said("TRANSFER", { to: "huaraz", until: "2036-01-01" })).toEqual({ toEstablishmentId: "huaraz" });
  expect(said("TRANSFER", { to: "huaraz", secretUntil: "2036-01-01" })).toEqual({
    toEstablishmentId: "huaraz",
    secretUntil: "2036-01-01",
  });
  expect(said("REGIME_CHANGE", {})).toBeUndefined();
  expect(said("REGIME_CHANGE", { regime: "OPEN" })).toEqual({ regime: "OPEN" });
  expect(said("STAGE_CHANGE", { stage: "A" })).toEqual({ stage: "A" });
  expect(said("PAVILION_CHANGE", {})).toBeUndefined();
  expect(said("OUTING", {})).toEqual({});
  expect(said("DEATH", { to: "huaraz" })).toEqual({});
});

test("a transfer names its destination; the code is asked for in place; visits called off are told", async () => {
  const { service, leave } = await recording({
    Establishments: { establishments: page([place("huaraz", "Huaraz"), place("ica", "Ica")]) },
    RecordCustodyEvent: NEEDED,
    StepUp: { stepUp: { __typename: "SteppedUp", until: "2036-11-22T14:05:00Z" } },
  });
  await choose("Traslado");
  expect(screen.queryByText("Registrar")).toBeNull();
  await write("¿A qué lugar?", "huar");
  await choose(/^Huaraz/);
  await write("En reserva hasta (si hace falta)", "24122036");

  await tap("Registrar");
  expect(screen.getByText(/Miguel Ángel Rojas Paredes: Traslado/)).toBeTruthy();
  await tap("Sí, registrar");
  expect(await screen.findByText(/escriba el código que muestra su autenticador/)).toBeTruthy();
  service.say("RecordCustodyEvent", recorded(2));
  await write("Código de autenticación", "222222");
  await tap("Continuar");

  expect(await screen.findByText("Registrado. Se cancelaron 2 visitas.")).toBeTruthy();
  const [, done] = service.sent("RecordCustodyEvent");
  expect(done).toEqual({
    inmateId: "i1",
    kind: "TRANSFER",
    effectiveOn: today(),
    toEstablishmentId: "huaraz",
    secretUntil: "2036-12-24",
    requestId: expect.any(String),
  });
  // Events are read again, and so is the search in which the person was found.
  expect(service.sent("CustodyEvents").length).toBeGreaterThan(1);
  expect(service.sent("Inmates")).toHaveLength(2);
  leave();
});

test("who leaves the place stays in sight until the office has read what became of it", async () => {
  const { service, leave } = await recording({
    RecordCustodyEvent: () => {
      service.say("Inmates", { inmates: page([]) });
      return recorded(0);
    },
  });
  await choose("Libertad");
  await record();

  expect(await screen.findByText("Registrado. No había visitas que cancelar.")).toBeTruthy();
  expect(screen.getByText("Miguel Ángel Rojas Paredes")).toBeTruthy();
  leave();
});

test("who was read by an address is read again after an event", async () => {
  const { service, leave } = await atOffice("/office/people/i1", {
    Inmate: { inmate: held("i1") },
    CustodyEvents: { custodyEvents: page([]) },
    InmateTies: { inmateTies: page([]) },
    RecordCustodyEvent: () => {
      service.say("Inmate", { inmate: held("i1", { status: "OUTSIDE", held: false }) });
      return recorded(0);
    },
  });
  await tap("Registrar un hecho");
  await choose("Salida temporal");
  await record();

  expect(await screen.findByText("Salió por un tiempo: ahora no recibe visitas aquí.")).toBeTruthy();
  expect(service.sent("Inmate")).toHaveLength(2);
  leave();
});

test("who leaves the place stays in sight when they were read by an address", async () => {
  const { service, leave } = await atOffice("/office/people/i1", {
    Inmate: { inmate: held("i1") },
    CustodyEvents: { custodyEvents: page([]) },
    InmateTies: { inmateTies: page([]) },
    RecordCustodyEvent: () => {
      service.say("Inmate", refusal("NOT_FOUND", "No está."));
      return recorded(0);
    },
  });
  await tap("Registrar un hecho");
  await choose("Libertad");
  await record();

  expect(await screen.findByText("Registrado. No había visitas que cancelar.")).toBeTruthy();
  expect(screen.getByText("DEMO-100003")).toBeTruthy();
  leave();
});

test("a stage is one of the regime's; a building one of the place's", async () => {
  const { service, leave } = await recording({
    Pavilions: { pavilions: page([{ id: "p2", name: "2", sexHeld: "M" }]) },
    RecordCustodyEvent: SILENCE,
  });
  await choose("Cambio de etapa");
  expect(screen.queryByRole("radio", { name: "Etapa A" })).toBeNull();
  await choose("Máxima seguridad");
  await choose("Cambio de pabellón");
  expect(screen.queryByText("Registrar")).toBeNull();
  await choose("Pabellón 2");
  await record();

  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  service.say("RecordCustodyEvent", recorded(1));
  await tap("Sí, registrar");
  expect(await screen.findByText("Registrado. Se canceló 1 visita.")).toBeTruthy();
  const [first, second] = service.sent("RecordCustodyEvent");
  expect(first).toMatchObject({ kind: "PAVILION_CHANGE", pavilionId: "p2" });
  expect(second).toEqual(first);
  leave();
});

test("nothing is recorded before it happened, and a death is told by a person", async () => {
  const { service, leave } = await recording({});
  await choose("Fallecimiento");
  expect(screen.getByText(/No sale ningún aviso automático/)).toBeTruthy();
  expect(screen.getByLabelText("¿Desde qué día?").props.value).toBe(figures(today()));

  await write("¿Desde qué día?", "24122036");

  expect(screen.getByText("Solo se registra lo que ya pasó.")).toBeTruthy();
  expect(screen.queryByText("Registrar")).toBeNull();
  expect(service.sent("RecordCustodyEvent")).toEqual([]);
  leave();
});

test("what does not agree with the register is told in the service's words", async () => {
  const refused = { recordCustodyEvent: problem("CUSTODY_NOT_POSSIBLE", "Ese cambio no cuadra.") };
  const { leave } = await recording({ RecordCustodyEvent: refused }, { regime: "OPEN", stage: null });
  await choose("Cambio de etapa");
  expect(screen.getByText("El régimen Abierto no tiene etapas.")).toBeTruthy();
  await choose("Cambio de régimen");
  await choose("Cerrado especial");
  await choose("Etapa A");
  await record();

  expect(await screen.findByText("Ese cambio no cuadra.")).toBeTruthy();
  leave();
});
