import { screen } from "@testing-library/react-native";
import { atOffice, choose, me, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { content, draft, event, PLAIN_DAYS, QUIET_PREVIEW, released } from "./invented";
// A room is a chunk of its own: read before anything waits for it.
import "./ProgrammeScreens";

const COORDINATOR = {
  Me: me(["lurigancho", "PROGRAMME_COORDINATOR"]),
  CalendarDays: PLAIN_DAYS,
  ReleasePreview: QUIET_PREVIEW,
};
const DIRECTOR = { Me: me(["lurigancho", "DIRECTOR"]), CalendarDays: PLAIN_DAYS };
const AT = "/office/events/e1";
const SUBMITTED = event({ draft: draft({ state: "SUBMITTED", submittedBy: "Luz Inventada" }) });
const changed = (field: string) => ({ [field]: { __typename: "EventChanged", id: "e1", version: 5 } });

const PREVIEW = {
  releasePreview: {
    first: false,
    fields: ["title", "venue"],
    dates: [
      {
        key: "2036-12-13",
        kind: "CANCELLED",
        wasAt: "2036-12-13T20:30:00Z",
        willBeAt: null,
        why: "Mantenimiento",
        households: 14,
      },
      {
        key: "2036-12-20",
        kind: "CHANGED",
        wasAt: "2036-12-20T20:30:00Z",
        willBeAt: "2036-12-21T16:00:00Z",
        why: "",
        households: 0,
      },
    ],
    households: 214,
    languages: [
      { language: "es", households: 180 },
      { language: "quz", households: 34 },
    ],
    clashes: [{ kind: "VISITS", on: "2036-12-21", words: "09:00 - 11:00" }],
    visitsOff: 12,
  },
};
const NOBODY = QUIET_PREVIEW;

test("a draft says who wrote it, why it came back, and what it says; it is sent once it was asked about", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: event({ draft: draft({ returnedWhy: "Falta el ambiente" }) }),
    SubmitEvent: changed("submitEvent"),
  });
  expect(await screen.findByText(/Lo escribió Luz Inventada/)).toBeTruthy();
  expect(screen.getByText("Falta el ambiente")).toBeTruthy();
  expect(screen.getByText(/3 fechas/)).toBeTruthy();

  await tap("Enviar a la dirección");
  service.say("OfficeEvent", SUBMITTED);
  await tap("Sí, enviar");

  expect(await screen.findByText(/^Enviado\./)).toBeTruthy();
  expect(await screen.findByText("Recuperar el borrador")).toBeTruthy();
  expect(service.sent("SubmitEvent")).toEqual([{ eventId: "e1", version: 4, requestId: expect.any(String) }]);
  leave();
});

test("who cannot send it is told why, and sees the draft as it is now", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: event(),
    SubmitEvent: { submitEvent: problem("DRAFT_CHANGED", "Ana Inventada cambió el borrador.") },
  });
  await tap("Enviar a la dirección");
  service.say("OfficeEvent", event({ draft: draft({ version: 5, editedBy: "Ana Inventada" }) }));
  await tap("Sí, enviar");

  expect(await screen.findByText("Ana Inventada cambió el borrador.")).toBeTruthy();
  expect(await screen.findByText(/Lo escribió Ana Inventada/)).toBeTruthy();
  leave();
});

test("a draft that was sent is taken back; a coordinator sees what would change and releases nothing", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: SUBMITTED,
    TakeBackEvent: changed("takeBackEvent"),
  });
  await screen.findByText("Recuperar el borrador");
  expect(await screen.findByText("No se avisará a ninguna familia.")).toBeTruthy();
  expect(screen.queryByText("Publicar")).toBeNull();
  expect(screen.queryByLabelText("Si lo devuelve, por qué")).toBeNull();

  await tap("Recuperar el borrador");

  expect(await screen.findByText(/^Recuperado\./)).toBeTruthy();
  expect(service.sent("TakeBackEvent")).toEqual([
    { eventId: "e1", version: 4, requestId: expect.any(String) },
  ]);
  leave();
});

test("a draft is discarded, and without an answer asked for again under the same name", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: released({ draft: draft() }),
    DiscardDraft: SILENCE,
  });
  await tap("Desechar el borrador");
  expect(await screen.findByText(/Lo publicado queda como está/)).toBeTruthy();
  await tap("Sí, desechar");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  service.say("DiscardDraft", changed("discardDraft"));
  service.say("OfficeEvent", released());
  await tap("Sí, desechar");

  expect(await screen.findByText("Borrador desechado.")).toBeTruthy();
  const [first, second] = service.sent("DiscardDraft");
  expect(second).toEqual(first);
  leave();
});

test("a director sees what would change and who would be told before anything is released", async () => {
  const { service, leave } = await atOffice(AT, {
    ...DIRECTOR,
    OfficeEvent: SUBMITTED,
    ReleasePreview: PREVIEW,
    ReleaseEvent: { releaseEvent: { __typename: "EventWasReleased", id: "e1", no: 2, told: 213 } },
  });

  expect(await screen.findByText("Se avisará a 214 familias: 180 en español, 34 en quechua.")).toBeTruthy();
  expect(screen.getByText("Cambia: Título, Dónde.")).toBeTruthy();
  expect(screen.getByText(/^Se cancela: sábado 13 de diciembre/)).toBeTruthy();
  expect(screen.getByText("Mantenimiento · 14 familias con respuesta")).toBeTruthy();
  expect(screen.getByText(/^Cambia: domingo 21 de diciembre/)).toBeTruthy();
  expect(screen.getByText(/antes: sábado 20 de diciembre/)).toBeTruthy();
  expect(screen.getByText("Hay visitas (1).")).toBeTruthy();
  expect(screen.getByText("Se anularán 12 visitas y se avisará a esas familias.")).toBeTruthy();
  await tap("Ver cuáles");
  expect(screen.getByText("domingo 21 de diciembre de 2036: Hay visitas, 09:00 - 11:00")).toBeTruthy();
  await tap("Publicar");
  expect(await screen.findByText(/se avisa a 214 familias\./)).toBeTruthy();
  service.say("OfficeEvent", released());
  await tap("Sí, publicar y avisar a 214 familias");

  expect(await screen.findByText("Publicada. Se avisa a 213 familias.")).toBeTruthy();
  expect(service.sent("ReleaseEvent")).toEqual([
    { eventId: "e1", version: 4, requestId: expect.any(String) },
  ]);
  leave();
});

test("so few families that a number would tell who they are are said without one", async () => {
  const few = {
    releasePreview: { ...PREVIEW.releasePreview, households: null, languages: [], visitsOff: null },
  };
  const { leave } = await atOffice(AT, { ...DIRECTOR, OfficeEvent: SUBMITTED, ReleasePreview: few });

  expect(await screen.findByText("Se avisará a menos de 5 familias.")).toBeTruthy();
  expect(screen.getByText("Se anularán menos de 5 visitas y se avisará a esas familias.")).toBeTruthy();
  await tap("Publicar");
  expect(await screen.findByText("Sí, publicar y avisar a menos de 5 familias")).toBeTruthy();
  leave();
});

test("where nobody would be told, it says so", async () => {
  const { leave } = await atOffice(AT, {
    ...DIRECTOR,
    OfficeEvent: SUBMITTED,
    ReleasePreview: NOBODY,
    ReleaseEvent: { releaseEvent: problem("NOT_ALLOWED", "Publica otra persona que quien lo envió.") },
  });
  expect(await screen.findByText("No se avisará a ninguna familia.")).toBeTruthy();
  expect(screen.getByText("Es la primera vez que se publica.")).toBeTruthy();
  expect(screen.queryByText(/^Se anular/)).toBeNull();
  await tap("Publicar");
  await tap("Sí, publicar");

  expect(await screen.findByText("Publica otra persona que quien lo envió.")).toBeTruthy();
  leave();
});

test("a director sends it back with a reason; without one there is no way to", async () => {
  const { service, leave } = await atOffice(AT, {
    ...DIRECTOR,
    OfficeEvent: SUBMITTED,
    ReleasePreview: NOBODY,
    ReturnEvent: changed("returnEvent"),
  });
  await write("Si lo devuelve, por qué", "no");
  expect(screen.queryByText("Devolver para corregir")).toBeNull();
  await write("Si lo devuelve, por qué", " Falta el aforo ");
  await tap("Devolver para corregir");
  await tap("Sí, devolver");

  expect(await screen.findByText("Devuelto a quien lo escribió.")).toBeTruthy();
  expect(service.sent("ReturnEvent")).toEqual([
    { eventId: "e1", version: 4, why: "Falta el aforo", requestId: expect.any(String) },
  ]);
  leave();
});

test("a preview that cannot be had says so, and nothing can be released", async () => {
  const { leave } = await atOffice(AT, {
    ...DIRECTOR,
    OfficeEvent: SUBMITTED,
    ReleasePreview: refusal("NOT_ALLOWED", "No tiene permiso."),
  });

  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  expect(screen.queryByText("Publicar")).toBeNull();
  leave();
});

test("each date says who comes; cancelling one writes it into a new draft and tells nobody yet", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: released(),
    EditEvent: changed("editEvent"),
  });
  await tap("sábado 6 de diciembre de 2036");
  expect(await screen.findByText("Con lugar: 12 adultos y 5 niños.")).toBeTruthy();
  expect(screen.getByText("Familias en espera: 2. Con un cupo ofrecido: 1.")).toBeTruthy();
  expect(screen.queryByText("Poner en el borrador")).toBeNull();

  await choose("Cancelarla");
  await tap("Poner en el borrador");
  expect(await screen.findByText("Escriba el motivo: las familias lo leerán.")).toBeTruthy();
  expect(service.sent("EditEvent")).toEqual([]);
  await write("Motivo", "Mantenimiento");
  await tap("Poner en el borrador");

  expect(await screen.findByText(/^Quedó en el borrador\./)).toBeTruthy();
  const exceptions = [
    {
      key: "2036-12-06",
      kind: "CANCELLED" as const,
      on: null,
      at: null,
      minutes: null,
      why: "Mantenimiento",
    },
  ];
  expect(service.sent("EditEvent")).toEqual([
    {
      eventId: "e1",
      version: 0,
      releaseNo: 1,
      content: content({}, { exceptions }),
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("a date is moved to another day and hour, on top of what the draft says already", async () => {
  const before = {
    key: "2036-12-13",
    kind: "CANCELLED" as const,
    on: null,
    at: null,
    minutes: null,
    why: "Obras",
  };
  const says = content({ title: "Otro título" }, { exceptions: [before] });
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: released({ draft: draft({}, says) }),
    CalendarDays: {
      calendarDays: [{ on: "2036-12-21", name: "Navidad del niño", confirmed: false, source: "x" }],
    },
    EditEvent: { editEvent: problem("BAD_INPUT", "Hay un dato que no se entiende.") },
  });
  await tap("sábado 20 de diciembre de 2036");
  await choose("Pasarla a otro día u hora");
  await write("Día nuevo", "21/12/2036");
  await write("Empieza", "11");
  await write("Termina", "12:00");
  expect(await screen.findByText(/Ese día es: Navidad del niño\. Falta confirmar la fecha\./)).toBeTruthy();
  await tap("Poner en el borrador");

  expect(await screen.findByText("Hay un dato que no se entiende.")).toBeTruthy();
  const moved = { key: "2036-12-20", kind: "MOVED", on: "2036-12-21", at: "11:00", minutes: 60, why: "" };
  expect(service.sent("EditEvent")).toEqual([
    {
      eventId: "e1",
      version: 4,
      releaseNo: null,
      content: content({ title: "Otro título" }, { exceptions: [before, moved as never] }),
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("no date changes while the director decides, nor after it began", async () => {
  const waits = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: released({ draft: draft({ state: "SUBMITTED" }) }),
  });
  await tap("sábado 13 de diciembre de 2036");
  expect(await screen.findByText(/recupérelo primero/)).toBeTruthy();
  expect(screen.queryByText("Cancelarla")).toBeNull();
  waits.leave();

  const past = {
    id: "d0",
    key: "2020-01-04",
    startsAt: "2020-01-04T20:30:00Z",
    endsAt: "2020-01-04T22:00:00Z",
  };
  const counts = { state: "PLANNED", why: null, goingAdults: 0, goingChildren: 0, waiting: 0, offered: 0 };
  const begun = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: released({ dates: [{ ...past, ...counts }] }),
  });
  await tap("sábado 4 de enero de 2020");
  expect(await screen.findByText("Ya empezó: no se cambia.")).toBeTruthy();
  begun.leave();
});

test("an event that is not there, and no signal", async () => {
  const none = await atOffice(AT, { ...COORDINATOR, OfficeEvent: refusal("NOT_FOUND", "No se encontró.") });
  expect(await screen.findByText("No se encontró.")).toBeTruthy();
  none.leave();

  const silent = await atOffice(AT, { ...COORDINATOR, OfficeEvent: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();
});
