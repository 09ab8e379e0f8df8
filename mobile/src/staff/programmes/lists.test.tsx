import { screen, waitFor } from "@testing-library/react-native";
import { atOffice, choose, held, me, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";
import { BLANK } from "./content";
import { content, draft, event, listed, PLAIN_DAYS, programme } from "./invented";
// A room is a chunk of its own: read before anything waits for it.
import "./ProgrammeScreens";

const COORDINATOR = { Me: me(["lurigancho", "PROGRAMME_COORDINATOR"]), CalendarDays: PLAIN_DAYS };
const DIRECTOR = { Me: me(["lurigancho", "DIRECTOR"]) };
const AT = "/office/events";
const programmes = (...of: object[]) => ({ Programmes: { programmes: of } });

test("each event says how far it is, when it is next and who comes; those past are another list", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvents: listed(
      { draft: "OPEN" },
      { draft: "SUBMITTED", title: "Muestra de cerámica", nextAt: null },
      { state: "RELEASED", draft: null, title: "Coro", going: 12, waiting: 3 },
      { state: "RELEASED", draft: "OPEN", title: "Teatro" },
      { state: "CANCELLED", draft: null, title: "Feria" },
    ),
  });

  expect(await screen.findByText("Borrador")).toBeTruthy();
  expect(screen.getByText("Espera a la dirección")).toBeTruthy();
  expect(screen.getByText("Con cambios sin enviar")).toBeTruthy();
  expect(screen.getAllByText("Publicada")).toHaveLength(2);
  expect(screen.getByText("Cancelada")).toBeTruthy();
  expect(
    screen.getByText(/sábado 6 de diciembre de 2036, 3:30.* · 3 fechas · van 12 · 3 en espera/),
  ).toBeTruthy();
  expect(screen.getByText(/Sin fecha por venir/)).toBeTruthy();
  expect(screen.getByRole("link", { name: /^Coro/ }).props.href).toBe("/office/events/e3");
  expect(screen.queryByText("Emergencia")).toBeNull();

  service.say("OfficeEvents", listed());
  await choose("Pasadas");
  expect(await screen.findByText("Todavía no hubo actividades.")).toBeTruthy();
  expect(service.sent("OfficeEvents").map(({ past }) => past)).toEqual([false, true]);
  leave();
});

test("a long list goes on by pages", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvents: { officeEvents: page(listed({ title: "Coro" }).officeEvents.nodes, "c1") },
  });
  await screen.findByText("Coro");
  service.say("OfficeEvents", listed({ id: "e9", title: "Teatro" }));
  await tap("Ver más");

  expect(await screen.findByText("Teatro")).toBeTruthy();
  expect(screen.getByText("Coro")).toBeTruthy();
  leave();
});

test("no signal and not allowed: each says so; whoever plans nothing sees nothing of it", async () => {
  const silent = await atOffice(AT, { ...COORDINATOR, OfficeEvents: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();

  const refused = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvents: refusal("NOT_ALLOWED", "No tiene permiso."),
  });
  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  refused.leave();

  const gate = await atOffice(AT, { Me: me(["lurigancho", "GATE_OFFICER"]) });
  await screen.findByText("Visitas de hoy");
  expect(gate.service.sent("OfficeEvents")).toEqual([]);
  gate.leave();
});

test("the first screen says what waits for the director and what is next", async () => {
  const { leave } = await atOffice("/", {
    ...COORDINATOR,
    OfficeEvents: listed({ draft: "SUBMITTED" }, { state: "RELEASED", draft: null }),
  });

  expect(
    await screen.findByText(/^1 espera a la dirección\. La próxima: sábado 6 de diciembre/),
  ).toBeTruthy();
  expect(screen.getByRole("link", { name: /^Actividades para las familias/ }).props.href).toBe(AT);
  leave();
});

test("in an emergency a director cancels everything, with a reason, after the code of the authenticator", async () => {
  const { service, leave } = await atOffice(AT, {
    ...DIRECTOR,
    CancelAllEvents: { cancelAllEvents: problem("STEP_UP_NEEDED", "Escriba su código.") },
    StepUp: { stepUp: { __typename: "SteppedUp", until: "2036-11-22T14:05:00Z" } },
  });
  await screen.findByText("Emergencia");
  expect(screen.queryByText("Cancelar todas las actividades")).toBeNull();
  await write("Por qué se cancela todo", " Cuarentena ");
  await tap("Cancelar todas las actividades");
  expect(await screen.findByText(/todas las fechas por venir.*No se puede deshacer/s)).toBeTruthy();
  await tap("Sí, cancelar todo ahora");
  await write("Código de autenticación", "123456");
  service.say("CancelAllEvents", {
    cancelAllEvents: { __typename: "EventsCancelled", events: 3, dates: 11, told: 214 },
  });
  await tap("Continuar");

  expect(
    await screen.findByText("Canceladas: 3 actividades, 11 fechas. Se avisa a 214 familias."),
  ).toBeTruthy();
  const [first, second] = service.sent("CancelAllEvents");
  expect(first).toEqual({ establishmentId: "lurigancho", why: "Cuarentena", requestId: expect.any(String) });
  expect(second).toMatchObject({ establishmentId: "lurigancho", why: "Cuarentena" });
  leave();
});

test("what cannot be cancelled says why; where there was nothing, it says so", async () => {
  const { service, leave } = await atOffice(AT, {
    ...DIRECTOR,
    CancelAllEvents: { cancelAllEvents: problem("NOT_ALLOWED", "No tiene permiso.") },
  });
  await write("Por qué se cancela todo", "Cuarentena");
  await tap("Cancelar todas las actividades");
  await tap("Sí, cancelar todo ahora");
  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  service.say("CancelAllEvents", {
    cancelAllEvents: { __typename: "EventsCancelled", events: 0, dates: 0, told: 0 },
  });
  await tap("Sí, cancelar todo ahora");

  expect(await screen.findByText("No había nada por venir que cancelar.")).toBeTruthy();
  leave();
});

test("programmes with their seasons and who contributes; one more, and a season of it", async () => {
  const partners = [
    { name: "Municipalidad", kind: "public", contribution: "in_kind", worth: "S/ 1,500.00", note: "" },
  ];
  const seasons = [{ id: "s1", title: "Verano", firstOn: "2036-12-01", lastOn: "2037-03-31" }];
  const { service, leave } = await atOffice("/office/programmes", {
    ...COORDINATOR,
    ...programmes(programme({ national: true, seasons, partners })),
    AddProgramme: { addProgramme: { __typename: "EventChanged", id: "p2", version: null } },
    AddSeason: { addSeason: problem("BAD_INPUT", "Esa temporada ya está.") },
  });
  expect(await screen.findByText("1 temporada")).toBeTruthy();
  await tap("Recitales");
  expect(await screen.findByText("Verano: del 01/12/2036 al 31/03/2037")).toBeTruthy();
  expect(screen.getByText("De todo el país")).toBeTruthy();
  expect(
    screen.getByText(/^Municipalidad: Entidad pública · en bienes o servicios · S\/ 1,500\.00$/),
  ).toBeTruthy();

  await tap("Agregar una temporada");
  await tap("Agregar");
  expect(await screen.findAllByText("Escriba el día.")).toHaveLength(2);
  await write("Nombre de la temporada", "Invierno");
  await write("Primer día", "01/06/2037");
  await write("Último día", "01/05/2037");
  await tap("Agregar");
  expect(await screen.findByText("Debe ser el primer día o uno después.")).toBeTruthy();
  expect(service.sent("AddSeason")).toEqual([]);
  await write("Último día", "31/08/2037");
  await tap("Agregar");
  expect(await screen.findByText("Esa temporada ya está.")).toBeTruthy();
  await tap("Dejarlo");

  await tap("Agregar un programa");
  await tap("Agregar");
  expect(await screen.findByText("Escriba un título.")).toBeTruthy();
  await write("Nombre del programa", "Coro");
  await tap("Agregar");
  expect(await screen.findByText("Agregado: Coro.")).toBeTruthy();
  expect(service.sent("AddProgramme")).toEqual([
    { establishmentId: "lurigancho", title: "Coro", summary: "", requestId: expect.any(String) },
  ]);
  leave();
});

const PEOPLE = "/office/events/e1/people";
const NAMED = {
  id: "n1",
  part: "PARTICIPANT",
  namedAt: "2036-11-01T15:00:00Z",
  consentAct: null,
  inmate: { id: "i9", givenNames: "Juan", surnames: "Inventado" },
};

test("people are found, chosen and named at once, for their part", async () => {
  const { service, leave } = await atOffice(PEOPLE, {
    ...COORDINATOR,
    EventPeople: { eventPeople: [] },
    OfficeEvent: event(),
    Inmates: { inmates: page([held("i1"), held("i2", { givenNames: "Luz" })]) },
    NameForEvent: { nameForEvent: { __typename: "Named", named: 2 } },
  });
  expect(await screen.findByText("Todavía no se anotó a nadie.")).toBeTruthy();
  await choose("Su familia está invitada");
  await write("Nombre, apellido o número de registro", "Rojas");
  await tap("Buscar");
  await tap("Rojas Paredes, Luz");
  await waitFor(() => expect(screen.getByText("Anotar a 1 persona")).toBeTruthy());
  await tap("Rojas Paredes, Miguel Ángel");
  await tap("Anotar a 2 personas");

  expect(await screen.findByText("2 anotadas.")).toBeTruthy();
  expect(service.sent("NameForEvent")).toEqual([
    {
      eventId: "e1",
      inmateIds: ["i2", "i1"],
      part: "INVITED",
      consentAct: null,
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("somebody is taken off again, after it was asked about; a refusal stays in sight", async () => {
  const { service, leave } = await atOffice(PEOPLE, {
    ...COORDINATOR,
    EventPeople: { eventPeople: [NAMED] },
    OfficeEvent: event(),
    UnnameForEvent: { unnameForEvent: problem("NOT_FOUND", "Ya no está.") },
  });
  await tap("Inventado, Juan");
  await tap("Quitar");
  await tap("Sí, quitar");
  expect(await screen.findByText("Ya no está.")).toBeTruthy();
  service.say("UnnameForEvent", { unnameForEvent: { __typename: "Named", named: 0 } });
  service.say("EventPeople", { eventPeople: [] });
  await tap("Sí, quitar");

  expect(await screen.findByText("Quitado de la actividad: Inventado, Juan.")).toBeTruthy();
  expect(service.sent("UnnameForEvent")[0]).toEqual({ eventPersonId: "n1", requestId: expect.any(String) });
  leave();
});

test("where consent is asked, the number of the paper goes with the names; who does not fit is said plainly", async () => {
  const asking = content({ takesPart: { ...BLANK.takesPart, consent: true } });
  const { service, leave } = await atOffice(PEOPLE, {
    ...COORDINATOR,
    EventPeople: { eventPeople: [{ ...NAMED, consentAct: "Acta 7" }] },
    OfficeEvent: event({ draft: draft({}, asking) }),
    Inmates: { inmates: page([held("i1")]) },
    NameForEvent: { nameForEvent: problem("NOT_ELIGIBLE", "1 persona no es de la etapa que se pide.") },
  });
  expect(await screen.findByText("Participa · aceptó, según Acta 7")).toBeTruthy();
  await write("Nombre, apellido o número de registro", "Rojas");
  await tap("Buscar");
  await tap("Rojas Paredes, Miguel Ángel");
  await tap("Anotar a 1 persona");
  expect(await screen.findByText("Escriba el número del papel.")).toBeTruthy();
  expect(service.sent("NameForEvent")).toEqual([]);
  await write("Número del papel con su firma", " 12-2036 ");
  await tap("Anotar a 1 persona");

  expect(await screen.findByText("No se anotó a nadie")).toBeTruthy();
  expect(screen.getByText("1 persona no es de la etapa que se pide.")).toBeTruthy();
  expect(service.sent("NameForEvent")).toEqual([
    {
      eventId: "e1",
      inmateIds: ["i1"],
      part: "PARTICIPANT",
      consentAct: "12-2036",
      requestId: expect.any(String),
    },
  ]);
  leave();
});
