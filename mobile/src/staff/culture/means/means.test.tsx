import { screen, within } from "@testing-library/react-native";
import { listed, programme } from "@/staff/programmes/invented";
import { atOffice, choose, tap, write } from "@/testing/office";
import { problem } from "@/testing/service";
import { budget, CHANGED, COORDINATOR, contribution, line, partner } from "../invented";
// A room is a chunk of its own: read before anything waits for it.
import "../CultureScreens";

const PARTNERS = "/office/partners/2025";
const BUDGET = "/office/budget/2025";
const SOLES = (amount: string) => `S/\u00a0${amount}`;
const PROGRAMMES = { Programmes: { programmes: [programme()] } };
const given = (...of: object[]) => ({ Contributions: { contributions: of } });
const partners = (...of: object[]) => ({ Partners: { partners: of } });

test("where nobody helps yet it says what to do; a partner is added with what it is", async () => {
  const { service, leave } = await atOffice(PARTNERS, {
    ...COORDINATOR,
    ...PROGRAMMES,
    ...partners(),
    ...given(),
    AddPartner: { addPartner: problem("ALREADY_DECIDED", "Ya está.") },
  });
  expect(await screen.findByText(/Todavía no hay aliados/)).toBeTruthy();
  expect(await screen.findByText(/Primero agregue a quien aporta/)).toBeTruthy();
  expect(screen.queryByText("Anotar un aporte")).toBeNull();
  await tap("Agregar un aliado");
  await tap("Guardar");
  expect(await screen.findByText("Escriba cómo se llama.")).toBeTruthy();
  await choose("Recitales");
  await choose("Museo");
  await write("Nombre del aliado", "Museo Supuesto");
  await tap("Guardar");
  expect(await screen.findByText("Ya está.")).toBeTruthy();
  service.say("AddPartner", { addPartner: CHANGED });
  service.say("Partners", { partners: [partner()] });
  await tap("Guardar");

  expect(await screen.findByText("Agregado: Museo Supuesto.")).toBeTruthy();
  expect(await screen.findByText("Museo · Recitales")).toBeTruthy();
  expect(service.sent("AddPartner")[1]).toEqual({
    establishmentId: "lurigancho",
    programmeId: "p1",
    name: "Museo Supuesto",
    kind: "MUSEUM",
    note: "",
    requestId: expect.any(String),
  });
  leave();
});

test("money needs its amount, goods may have none; amounts are typed as people write them", async () => {
  const { service, leave } = await atOffice(PARTNERS, {
    ...COORDINATOR,
    ...partners(partner(), partner({ id: "a2", name: "Empresa Fingida", kind: "COMPANY" })),
    ...given(),
    OfficeEvents: listed({ title: "Coro" }, { title: "Otra", programmeId: "p9" }),
    AddContribution: { addContribution: CHANGED },
  });
  await tap("Anotar un aporte");
  await tap("Guardar");
  expect(await screen.findByText("Elija quién aporta.")).toBeTruthy();
  expect(screen.getByText("Escriba qué aporta.")).toBeTruthy();
  expect(screen.getByText("Escriba cuánto.")).toBeTruthy();
  await choose(/^Empresa Fingida/);
  await write("Qué aporta", "Transporte");
  await write("Cuánto", "0");
  await write("Qué día", "02/05/2025");
  await tap("Guardar");
  expect(service.sent("AddContribution")).toEqual([]);
  await write("Cuánto", "S/ 1,250.50");
  await tap("Decir de qué actividad (si quiere)");
  expect(await screen.findByRole("radio", { name: /^Coro/ })).toBeTruthy();
  expect(screen.queryByText("Otra")).toBeNull();
  await choose(/^Coro/);
  await tap("Guardar");
  expect(await screen.findByText("Aporte anotado.")).toBeTruthy();

  await tap("Anotar un aporte");
  await choose(/^Museo Supuesto/);
  await choose("en bienes o servicios");
  await write("Qué aporta", "Diez violines");
  await write("Qué día", "02/05/2025");
  await tap("Guardar");
  expect(await screen.findByText("Aporte anotado.")).toBeTruthy();
  expect(service.sent("AddContribution").map(({ contribution: sent }) => sent)).toEqual([
    {
      partnerId: "a2",
      kind: "CASH",
      worth: 125050,
      what: "Transporte",
      givenOn: "2025-05-02",
      eventId: "e1",
    },
    {
      partnerId: "a1",
      kind: "IN_KIND",
      worth: null,
      what: "Diez violines",
      givenOn: "2025-05-02",
      eventId: null,
    },
  ]);
  leave();
});

test("a gift is corrected by another one; what was corrected stays in sight and counts no more", async () => {
  const before = contribution({ id: "c0", what: "Mal anotado", worth: 9900000, corrected: true });
  const { service, leave } = await atOffice(PARTNERS, {
    ...COORDINATOR,
    ...partners(partner()),
    ...given(contribution(), before, contribution({ id: "c2", what: "Partituras", worth: null })),
    AddContribution: { addContribution: CHANGED },
  });
  expect(await screen.findByText("Corregido: ya no cuenta")).toBeTruthy();
  const total = within(screen.getByLabelText("En total"));
  expect(total.getByText(SOLES("1,250.50"))).toBeTruthy();
  expect(total.getByText("1")).toBeTruthy();
  await tap("Diez violines");
  await tap("Corregir");
  await write("Qué aporta", "Nueve violines");
  await write("Cuánto vale (si se sabe)", "1,125.45");
  await tap("Guardar");

  expect(await screen.findByText("Aporte corregido.")).toBeTruthy();
  expect(service.sent("AddContribution")).toEqual([
    {
      establishmentId: "lurigancho",
      contribution: {
        partnerId: "a1",
        kind: "IN_KIND",
        worth: 112545,
        what: "Nueve violines",
        givenOn: "2025-05-02",
        eventId: null,
      },
      corrects: "c1",
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("another year is one tap away, and says so to readers of the screen", async () => {
  const { service, leave } = await atOffice(PARTNERS, { ...COORDINATOR, ...partners(partner()), ...given() });
  await screen.findByText(/En 2025 no hay aportes anotados/);
  expect(screen.getByRole("link", { name: "Año 2024" }).props.href).toBe("/office/partners/2024");
  await tap("Antes");
  expect(await screen.findByText("Año 2024")).toBeTruthy();
  expect(service.sent("Contributions").map(({ year }) => year)).toEqual([2025, 2024]);
  leave();
});

test("a budget without lines says what to do; a line names its source, and the partner who pays", async () => {
  const { service, leave } = await atOffice(BUDGET, {
    ...COORDINATOR,
    Programmes: {
      programmes: [
        programme({ seasons: [{ id: "s1", title: "Verano", firstOn: "2025-01-01", lastOn: "2025-03-31" }] }),
      ],
    },
    ...partners(partner(), partner({ id: "a2", name: "De otro", programmeId: "p9" })),
    Budget: budget([]),
    AddBudgetLine: { addBudgetLine: CHANGED },
  });
  expect(await screen.findByText(/En 2025 no hay presupuesto anotado/)).toBeTruthy();
  await tap("Agregar una línea");
  await tap("Guardar");
  expect(await screen.findByText("Escriba qué se necesita.")).toBeTruthy();
  expect(screen.getByText("Elija quién paga.")).toBeTruthy();
  await choose("Recitales");
  await write("Qué se necesita", "Instrumentos");
  await write("Cuánto se planea", "5,000");
  await choose("Un aliado");
  await tap("Guardar");
  expect(await screen.findByText("Elija qué aliado paga.")).toBeTruthy();
  expect(screen.queryByText("De otro")).toBeNull();
  expect(service.sent("AddBudgetLine")).toEqual([]);
  await choose("Museo Supuesto");
  await tap("Decir de qué temporada o actividad (si quiere)");
  await choose("Verano");
  await tap("Guardar");

  expect(await screen.findByText("Agregada: Instrumentos.")).toBeTruthy();
  expect(service.sent("AddBudgetLine")).toEqual([
    {
      establishmentId: "lurigancho",
      line: {
        programmeId: "p1",
        seasonId: "s1",
        eventId: null,
        year: 2025,
        source: "PARTNER",
        partnerId: "a1",
        item: "Instrumentos",
        planned: 500000,
      },
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("what is spent is added with its paper, and taken back by another line, never by more than was spent", async () => {
  const { service, leave } = await atOffice(BUDGET, {
    ...COORDINATOR,
    Budget: budget([line()]),
    AddSpending: { addSpending: CHANGED },
  });
  expect(
    await screen.findByText(`Se gastó ${SOLES("1,250.50")} de ${SOLES("5,000.00")} planeados: 25 %.`),
  ).toBeTruthy();
  await tap("Instrumentos");
  expect(await screen.findByText("10/04/2025 · F001-22")).toBeTruthy();
  await tap("Anotar un gasto o una corrección");
  await tap("Guardar");
  expect(await screen.findByText("Escriba el número.")).toBeTruthy();
  await write("Cuánto", "S/ 300");
  await write("Número del comprobante", "F001-23");
  await write("Qué día", "31/12/2024");
  expect(await screen.findByText("Esta línea vale desde el 01/01/2025.")).toBeTruthy();
  await tap("Guardar");
  expect(service.sent("AddSpending")).toEqual([]);
  await write("Qué día", "11/04/2025");
  await tap("Guardar");
  expect(await screen.findByText(`Anotado: ${SOLES("300.00")}.`)).toBeTruthy();

  await tap("Anotar un gasto o una corrección");
  await choose(/^Una corrección/);
  await write("Cuánto", "2,000");
  await write("Número del comprobante", "F001-23");
  await write("Qué día", "11/04/2025");
  expect(await screen.findByText(/no se puede restar más que eso/)).toBeTruthy();
  await tap("Guardar");
  expect(service.sent("AddSpending")).toHaveLength(1);
  await write("Cuánto", "50.50");
  await tap("Guardar");
  expect(await screen.findByText(`Anotado: −${SOLES("50.50")}.`)).toBeTruthy();
  expect(service.sent("AddSpending").map(({ requestId: _, ...sent }) => sent)).toEqual([
    { lineId: "l1", amount: 30000, spentOn: "2025-04-11", document: "F001-23" },
    { lineId: "l1", amount: -5050, spentOn: "2025-04-11", document: "F001-23" },
  ]);
  leave();
});

test("a line is closed after it was asked about; of a closed one only corrections are written", async () => {
  const { service, leave } = await atOffice(BUDGET, {
    ...COORDINATOR,
    Budget: budget([line()]),
    EndBudgetLine: { endBudgetLine: CHANGED },
  });
  await tap("Instrumentos");
  await tap("Cerrar la línea");
  expect(service.sent("EndBudgetLine")).toEqual([]);
  service.say("Budget", budget([line({ ended: true, spent: 600000 })], { spent: 600000 }));
  await tap("Sí, cerrar");
  expect(await screen.findByText("Cerrada: Instrumentos.")).toBeTruthy();
  expect(await screen.findByText("Cerrada: no se gasta más de ella")).toBeTruthy();
  expect(screen.getByText(`Se gastó ${SOLES("1,000.00")} más de lo planeado.`)).toBeTruthy();
  await tap("Anotar una corrección");
  expect(await screen.findByRole("radio", { name: /^Una corrección/ })).toBeTruthy();
  expect(screen.queryByText("Un gasto")).toBeNull();
  leave();
});
