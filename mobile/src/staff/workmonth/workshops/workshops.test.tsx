import { screen, userEvent, within } from "@testing-library/react-native";
import { today } from "@/l10n/dates";
import { atOffice, choose, held, me, tap, write } from "@/testing/office";
import { problem, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";
import { LUZ, workshop } from "@/testing/work";
import { rateOf } from "./AddPrice";
import { CHIEF, person } from "./invented";
// A room is a chunk of its own: read before anything waits for it.
import "../MonthScreens";

const changed = (name: string) => ({ [name]: { __typename: "WorkChanged", id: "x1" } });
test("workshops stand by name; those that ended say so", async () => {
  const { leave } = await atOffice("/office/workshops", CHIEF);

  expect(await screen.findByText("Muebles · Taller de una empresa · 2 personas")).toBeTruthy();
  expect(screen.getByText("Terminó el 31/05/2025")).toBeTruthy();
  expect(screen.getByRole("link", { name: /^Carpintería/ }).props.href).toBe("/office/workshops/w1");
  leave();
});

test("none yet, and no signal", async () => {
  const none = await atOffice("/office/workshops", { ...CHIEF, Workshops: { workshops: page([]) } });
  expect(await screen.findByText("Este lugar todavía no tiene talleres.")).toBeTruthy();
  none.leave();

  const silent = await atOffice("/office/workshops", { ...CHIEF, Workshops: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();
});

test("a workshop is added", async () => {
  const { service, leave } = await atOffice("/office/workshops", {
    ...CHIEF,
    AddWorkshop: changed("addWorkshop"),
  });
  await tap("Agregar un taller");
  await write("Nombre del taller", "Panadería");
  await write("Oficio", "Pan");
  await write("Dónde queda", "Patio 2");
  await choose("Capacitación");
  await tap("Guardar el taller");

  expect(await screen.findByText("Taller agregado.")).toBeTruthy();
  expect(service.sent("AddWorkshop")).toEqual([
    {
      establishmentId: "lurigancho",
      name: "Panadería",
      trade: "Pan",
      place: "Patio 2",
      modality: "TRAINING",
      openedOn: today(),
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("a Sunday that may count is kept by the number of its act", async () => {
  const { service, leave } = await atOffice("/office/workshops", {
    ...CHIEF,
    AuthoriseDay: changed("authoriseDay"),
  });
  await tap("Autorizar un domingo o feriado");
  await write("Día", "06122026");
  await write("Número del acta", "CTP-12");
  await write("Motivo que dice el acta", "Entrega urgente");
  await tap("Guardar la autorización");

  expect(await screen.findByText(/el trabajo del domingo 6 de diciembre/)).toBeTruthy();
  expect(service.sent("AuthoriseDay")).toEqual([
    {
      establishmentId: "lurigancho",
      onDay: "2026-12-06",
      number: "CTP-12",
      reason: "Entrega urgente",
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("twelve months can be read line by line, whatever is measured", async () => {
  const { leave } = await atOffice("/office/workshops/w1", CHIEF);

  const chart = await screen.findByLabelText("Mes por mes");
  expect(chart).toHaveTextContent(/septiembre de 2025.*S\/\s120\.00.*octubre de 2025.*S\/\s1,840\.0525/);
  await choose("Horas");
  expect(within(chart).getByText("189 h")).toBeTruthy();
  await choose("Piezas");
  expect(within(chart).getByText("1,517")).toBeTruthy();
  await choose("Personas");
  expect(within(chart).getByText("2 personas")).toBeTruthy();
  leave();
});

test("prices and agreements are told as they hold", async () => {
  const { leave } = await atOffice("/office/workshops/w1", CHIEF);

  expect(await screen.findByText(/^Por pieza: S\/\s1\.35$/)).toBeTruthy();
  expect(screen.getByText("Parte de la venta: 12.5 %")).toBeTruthy();
  expect(await screen.findByText("Ya terminó")).toBeTruthy();
  expect(screen.getByText(/12 puestos, se paga el día 5/)).toBeTruthy();
  leave();
});

test("a price says before it is kept from when it holds, and never takes a wrong figure", async () => {
  const { service, leave } = await atOffice("/office/workshops/w1", {
    ...CHIEF,
    AddPrice: { addPrice: { __typename: "PriceAdded", id: "p3", supersedes: "p1" } },
  });
  await tap("Agregar un precio");
  await write("Producto", "Mesa");
  await write("Operación", "Armado");
  await write("Soles", "1.35.0");
  expect(await screen.findByText("Escriba solo números, como 1.35.")).toBeTruthy();
  expect(screen.queryByText("Guardar el precio")).toBeNull();
  await write("Soles", "1,4");
  await tap("Guardar el precio");
  expect(await screen.findByText(/^Mesa · Armado: S\/\s1\.4 por pieza, desde el/)).toBeTruthy();
  await tap("Sí, guardar");

  expect(await screen.findByText("Precio agregado en lugar del anterior.")).toBeTruthy();
  expect(service.sent("AddPrice")).toEqual([
    {
      workshopId: "w1",
      product: "Mesa",
      operation: "Armado",
      basis: "PIECE",
      rate: "1.4",
      validFrom: today(),
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("rates are decimal text of at most four places; a share is of the sale", () => {
  expect(rateOf("PIECE", "1.3525")).toBe("1.3525");
  expect(rateOf("PIECE", "1.35255")).toBeUndefined();
  expect(rateOf("SALE_SHARE", "60")).toBe("0.6");
  expect(rateOf("ZERO", "")).toBe("0");
});

test("an agreement is kept with its days, places and terms", async () => {
  const { service, leave } = await atOffice("/office/workshops/w1", {
    ...CHIEF,
    AddAgreement: changed("addAgreement"),
  });
  await tap("Agregar un convenio");
  await write("Número del convenio", "9-2026");
  await write("Con quién", "Cueros Fingidos");
  await write("Día de la firma", "01/10/2026");
  await write("Primer día que vale", "15/09/2026");
  expect(await screen.findByText("Debe ser el día de la firma o después.")).toBeTruthy();
  await write("Primer día que vale", "15/10/2026");
  await write("Puestos de trabajo", "12");
  await write("Día del mes en que paga", "5");
  await write("Condiciones, como están escritas", "Paga por pieza");
  await tap("Guardar el convenio");

  expect(await screen.findByText("Convenio agregado.")).toBeTruthy();
  expect(service.sent("AddAgreement")).toEqual([
    {
      workshopId: "w1",
      number: "9-2026",
      partner: "Cueros Fingidos",
      signedOn: "2026-10-01",
      validFrom: "2026-10-15",
      places: 12,
      payDueDay: 5,
      terms: { text: "Paga por pieza" },
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("an agreement in force is ended before its time, by a day that can be", async () => {
  const inForce = {
    id: "a2",
    number: "8-2026",
    partner: "Cueros Fingidos",
    signedOn: "2026-01-01",
    validFrom: "2026-01-02",
    validTo: "2098-12-31",
    places: 12,
    payDueDay: 5,
    terms: {},
    endedOn: null,
  };
  const { service, leave } = await atOffice("/office/workshops/w1", {
    ...CHIEF,
    WorkshopAgreements: { workshopAgreements: page([inForce]) },
    EndAgreement: changed("endAgreement"),
  });
  await tap("Terminar antes este convenio");
  await write("Último día del convenio", "31/12/2025");
  expect(await screen.findByText("Debe ser el día de la firma o después.")).toBeTruthy();
  await write("Último día del convenio", "31/12/2098");
  expect(await screen.findByText("Debe ser antes del último día que ya tiene.")).toBeTruthy();
  expect(screen.queryByText("Terminar el convenio")).toBeNull();
  await write("Último día del convenio", "30/11/2026");
  await tap("Terminar el convenio");
  expect(await screen.findByText(/Quienes están inscritos siguen en el taller/)).toBeTruthy();
  await tap("Sí, terminar");

  expect(await screen.findByText("El convenio 8-2026 termina el 30/11/2026.")).toBeTruthy();
  expect(service.sent("EndAgreement")).toEqual([
    { agreementId: "a2", endedOn: "2026-11-30", requestId: expect.any(String) },
  ]);
  leave();
});

test("a workshop says how many of its places are taken, and that it is full", async () => {
  const { leave } = await atOffice("/office/workshops/w1", {
    ...CHIEF,
    Workshops: { workshops: page([workshop({ people: 2, places: 2 })]) },
  });

  expect(await screen.findByText("2 de 2 puestos del convenio")).toBeTruthy();
  await tap("Inscribir a una persona");
  expect(await screen.findByText(/espere a que alguien salga o agregue otro convenio/)).toBeTruthy();
  leave();
});

test("somebody is found, and enrolled by the day they signed", async () => {
  const { service, leave } = await atOffice("/office/workshops/w1", {
    ...CHIEF,
    Inmates: { inmates: page([held("i9")]) },
    Enrol: { enrol: problem("WORK_NOT_POSSIBLE", "Ya está en otro taller.") },
  });
  await tap("Inscribir a una persona");
  await write("Nombre, apellido o número de registro", "Rojas");
  await tap("Buscar");
  await tap("Rojas Paredes, Miguel Ángel");
  await write("Día en que firmó que quiere trabajar", "01/12/2098");
  expect(await screen.findByText(/Debe ser hoy o antes/)).toBeTruthy();
  await write("Día en que firmó que quiere trabajar", "01/10/2026");
  expect(screen.queryByText("Inscribir")).toBeNull();
  await write("Número de la hoja que firmó", "31-2026");
  await tap("Inscribir");
  expect(await screen.findByText(/Firmó la hoja 31-2026 el 01\/10\/2026: puede retirar/)).toBeTruthy();
  await tap("Sí, inscribir");

  expect(await screen.findByText("Ya está en otro taller.")).toBeTruthy();
  service.say("Enrol", changed("enrol"));
  await tap("Sí, inscribir");
  expect(await screen.findByText("Inscrita en el taller: Miguel Ángel Rojas Paredes.")).toBeTruthy();
  expect(service.sent("Enrol")[1]).toEqual({
    inmateId: "i9",
    workshopId: "w1",
    startedOn: today(),
    consentOn: "2026-10-01",
    consentAct: "31-2026",
    requestId: expect.any(String),
  });
  leave();
});

test("who is in a workshop is there by a sheet, and goes by another", async () => {
  const papers = { consentAct: "31-2026", withdrawnOn: "2026-03-01", withdrawnAct: "32-2026" };
  const { WorkDay } = CHIEF;
  const people = [person(papers), person({ enrolmentId: "e2", worker: LUZ })];
  const { leave } = await atOffice("/office/workshops/w1", {
    ...CHIEF,
    WorkDay: { workDay: { ...WorkDay.workDay, people } },
  });

  await tap("Inventada Soto, Rosa");
  expect(await screen.findByText("Firmó el 01/01/2025, hoja 31-2026.")).toBeTruthy();
  expect(screen.getByText("Lo retiró el 01/03/2026, hoja 32-2026.")).toBeTruthy();
  await tap("Supuesta Vega, Luz");
  expect(await screen.findByText("Firmó el 01/01/2025; la hoja no está anotada.")).toBeTruthy();
  leave();
});

test("somebody goes out by their own word, or by another reason", async () => {
  const { service, leave } = await atOffice("/office/workshops/w1", {
    ...CHIEF,
    WithdrawWorkConsent: changed("withdrawWorkConsent"),
    EndEnrolment: changed("endEnrolment"),
  });
  await tap("Inventada Soto, Rosa");
  await choose("Retira su palabra de trabajar");
  await write("Número de la hoja en que lo retira (si la hay)", "32-2026");
  await tap("Sacar del taller");
  await tap("Sí, es su último día");
  expect(await screen.findByText(/^El último día de Inventada Soto, Rosa es el/)).toBeTruthy();
  expect(service.sent("WithdrawWorkConsent")).toEqual([
    { enrolmentId: "e1", withdrawnOn: today(), act: "32-2026", requestId: expect.any(String) },
  ]);

  await choose("Traslado");
  if (screen.queryByText("Sacar del taller")) await tap("Sacar del taller");
  await tap("Sí, es su último día");
  expect(service.sent("EndEnrolment")).toEqual([
    { enrolmentId: "e1", endedOn: today(), reason: "TRANSFER", requestId: expect.any(String) },
  ]);
  leave();
});

test("the end of a workshop says how many are in it", async () => {
  const { service, leave } = await atOffice("/office/workshops/w1", {
    ...CHIEF,
    EndWorkshop: changed("endWorkshop"),
  });
  await tap("Terminar el taller");
  await write("Último día del taller", "01/01/2020");
  expect(await screen.findByText(/no antes de que el taller empezara/)).toBeTruthy();
  await write("Último día del taller", "02/03/2026");
  const [, button] = await screen.findAllByText("Terminar el taller");
  if (button) await userEvent.press(button);
  expect(await screen.findByText(/es el 02\/03\/2026.*2 personas/s)).toBeTruthy();
  await tap("Sí, terminar");

  expect(service.sent("EndWorkshop")).toEqual([
    { workshopId: "w1", closedOn: "2026-03-02", requestId: expect.any(String) },
  ]);
  leave();
});

test("a supervisor sees a workshop and changes nothing of it", async () => {
  const { leave } = await atOffice("/office/workshops/w1", {
    ...CHIEF,
    Me: me(["lurigancho", "WORK_SUPERVISOR"]),
  });

  expect(await screen.findByText(/^Por pieza/)).toBeTruthy();
  for (const words of [
    "Agregar un precio",
    "Agregar un convenio",
    "Inscribir a una persona",
    "Terminar el taller",
  ])
    expect(screen.queryByText(words)).toBeNull();
  leave();
});
