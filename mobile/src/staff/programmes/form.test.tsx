import { screen, userEvent } from "@testing-library/react-native";
import { atOffice, choose, me, tap, write } from "@/testing/office";
import { problem, SILENCE } from "@/testing/service";
import { content, draft, event, PLAIN_DAYS, programme, QUIET_PREVIEW, released } from "./invented";
// A room is a chunk of its own: read before anything waits for it.
import "./ProgrammeScreens";

const COORDINATOR = {
  Me: me(["lurigancho", "PROGRAMME_COORDINATOR"]),
  CalendarDays: PLAIN_DAYS,
  ReleasePreview: QUIET_PREVIEW,
};
const NEW = "/office/events/new";
const EDIT = "/office/events/e1/edit";
const DRAFTED = { draftEvent: { __typename: "EventChanged", id: "e1", version: 0 } };
const programmes = (...of: object[]) => ({ Programmes: { programmes: of } });
const SEASON = { id: "s1", title: "Verano", firstOn: "2036-12-01", lastOn: "2037-03-31" };

async function tick(name: string | RegExp): Promise<void> {
  await userEvent.press(await screen.findByRole("checkbox", { name }));
}

test("nothing is sent while something is missing: each is said under its field", async () => {
  const { service, leave } = await atOffice(NEW, {
    ...COORDINATOR,
    ...programmes(programme(), programme({ id: "p2", title: "Coro" })),
  });
  await tap("Guardar el borrador");

  expect(await screen.findByText("Elija qué es.")).toBeTruthy();
  expect(screen.getByText("Elija quiénes pueden venir.")).toBeTruthy();
  expect(screen.getByText("Escriba un título.")).toBeTruthy();
  expect(screen.getByText("Escriba en qué ambiente.")).toBeTruthy();
  expect(screen.getByText("Faltan corregir 7 datos.")).toBeTruthy();
  expect(service.sent("DraftEvent")).toEqual([]);
  leave();
});

test("a weekly series is written on the phone and sent as one rule, with what the calendar says beside it", async () => {
  const { service, leave } = await atOffice(NEW, {
    ...COORDINATOR,
    ...programmes(programme({ seasons: [SEASON] })),
    CalendarDays: {
      calendarDays: [{ on: "2036-12-20", name: "Feria de Navidad", confirmed: true, source: "x" }],
    },
    DraftEvent: DRAFTED,
    OfficeEvent: event(),
  });
  await choose(/^Verano/);
  await write("Título", "Concierto");
  await choose("Concierto");
  await choose(/^Todas las familias de aquí/);
  await write("Día", "06/12/2036");
  await write("Empieza", "1530");
  await write("Termina", "17");
  await choose("Cada semana");
  await tick("domingo");
  await write("Cuántas veces", "5");
  await write("Ambiente", "Auditorio");
  expect(await screen.findByText(/^Son 5 fechas: desde el sábado 6 de diciembre/)).toBeTruthy();
  expect(await screen.findByText(/sábado 20 de diciembre de 2036 es: Feria de Navidad\./)).toBeTruthy();
  await tap("Guardar el borrador");

  expect(await screen.findByText("Enviar a la dirección")).toBeTruthy();
  expect(service.sent("DraftEvent")).toEqual([
    {
      establishmentId: "lurigancho",
      programmeId: "p1",
      seasonId: "s1",
      content: content(
        {
          title: "Concierto",
          summary: "",
          places: { people: null, adults: null, children: null, partyAdults: 2, partyChildren: 3 },
          entry: { arriveMinutes: 30, documents: "", dress: "", bring: "", forbidden: "", leastAge: null },
          access: { stepFree: null, seats: null, toilets: null, signLanguage: null, spoken: [], note: "" },
        },
        { rule: "FREQ=WEEKLY;BYDAY=SA,SU;COUNT=5" },
      ),
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("who may come says who will learn of it, and online goes with a link", async () => {
  const { leave } = await atOffice(NEW, { ...COORDINATOR, ...programmes(programme()) });

  expect(
    await screen.findByRole("radio", { name: /^Solo quienes están aquí.*Ninguna familia la ve/ }),
  ).toBeTruthy();
  expect(screen.getByRole("radio", { name: /^Público en general.*página pública/ })).toBeTruthy();
  expect(screen.queryByLabelText("Enlace")).toBeNull();
  await choose(/^Por internet, cualquiera/);
  expect(await screen.findByLabelText("Enlace")).toBeTruthy();
  leave();
});

test("without a programme there is a way to add one", async () => {
  const { leave } = await atOffice(NEW, { ...COORDINATOR, ...programmes() });

  expect(await screen.findByText(/todavía no tiene ninguno/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Agregar un programa" }).props.href).toBe("/office/programmes");
  leave();
});

test("what is typed stays on the phone while somebody is away, and without an answer is sent again as it was", async () => {
  const first = await atOffice(EDIT, { ...COORDINATOR, OfficeEvent: event(), EditEvent: SILENCE });
  await write("Título", "Otro título");
  await tap("Guardar el borrador");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  first.leave();

  const again = await atOffice(
    EDIT,
    { ...COORDINATOR, OfficeEvent: event(), EditEvent: SILENCE },
    first.profile,
  );
  expect(await screen.findByDisplayValue("Otro título")).toBeTruthy();
  expect(screen.getByText(/sigue en este celular y todavía no se guardó/)).toBeTruthy();
  again.service.say("EditEvent", { editEvent: { __typename: "EventChanged", id: "e1", version: 5 } });
  await tap("Guardar el borrador");
  expect(await screen.findByText("Enviar a la dirección")).toBeTruthy();
  expect(again.service.sent("EditEvent")).toEqual([
    {
      eventId: "e1",
      version: 4,
      releaseNo: null,
      content: content({ title: "Otro título" }),
      requestId: expect.any(String),
    },
  ]);
  again.leave();

  const clean = await atOffice(EDIT, { ...COORDINATOR, OfficeEvent: event() }, first.profile);
  expect(await screen.findByDisplayValue("Concierto de fin de año")).toBeTruthy();
  clean.leave();
});

test("what was not saved can be thrown away", async () => {
  const { leave } = await atOffice(EDIT, { ...COORDINATOR, OfficeEvent: event() });
  await write("Título", "Otro título");
  await tap("Borrar lo que no guardé");

  expect(await screen.findByDisplayValue("Concierto de fin de año")).toBeTruthy();
  leave();
});

test("when somebody else saved meanwhile, nothing is lost and the person chooses", async () => {
  const { service, leave } = await atOffice(EDIT, {
    ...COORDINATOR,
    OfficeEvent: event(),
    EditEvent: { editEvent: problem("DRAFT_CHANGED", "Ana Inventada guardó otros cambios.") },
  });
  await write("Título", "Lo mío");
  service.say(
    "OfficeEvent",
    event({ draft: draft({ version: 5, editedBy: "Ana Inventada" }, content({ title: "Lo suyo" })) }),
  );
  await tap("Guardar el borrador");

  expect(await screen.findByText("Ana Inventada guardó otros cambios.")).toBeTruthy();
  expect(await screen.findByText(/Ana Inventada guardó este borrador/)).toBeTruthy();
  expect(screen.getByDisplayValue("Lo mío")).toBeTruthy();

  service.say("EditEvent", { editEvent: { __typename: "EventChanged", id: "e1", version: 6 } });
  await tap("Seguir con lo mío, encima");
  await tap("Guardar el borrador");
  expect(await screen.findByText("Enviar a la dirección")).toBeTruthy();
  expect(service.sent("EditEvent").map(({ version }) => version)).toEqual([4, 5]);
  leave();
});

test("or takes what the other one saved", async () => {
  const { service, leave } = await atOffice(EDIT, {
    ...COORDINATOR,
    OfficeEvent: event(),
    EditEvent: { editEvent: problem("DRAFT_CHANGED", "Ana Inventada guardó otros cambios.") },
  });
  await write("Título", "Lo mío");
  service.say("OfficeEvent", event({ draft: draft({ version: 5 }, content({ title: "Lo suyo" })) }));
  await tap("Guardar el borrador");
  await tap("Dejar lo mío y ver lo guardado");

  expect(await screen.findByDisplayValue("Lo suyo")).toBeTruthy();
  expect(screen.queryByText("Ana Inventada guardó otros cambios.")).toBeNull();
  leave();
});

test("a draft that waits for the director is not written into", async () => {
  const { leave } = await atOffice(EDIT, {
    ...COORDINATOR,
    OfficeEvent: event({ draft: draft({ state: "SUBMITTED" }) }),
  });

  expect(await screen.findByText(/recupérelo primero/)).toBeTruthy();
  expect(screen.queryByText("Guardar el borrador")).toBeNull();
  leave();
});

test("one date of a series is postponed alone, another day is added, and both are sent", async () => {
  const { service, leave } = await atOffice(EDIT, {
    ...COORDINATOR,
    OfficeEvent: released(),
    EditEvent: { editEvent: { __typename: "EventChanged", id: "e1", version: 1 } },
  });
  await tap("sábado 13 de diciembre de 2036");
  await choose("Postergarla sin fecha");
  await tap("Guardar el borrador");
  expect((await screen.findAllByText("Escriba el motivo: las familias lo leerán.")).length).toBe(2);
  await write("Motivo", "Fumigación");
  await tap("Agregar otro día");
  await write("Otro día 1", "24/12/2036");
  await tap("Guardar el borrador");

  expect(await screen.findByText("Fechas")).toBeTruthy();
  expect(service.sent("EditEvent")).toEqual([
    {
      eventId: "e1",
      version: 0,
      releaseNo: 1,
      content: content(
        {},
        {
          extra: [{ on: "2036-12-24", at: "15:30", minutes: 90 }],
          exceptions: [
            { key: "2036-12-13", kind: "POSTPONED", on: null, at: null, minutes: null, why: "Fumigación" },
          ],
        },
      ),
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("other languages, pieces, entry and accessibility are written in their places", async () => {
  const { service, leave } = await atOffice(EDIT, {
    ...COORDINATOR,
    OfficeEvent: event(),
    EditEvent: { editEvent: { __typename: "EventChanged", id: "e1", version: 5 } },
  });
  await tap("En otros idiomas");
  await tap("Escribirlo en quechua");
  await tap("Guardar el borrador");
  expect(await screen.findByText("Aquí falta algo.")).toBeTruthy();
  await write("Título en quechua", "Takiy");
  await tap("Obras");
  await tap("Agregar una obra");
  await write("Obra 1", "Vírgenes del sol");
  await tap("Para entrar");
  await write("Desde qué edad (si hay límite)", "6");
  await tap("Accesibilidad");
  await tick("quechua");
  await tap("Guardar el borrador");

  expect(await screen.findByText("Enviar a la dirección")).toBeTruthy();
  const [sent] = service.sent("EditEvent") as { content: object }[];
  expect(sent?.content).toMatchObject({
    words: [{ language: "quz", title: "Takiy", summary: "" }],
    works: [{ title: "Vírgenes del sol", author: "" }],
    entry: { leastAge: 6, documents: "DNI" },
    access: { stepFree: true, spoken: ["es", "quz"] },
  });
  leave();
});

test("what it does to visits is said in a sentence, and asked of what is inside alone", async () => {
  const { service, leave } = await atOffice(EDIT, {
    ...COORDINATOR,
    OfficeEvent: event(),
    EditEvent: { editEvent: { __typename: "EventChanged", id: "e1", version: 5 } },
  });
  await choose(/^No hay visitas\. Al publicar se anulan las visitas reservadas/);
  await choose("En otro lugar");
  expect(screen.queryByRole("radio", { name: /^No hay visitas/ })).toBeNull();
  await write("Nombre del lugar", "Plaza");
  await write("Dirección del lugar", "Jr. Lima 1");
  await tap("Guardar el borrador");
  await screen.findByText("Enviar a la dirección");
  expect(service.sent("EditEvent")[0]).toMatchObject({ content: { effect: "NONE" } });
  leave();

  const inside = await atOffice(EDIT, {
    ...COORDINATOR,
    OfficeEvent: event(),
    EditEvent: { editEvent: { __typename: "EventChanged", id: "e1", version: 5 } },
  });
  await choose(/^Duran más/);
  await tap("Guardar el borrador");
  await screen.findByText("Enviar a la dirección");
  expect(inside.service.sent("EditEvent")[0]).toMatchObject({ content: { effect: "EXTENDS" } });
  inside.leave();
});

test("who may take part is marked; a stage that is of no regime marked is no way to anybody", async () => {
  const women = { __typename: "Establishment", id: "lurigancho", name: "x", department: "Lima" };
  const { service, leave } = await atOffice(EDIT, {
    ...COORDINATOR,
    Establishment: { establishment: { ...women, province: null, district: null, sexHeld: "F" } },
    OfficeEvent: event(),
    EditEvent: { editEvent: { __typename: "EventChanged", id: "e1", version: 5 } },
  });
  expect(await screen.findByText("Cualquiera de este lugar")).toBeTruthy();
  await tap("Quiénes pueden participar");
  await tick("Hombres");
  await tick("Semiabierto");
  await tick(/^Cada persona firma/);
  await write("Número del acta que permite que participen hombres (si los hay)", " 8-2036 ");
  expect(screen.queryByRole("checkbox", { name: "Mínima seguridad" })).toBeNull();
  await tick("Semiabierto");
  await tick("Mínima seguridad");
  await tick("Abierto");
  await tap("Guardar el borrador");
  expect(
    (await screen.findAllByText("Ninguna de estas etapas es de los regímenes marcados.")).length,
  ).toBeGreaterThan(0);
  await tick("Cerrado ordinario");
  await tap("Guardar el borrador");

  await screen.findByText("Enviar a la dirección");
  expect(service.sent("EditEvent")[0]).toMatchObject({
    content: {
      takesPart: {
        sexes: ["MALE"],
        regimes: ["OPEN", "CLOSED_ORDINARY"],
        stages: ["MINIMUM"],
        consent: true,
        approval: "8-2036",
      },
    },
  });
  leave();
});

test("what the service does not take is marked where it is, its place opened, until it is put right", async () => {
  const wrong = { ...problem("BAD_INPUT", "Hay un dato que no se entiende."), field: "entry.documents" };
  const { service, leave } = await atOffice(EDIT, {
    ...COORDINATOR,
    OfficeEvent: event(),
    EditEvent: { editEvent: wrong },
  });
  await screen.findByText("Para entrar");
  expect(screen.queryByLabelText("Qué documento hay que llevar")).toBeNull();
  await tap("Guardar el borrador");

  expect(await screen.findByText("Esto no se aceptó. Revíselo.")).toBeTruthy();
  expect(screen.getByText("Hay un dato que no se entiende.")).toBeTruthy();
  expect(screen.getByLabelText("Qué documento hay que llevar").props["aria-invalid"]).toBe(true);
  await write("Qué documento hay que llevar", "DNI azul");
  expect(screen.queryByText("Esto no se aceptó. Revíselo.")).toBeNull();

  service.say("EditEvent", { editEvent: { ...wrong, field: "works.title" } });
  await tap("Guardar el borrador");
  expect(await screen.findByText("Esto no se aceptó. Revíselo.")).toBeTruthy();
  expect(screen.getByText("Agregar una obra")).toBeTruthy();
  leave();
});

test("what was released meanwhile without a draft overtakes what is being typed", async () => {
  const { service, leave } = await atOffice(EDIT, { ...COORDINATOR, OfficeEvent: released() });
  await write("Título", "Lo mío");
  const again = { no: 2, releasedAt: "2036-11-02T15:00:00Z", releasedBy: "Rosa Inventada", told: 5 };
  const first = { ...again, no: 1 };
  service.say("OfficeEvent", released({ releases: [again, first] }));
  service.say("EditEvent", { editEvent: problem("DRAFT_CHANGED", "Se publicó otra vez.") });
  await tap("Guardar el borrador");
  expect(await screen.findByText("Se publicó otra vez.")).toBeTruthy();
  expect(await screen.findByText(/El borrador se publicó o se desechó/)).toBeTruthy();
  service.say("EditEvent", { editEvent: { __typename: "EventChanged", id: "e1", version: 1 } });
  await tap("Seguir con lo mío, encima");
  await tap("Guardar el borrador");

  expect(await screen.findByText("Fechas")).toBeTruthy();
  expect(service.sent("EditEvent").map(({ releaseNo }) => releaseNo)).toEqual([1, 2]);
  leave();
});
