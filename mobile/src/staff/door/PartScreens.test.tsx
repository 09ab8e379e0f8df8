import { screen, userEvent, waitFor } from "@testing-library/react-native";
import * as print from "expo-print";
import { writeOfDevice } from "@/data/vault";
import { released } from "@/staff/programmes/invented";
import { atOffice, choose, me, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { DATE, sheet } from "./invented";

type Sent = { marks: { id: string; inmateId: string; minutes: number }[] };

const COORDINATOR = { Me: me(["lurigancho", "PROGRAMME_COORDINATOR"]) };
const PATH = `/office/door/${DATE}/parts`;

beforeEach(() => writeOfDevice("door", {}));
afterEach(() => jest.restoreAllMocks());

/** A sheet that takes each word. */
function sheetOf(people: (number | null)[]) {
  let now = sheet(people);
  return {
    ...COORDINATOR,
    PartSheet: () => ({ partSheet: now }),
    MarkParts: ({ marks }: Sent) => {
      now = sheet(
        now.people.map(
          (each) => marks.findLast(({ inmateId }) => inmateId === each.inmate.id)?.minutes ?? each.minutes,
        ),
      );
      return { markParts: { __typename: "PartSheet", ...now } };
    },
  };
}

test("one tap says that somebody took part for as long as the date lasts, another changes it", async () => {
  const { service, leave } = await atOffice(PATH, sheetOf([null, null, null]));
  expect(await screen.findByText("Falta anotar a 3 personas.")).toBeTruthy();
  await tap("Inventado 1, Juan");
  expect(await screen.findByText("Participó 1 h 30 min")).toBeTruthy();
  await tap("Inventado 1, Juan");
  await write("Minutos, Inventado 1, Juan", "45");
  await tap("Guardar los minutos");
  expect(await screen.findByText("Participó 45 min")).toBeTruthy();
  await userEvent.press(screen.getByLabelText("No participó: Inventado 2, Juan"));
  await tap("Los que faltan participaron 1 h 30 min");

  expect(await screen.findByText("No falta nadie por anotar.")).toBeTruthy();
  await waitFor(() => {
    const marks = (service.sent("MarkParts") as Sent[]).flatMap((each) => each.marks);
    expect(marks.map(({ inmateId, minutes }) => [inmateId, minutes])).toEqual([
      ["i1", 90],
      ["i1", 45],
      ["i2", 0],
      ["i3", 90],
    ]);
  });
  leave();
});

test("without signal it waits on the phone and is sent when somebody answers", async () => {
  const of = sheetOf([null, 60]);
  const { service, leave } = await atOffice(PATH, { ...of, MarkParts: SILENCE });
  await tap("Inventado 1, Juan");
  expect(await screen.findByText("Por enviar: 1")).toBeTruthy();
  expect(screen.getByText("Por enviar")).toBeTruthy();
  service.say("MarkParts", of.MarkParts);
  await tap("Enviar ahora");
  await waitFor(() => expect(screen.queryByText("Por enviar: 1")).toBeNull());
  expect(screen.getByText("Participó 1 h 30 min")).toBeTruthy();
  expect(screen.getByText("Participó 1 h")).toBeTruthy();
  leave();
});

test("what is not taken of a sheet is shown with why, by name", async () => {
  const { leave } = await atOffice(PATH, {
    ...sheetOf([null]),
    MarkParts: { markParts: problem("NOT_FOUND", "Esta fecha ya no está a su cargo.") },
  });
  await tap("Inventado 1, Juan");
  expect(await screen.findByText("1 no se aceptó")).toBeTruthy();
  await tap("Ver cuáles y por qué");
  expect(await screen.findByText("Inventado 1, Juan · Participó 1 h 30 min")).toBeTruthy();
  leave();
});

test("a sheet without people says where they are named; without signal, that nothing is kept", async () => {
  const { leave } = await atOffice(PATH, sheetOf([]));
  expect(await screen.findByText(/^Nadie está anotado como participante/)).toBeTruthy();
  leave();
  const dark = await atOffice(PATH, { ...COORDINATOR, PartSheet: SILENCE });
  expect(await screen.findByText(/Aquí todavía no hay nada guardado/)).toBeTruthy();
  dark.leave();
});

const HELD = {
  id: DATE,
  startsAt: "2026-01-10T20:00:00Z",
  state: "PLANNED",
  audience: [
    { guestClass: "RELATIVE", adults: 30, children: 12 },
    { guestClass: "OFFICIAL", adults: 2, children: 0 },
    { guestClass: "STAFF", adults: 0, children: 0 },
  ],
  parts: 14,
  minutes: 1260,
  noShows: 3,
};

test("from an event one comes to what came of its dates; no-shows are a number, and nobody is punished", async () => {
  const { leave } = await atOffice("/office/events/e1", {
    ...COORDINATOR,
    OfficeEvent: released(),
    ReleasePreview: SILENCE,
    EventAttendance: { eventAttendance: [HELD] },
  });
  await tap("Asistencia y horas");

  expect(await screen.findByText("Vinieron: 44 personas")).toBeTruthy();
  expect(screen.getByText("Familiares: 30 personas adultas y 12 menores de edad")).toBeTruthy();
  expect(screen.queryByText(/^Personal:/)).toBeNull();
  expect(screen.getByText("Participaron: 14 personas, 21 h en total")).toBeTruthy();
  expect(
    screen.getByText(
      "3 familias con lugar no vinieron. Es solo un número: a nadie se le castiga por no venir.",
    ),
  ).toBeTruthy();
  leave();
});

test("dates whose door was not kept tell no number of no-shows, a cancelled one says so, and none is told as none", async () => {
  const dates = [
    { ...HELD, audience: [], parts: 0, minutes: 0, noShows: null },
    { ...HELD, id: "d2", state: "CANCELLED", noShows: null },
  ];
  const { service, leave } = await atOffice("/office/events/e1/attendance", {
    ...COORDINATOR,
    EventAttendance: { eventAttendance: dates },
  });
  expect(await screen.findByText("Nadie fue contado en la puerta.")).toBeTruthy();
  expect(screen.getByText("Cancelada")).toBeTruthy();
  expect(screen.queryByText(/castiga/)).toBeNull();
  leave();
  service.say("EventAttendance", { eventAttendance: [] });
  const empty = await atOffice("/office/events/e1/attendance", {
    ...COORDINATOR,
    EventAttendance: { eventAttendance: [] },
  });
  expect(await screen.findByText(/^Todavía no empezó ninguna fecha/)).toBeTruthy();
  empty.leave();
});

const PERSON = {
  inmate: { id: "i1", givenNames: "Juan", surnames: "Inventado 1" },
  minutes: 270,
  dates: 3,
  certificate: null as object | null,
};

test("hours are certified in a language that is chosen, and the paper is kept as a PDF", async () => {
  jest.spyOn(print, "printAsync").mockResolvedValue();
  const certificate = { id: "c1", number: "K7MP3", issuedAt: "2026-01-12T15:00:00Z" };
  let now = PERSON;
  const { service, leave } = await atOffice("/office/events/e1/hours", {
    ...COORDINATOR,
    EventHours: () => ({ eventHours: [now] }),
    IssueHoursCertificate: () => {
      now = { ...PERSON, certificate };
      return {
        issueHoursCertificate: { __typename: "PrintedCertificate", id: "c1", pdf: "JVBERg==" },
      };
    },
  });
  expect(await screen.findByText("4 h 30 min en 3 fechas")).toBeTruthy();
  await choose("Runasimi");
  await tap("Inventado 1, Juan");
  await tap("Constancia de horas en PDF");

  expect(await screen.findByText("Listo: la constancia está en PDF.")).toBeTruthy();
  expect(service.sent("IssueHoursCertificate")[0]).toMatchObject({
    eventId: "e1",
    inmateId: "i1",
    language: "quz",
  });
  expect(print.printAsync).toHaveBeenCalledWith({ uri: "data:application/pdf;base64,JVBERg==" });
  expect(await screen.findByText(/^Constancia K7MP3, del /)).toBeTruthy();
  leave();
});

test("a certificate that is refused says why, one that is not answered may be asked for again", async () => {
  const { service, leave } = await atOffice("/office/events/e1/hours", {
    ...COORDINATOR,
    EventHours: { eventHours: [PERSON] },
    IssueHoursCertificate: SILENCE,
  });
  await tap("Inventado 1, Juan");
  await tap("Constancia de horas en PDF");
  expect(await screen.findByText(/^No hubo respuesta/)).toBeTruthy();
  service.say("IssueHoursCertificate", { issueHoursCertificate: problem("NOT_FOUND", "No se encontró.") });
  await tap("Constancia de horas en PDF");
  expect(await screen.findByText("No se encontró.")).toBeTruthy();
  const [first, second] = service.sent("IssueHoursCertificate");
  expect(first?.requestId).toBe(second?.requestId);
  leave();
});

test("nobody's hours yet, no signal, and a refusal each say what to do", async () => {
  const at = (EventHours: unknown) => atOffice("/office/events/e1/hours", { ...COORDINATOR, EventHours });
  const none = await at({ eventHours: [] });
  expect(await screen.findByText(/^Todavía no hay horas anotadas/)).toBeTruthy();
  none.leave();
  const dark = await at(SILENCE);
  expect(await screen.findByText(/^No hay señal/)).toBeTruthy();
  dark.leave();
  const no = await at(refusal("NOT_FOUND", "No se encontró."));
  expect(await screen.findByText("No se encontró.")).toBeTruthy();
  no.leave();
});
