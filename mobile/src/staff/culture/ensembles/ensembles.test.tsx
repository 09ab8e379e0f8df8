import { screen } from "@testing-library/react-native";
import { content, event, programme } from "@/staff/programmes/invented";
import { atOffice, choose, held, tap, write } from "@/testing/office";
import { problem, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";
import { CHANGED, COORDINATOR, ensemble, member } from "../invented";
import { countOf, ensembleOf, NEW, namedTwice } from "./written";
// A room is a chunk of its own: read before anything waits for it.
import "../CultureScreens";

const LIST = "/office/ensembles";
const ONE = "/office/ensembles/g1";
const ensembles = (...of: object[]) => ({ Ensembles: { ensembles: of } });

test("what is written is an ensemble, or nothing while something is missing", () => {
  const whole = { ...NEW, name: " Coro ", kind: "CHOIR", begunOn: "2024-03-01" } as const;
  expect(ensembleOf(whole)).toEqual({
    name: "Coro",
    kind: "CHOIR",
    teacher: "",
    begunOn: "2024-03-01",
    instruments: [],
  });
  const instruments = [
    { name: " quena ", count: "4" },
    { name: "", count: "no" },
  ];
  expect(ensembleOf({ ...whole, instruments })?.instruments).toEqual([{ name: "quena", count: 4 }]);
  for (const about of [{ name: " " }, { kind: undefined }, { begunOn: undefined }, { begunOn: "2100-01-01" }])
    expect(ensembleOf({ ...whole, ...about })).toBeUndefined();
  expect(ensembleOf({ ...whole, instruments: [{ name: "quena", count: "0" }] })).toBeUndefined();
  expect(["1", "10000", "10001", "0", "", "2.5"].map(countOf)).toEqual([
    1,
    10000,
    ...Array(4).fill(undefined),
  ]);
  expect(
    namedTwice([
      { name: "Quena", count: "1" },
      { name: "quena ", count: "2" },
    ]),
  ).toBe(true);
});

test("a place without ensembles says what to do; with some, each says what it is and how many are in it", async () => {
  const none = await atOffice(LIST, { ...COORDINATOR, ...ensembles() });
  expect(await screen.findByText(/Todavía no hay elencos\. Agregue el primero/)).toBeTruthy();
  none.leave();

  const some = await atOffice(LIST, {
    ...COORDINATOR,
    ...ensembles(ensemble(), ensemble({ id: "g2", name: "Coro", kind: "CHOIR", endedOn: "2025-12-31" })),
  });
  expect(await screen.findByText("Orquesta · Recitales · 12 integrantes")).toBeTruthy();
  expect(screen.getByText("Coro · Recitales")).toBeTruthy();
  expect(screen.getByText("Terminó el 31/12/2025")).toBeTruthy();
  expect(screen.getByRole("link", { name: /^Orquesta juvenil/ }).props.href).toBe(ONE);
  some.leave();

  const silent = await atOffice(LIST, { ...COORDINATOR, Ensembles: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();
});

test("a new ensemble is sent once nothing is missing, and leads to its own screen", async () => {
  const { service, leave } = await atOffice(LIST, {
    ...COORDINATOR,
    ...ensembles(),
    Programmes: { programmes: [programme(), programme({ id: "p2", title: "Teatro" })] },
    AddEnsemble: { addEnsemble: CHANGED },
  });
  await tap("Agregar un elenco");
  await tap("Guardar");
  expect(await screen.findByText("Escriba cómo se llama.")).toBeTruthy();
  expect(screen.getByText("Elija qué es.")).toBeTruthy();
  expect(screen.getByText("Elija de qué programa es.")).toBeTruthy();
  expect(screen.getByText("Escriba el día.")).toBeTruthy();
  await choose("Recitales");
  await choose("Orquesta");
  await write("Nombre del elenco", "Orquesta juvenil");
  await write("Desde cuándo existe", "01/03/2024");
  await tap("Agregar un instrumento");
  await write("Instrumento 1", "violines");
  await write("Cuántos hay del instrumento 1", "diez");
  await tap("Guardar");
  expect(await screen.findByText("Escriba un número de 1 a 10000.")).toBeTruthy();
  expect(service.sent("AddEnsemble")).toEqual([]);
  await write("Cuántos hay del instrumento 1", "10");
  service.say("Ensembles", { ensembles: [ensemble()] });
  await tap("Guardar");

  expect(await screen.findByText("Repertorio")).toBeTruthy();
  expect(service.sent("AddEnsemble")).toEqual([
    {
      establishmentId: "lurigancho",
      programmeId: "p1",
      ensemble: {
        name: "Orquesta juvenil",
        kind: "ORCHESTRA",
        teacher: "",
        begunOn: "2024-03-01",
        instruments: [{ name: "violines", count: 10 }],
      },
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("nobody's name is asked for before somebody wants to see it", async () => {
  const { service, leave } = await atOffice(ONE, {
    ...COORDINATOR,
    ...ensembles(ensemble()),
    EnsembleMembers: {
      ensembleMembers: [
        member("m1"),
        member("m2", { untilOn: "2025-06-30", inmate: { id: "i2", givenNames: "Ana", surnames: "Fingida" } }),
      ],
    },
  });
  expect(await screen.findByText("10 violines")).toBeTruthy();
  expect(service.sent("EnsembleMembers")).toEqual([]);
  await tap("Ver a los integrantes");

  expect(await screen.findByText("Inventado Soto, Luis")).toBeTruthy();
  expect(screen.getByText("violín · desde el 15/01/2025")).toBeTruthy();
  expect(screen.getByText("violín · del 15/01/2025 al 30/06/2025")).toBeTruthy();
  leave();
});

test("somebody is found and put in; on their last day they leave", async () => {
  const { service, leave } = await atOffice(ONE, {
    ...COORDINATOR,
    ...ensembles(ensemble()),
    EnsembleMembers: { ensembleMembers: [member("m1")] },
    Inmates: { inmates: page([held("i7")]) },
    AddEnsembleMember: { addEnsembleMember: problem("ALREADY_DECIDED", "Ya lo integra.") },
    EndEnsembleMember: { endEnsembleMember: CHANGED },
  });
  await tap("Agregar a una persona");
  await write("Nombre, apellido o número de registro", "Rojas");
  await tap("Buscar");
  await tap("Rojas Paredes, Miguel Ángel");
  await write("Qué toca o hace (si se sabe)", "quena");
  await write("Desde cuándo", "01/01/2024");
  expect(await screen.findByText("Ese día el elenco todavía no existía.")).toBeTruthy();
  await tap("Guardar");
  expect(service.sent("AddEnsembleMember")).toEqual([]);
  await write("Desde cuándo", "02/03/2024");
  await tap("Guardar");
  expect(await screen.findByText("Ya lo integra.")).toBeTruthy();
  service.say("AddEnsembleMember", { addEnsembleMember: CHANGED });
  await tap("Guardar");
  expect(await screen.findByText("Agregado al elenco: Rojas Paredes, Miguel Ángel.")).toBeTruthy();
  expect(service.sent("AddEnsembleMember")[1]).toEqual({
    ensembleId: "g1",
    inmateId: "i7",
    part: "quena",
    fromOn: "2024-03-02",
    requestId: expect.any(String),
  });

  await tap("Ver a los integrantes");
  await tap("Inventado Soto, Luis");
  await tap("Deja el elenco");
  await write("Último día", "01/02/2025");
  await tap("Guardar");
  expect(await screen.findByText("Deja el elenco: Inventado Soto, Luis.")).toBeTruthy();
  expect(service.sent("EndEnsembleMember")[0]).toMatchObject({ memberId: "m1", untilOn: "2025-02-01" });
  leave();
});

test("a piece joins the repertoire, and one is taken out after it was asked about", async () => {
  const { service, leave } = await atOffice(ONE, {
    ...COORDINATOR,
    ...ensembles(ensemble()),
    AddEnsembleWork: { addEnsembleWork: CHANGED },
    RemoveEnsembleWork: { removeEnsembleWork: CHANGED },
  });
  await tap("Agregar una obra");
  await tap("Guardar");
  expect(await screen.findByText("Escriba un título.")).toBeTruthy();
  await write("Título de la obra", "El cóndor pasa");
  await tap("Guardar");
  expect(await screen.findByText("Agregada al repertorio: El cóndor pasa.")).toBeTruthy();
  expect(service.sent("AddEnsembleWork")).toEqual([
    { ensembleId: "g1", title: "El cóndor pasa", author: "", requestId: expect.any(String) },
  ]);

  await tap("Vírgenes del sol");
  await tap("Quitar");
  expect(service.sent("RemoveEnsembleWork")).toEqual([]);
  await tap("Sí, quitar");
  expect(await screen.findByText("Quitada del repertorio: Vírgenes del sol.")).toBeTruthy();
  expect(service.sent("RemoveEnsembleWork")[0]).toMatchObject({ workId: "w1" });
  leave();
});

test("an ensemble is changed, and ended on a day it existed; one that ended is only looked at", async () => {
  const { service, leave } = await atOffice(ONE, {
    ...COORDINATOR,
    ...ensembles(ensemble()),
    EditEnsemble: { editEnsemble: CHANGED },
    EndEnsemble: { endEnsemble: CHANGED },
  });
  await tap("Cambiar el elenco");
  await write("Nombre del elenco", "Orquesta mayor");
  await tap("Guardar");
  expect(await screen.findByText("Guardado: Orquesta mayor.")).toBeTruthy();
  expect(service.sent("EditEnsemble")[0]).toMatchObject({
    ensembleId: "g1",
    ensemble: { name: "Orquesta mayor", kind: "ORCHESTRA", instruments: [{ name: "violines", count: 10 }] },
  });

  await tap("Terminar el elenco");
  await write("Último día", "01/01/2024");
  await tap("Guardar");
  expect(await screen.findByText("Ese día el elenco todavía no existía.")).toBeTruthy();
  expect(service.sent("EndEnsemble")).toEqual([]);
  await write("Último día", "31/12/2025");
  service.say("Ensembles", { ensembles: [ensemble({ endedOn: "2025-12-31" })] });
  await tap("Guardar");
  expect(await screen.findByText("Terminado: Orquesta juvenil.")).toBeTruthy();
  expect(await screen.findByText("31/12/2025")).toBeTruthy();
  expect(screen.queryByText("Cambiar el elenco")).toBeNull();
  expect(screen.queryByText("Agregar a una persona")).toBeNull();
  leave();
});

test("an address of another place's ensemble says so", async () => {
  const { leave } = await atOffice("/office/ensembles/g9", { ...COORDINATOR, ...ensembles(ensemble()) });
  expect(await screen.findByText("Este elenco no es de este lugar.")).toBeTruthy();
  leave();
});

test("a whole ensemble is named for an event at once", async () => {
  const { service, leave } = await atOffice("/office/events/e1/people", {
    ...COORDINATOR,
    EventPeople: { eventPeople: [] },
    OfficeEvent: event({
      content: { ...content(), takesPart: { ...content().takesPart, consent: true } },
      draft: null,
    }),
    ...ensembles(ensemble(), ensemble({ id: "g2", name: "Coro viejo", endedOn: "2025-12-31" })),
    NameEnsembleForEvent: { nameEnsembleForEvent: { __typename: "Named", named: 12 } },
  });
  await tap("Anotar a todo un elenco");
  await tap("Guardar");
  expect(await screen.findByText("Elija un elenco.")).toBeTruthy();
  expect(screen.queryByText("Coro viejo")).toBeNull();
  await choose(/^Orquesta juvenil/);
  expect(await screen.findByText("Escriba el número del papel.")).toBeTruthy();
  await tap("Guardar");
  expect(service.sent("NameEnsembleForEvent")).toEqual([]);
  await write("Número del papel con su firma", "Acta 12");
  await tap("Guardar");

  expect(await screen.findByText("12 anotadas.")).toBeTruthy();
  expect(service.sent("NameEnsembleForEvent")).toEqual([
    { eventId: "e1", ensembleId: "g1", consentAct: "Acta 12", requestId: expect.any(String) },
  ]);
  leave();
});
