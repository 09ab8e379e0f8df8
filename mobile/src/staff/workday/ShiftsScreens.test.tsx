import { act, screen, userEvent, waitFor, within } from "@testing-library/react-native";
import { readOfDevice, writeOfDevice } from "@/data/vault";
import { daysLater, longDay } from "@/l10n/dates";
import { go } from "@/nav/history";
import { atOffice, tap, write } from "@/testing/office";
import { SILENCE } from "@/testing/service";
import { untilKept } from "@/testing/visit";
import { record, recorded, sheetPath, taken, workDay, worker, workshopOf, YESTERDAY } from "./invented";

type Sent = {
  records: { id: string; enrolmentId: string; shift: number; minutes: number; pieces: object[] }[];
};

beforeEach(async () => {
  for (const name of ["work", "work-drafts", "clock"]) await writeOfDevice(name, {});
});

const BEFORE = longDay(daysLater(YESTERDAY, -1));
const CLASH = "Esas horas se cruzan con otro turno de la persona, de 08:00 a 16:00.";
const opened = async (name: string) => userEvent.press(await screen.findByText(name));
const said = (sent: Sent | undefined) =>
  sent?.records.map((each) => [each.enrolmentId, each.shift, each.minutes]);

/** From six to eight in the evening. */
const evening = (id: string, onDay: string, about: object = {}) =>
  record(id, onDay, {
    shift: 2,
    beginsAt: `${onDay}T23:00:00Z`,
    endsAt: `${daysLater(onDay, 1)}T01:00:00Z`,
    minutes: 120,
    countableMinutes: 0,
    ...about,
  });

test("a second shift is written without signal, with hours and pieces of its own, and sent with the first", async () => {
  const of = workshopOf(2);
  const first = await atOffice(sheetPath(), of);
  await screen.findByText("Inventado 1, Juan");
  await act(untilKept);
  first.leave();
  const dark = { ...of, Me: SILENCE, WorkDay: SILENCE, RecordWork: SILENCE, Workshops: SILENCE };
  const { profile, leave } = await atOffice(sheetPath(), dark, first.profile);

  await opened("Inventado 2, Juan");
  expect(screen.queryByText("Agregar otro turno")).toBeNull();
  await tap("Listo");
  await opened("Inventado 2, Juan");
  await tap("Agregar otro turno");
  expect(await screen.findByRole("heading", { name: "Inventado 2, Juan, turno 2" })).toBeTruthy();
  // It begins where the first one ended; nobody guesses how long it lasts, or what was made.
  expect(screen.getByLabelText("Entró").props.value).toBe("16:00");
  await tap("Listo");
  expect(screen.getByText("Escriba una hora, como 8:00 o 16:30.")).toBeTruthy();
  await write("Entró", "15:30");
  await write("Salió", "18:00");
  expect(screen.getByText(CLASH)).toBeTruthy();
  await tap("Listo");
  expect(screen.getByText(CLASH)).toBeTruthy();
  await write("Entró", "16:30");
  expect(screen.queryByText(CLASH)).toBeNull();
  await userEvent.press(screen.getByLabelText("Silla: Lijado"));
  await write("Piezas", "3");
  await tap("Listo");

  // Back on the sheet: two lines of one person.
  expect(await screen.findByText("Inventado 2, Juan, turno 1")).toBeTruthy();
  expect(screen.getByText("Inventado 2, Juan, turno 2")).toBeTruthy();
  expect(screen.getByText("2 personas. Falta 1 persona.")).toBeTruthy();
  await write("Silla: Lijado, Inventado 2, Juan, turno 2", "4");
  await tap("Guardar a 1 persona");
  await waitFor(() => expect(screen.getAllByText("Guardado, por enviar")).toHaveLength(2));
  leave();
  const kept = JSON.stringify(await readOfDevice("work"));
  expect(kept).toContain('"shift":2');
  expect(kept).not.toContain("Inventado");

  const reopened = await atOffice("/office/workday/records", of, profile);
  await waitFor(() => expect(screen.queryByText(/esperan la señal/)).toBeNull());
  const [sent, ...more] = reopened.service.sent("RecordWork") as Sent[];
  expect(more).toEqual([]);
  expect(said(sent)).toEqual([
    ["e2", 1, 480],
    ["e2", 2, 90],
  ]);
  expect(sent?.records[1]?.pieces).toEqual([{ priceId: "p1", made: 4, rejected: 0, rejectReason: null }]);
  reopened.leave();
});

test("for all as yesterday: a second shift for whoever had one yesterday, and for nobody else", async () => {
  const before = daysLater(YESTERDAY, -1);
  const { service, leave } = await atOffice(sheetPath(), {
    ...workshopOf(3),
    WorkDay: ({ onDay }: { onDay: string }) =>
      workDay(onDay, [
        worker(1, onDay),
        worker(2, onDay, { before: [record("b1", before), evening("b2", before)] }),
        worker(3, onDay),
      ]),
  });
  // Of whom something is said already nothing is copied.
  await tap(`Todos como el ${BEFORE}`);
  expect(await screen.findByText("Inventado 2, Juan, turno 2")).toBeTruthy();
  await tap("Guardar a 3 personas");
  await waitFor(() => expect(service.sent("RecordWork")).toHaveLength(1));
  const [sent] = service.sent("RecordWork") as Sent[];
  expect(said(sent)).toEqual([
    ["e1", 1, 480],
    ["e2", 1, 480],
    ["e2", 2, 120],
    ["e3", 1, 480],
  ]);
  leave();
});

test("of whom one shift is written nothing more is copied", async () => {
  const before = daysLater(YESTERDAY, -1);
  const both = { before: [record("b1", before), evening("b2", before)] };
  const { service, leave } = await atOffice(sheetPath(), {
    ...workshopOf(2),
    WorkDay: ({ onDay }: { onDay: string }) =>
      workDay(onDay, [worker(1, onDay, both), worker(2, onDay, both)]),
  });
  await opened("Inventado 1, Juan");
  await tap("Listo");
  await tap(`Todos como el ${BEFORE}`);
  expect(await screen.findByText("Inventado 2, Juan, turno 2")).toBeTruthy();
  expect(screen.getByText("Inventado 1, Juan")).toBeTruthy();

  // From one shift to the other of the same person, without the sheet in between.
  await opened("Inventado 2, Juan, turno 1");
  await tap("Turno 2");
  await tap("Dejar en blanco");
  expect(await screen.findByText("Inventado 2, Juan")).toBeTruthy();
  await tap("Guardar a 2 personas");
  await waitFor(() => expect(service.sent("RecordWork")).toHaveLength(1));
  expect(said((service.sent("RecordWork") as Sent[])[0])).toEqual([
    ["e1", 1, 480],
    ["e2", 1, 480],
  ]);
  leave();
});

test("hours that cross what another phone recorded meanwhile are told on the sheet, and not kept", async () => {
  const before = daysLater(YESTERDAY, -1);
  const of = workshopOf(1);
  const sheet = (records: object[]) => ({
    ...of,
    WorkDay: ({ onDay }: { onDay: string }) =>
      workDay(onDay, [worker(1, onDay, { before: [record("b1", before), evening("b2", before)], records })]),
  });
  const first = await atOffice(sheetPath(), sheet([]));
  await tap(`Todos como el ${BEFORE}`);
  await screen.findByText("Guardar a 1 persona");
  first.leave();

  const longer = record("r1", YESTERDAY, { endsAt: `${daysLater(YESTERDAY, 1)}T00:00:00Z`, minutes: 660 });
  const { leave } = await atOffice(sheetPath(), sheet([longer]), first.profile);
  expect(await screen.findByText(/^18:00 a 20:00 · 2 h · Se cruza con otro turno$/)).toBeTruthy();
  expect(screen.getByText("Falta corregir los datos de 1 persona.")).toBeTruthy();
  expect(screen.queryByText(/^Guardar a/)).toBeNull();
  leave();
});

test("a second shift that is recorded stands in the list, and is corrected as what it is", async () => {
  const now = { recordedAt: new Date().toISOString() };
  const { service, leave } = await atOffice(sheetPath(), {
    ...workshopOf(1),
    WorkDay: ({ onDay }: { onDay: string }) =>
      workDay(onDay, [
        worker(1, onDay, {
          records: [record("r1", YESTERDAY, now), evening("r2", YESTERDAY, now)],
        }),
      ]),
    CorrectWork: { correctWork: recorded("r3") },
  });
  await waitFor(() => expect(screen.getAllByText("Anotado")).toHaveLength(2));
  await opened("Inventado 1, Juan, turno 2");
  expect(await screen.findByText("18:00 a 20:00")).toBeTruthy();
  const others = within(await screen.findByLabelText("Otros turnos de este día"));
  expect(others.getByText("Turno 1")).toBeTruthy();
  expect(screen.getByText("Agregar otro turno")).toBeTruthy();
  await tap("Corregir");
  await write("Por qué se corrige", "Salió media hora antes.");
  await write("Entró", "15:00");
  await tap("Guardar la corrección");
  expect(screen.getByText(CLASH)).toBeTruthy();
  expect(service.sent("CorrectWork")).toEqual([]);
  await write("Entró", "18:00");
  await write("Salió", "19:30");
  await tap("Guardar la corrección");

  await waitFor(() => expect(service.sent("CorrectWork")).toHaveLength(1));
  expect(service.sent("CorrectWork")[0]).toMatchObject({
    recordId: "r2",
    record: { enrolmentId: "e1", shift: 2, minutes: 90 },
  });
  leave();
});

test("a second shift that is refused says why and which it is, and is mended without the first", async () => {
  const words = "La persona ya tiene un trabajo registrado en esas horas.";
  const of = workshopOf(1);
  const { service, leave } = await atOffice(sheetPath(), {
    ...of,
    WorkDay: ({ onDay }: { onDay: string }) =>
      workDay(onDay, [worker(1, onDay, { records: [record("r1", YESTERDAY)] })]),
    RecordWork: ({ records }: Sent) =>
      taken(
        records.map(({ id }) => ({
          __typename: "RowRefused",
          id,
          reason: "OVERLAP",
          message: words,
          field: null,
        })),
      ),
  });
  await opened("Inventado 1, Juan");
  await tap("Agregar otro turno");
  await write("Entró", "18:00");
  await write("Salió", "20:00");
  await tap("Listo");
  await tap("Guardar a 1 persona");
  expect(await screen.findByText("No se aceptó")).toBeTruthy();

  act(() => go("/office/workday/records"));
  const day = longDay(YESTERDAY);
  expect(await screen.findByText(`${day}, turno 2. 18:00 a 20:00 · 2 h. ${words}`)).toBeTruthy();
  await tap(/Inventado 1/);
  expect(await screen.findByRole("heading", { name: "Inventado 1, Juan, turno 2" })).toBeTruthy();
  service.say("RecordWork", of.RecordWork);
  await write("Entró", "19:00");
  await tap("Guardar y enviar otra vez");
  await waitFor(() => expect(service.sent("RecordWork")).toHaveLength(2));
  expect(said((service.sent("RecordWork") as Sent[])[1])).toEqual([["e1", 2, 60]]);
  leave();
});

test("two versions of a second shift say which shift it is", async () => {
  const { leave } = await atOffice("/office/workday/rivals", {
    ...workshopOf(1),
    WorkConflicts: {
      workConflicts: [
        {
          id: "c1",
          worker: { inmateId: "i1", surnames: "Inventado 1", givenNames: "Juan" },
          said: { ...evening("x", YESTERDAY), isolation: false, enrolmentId: "e1" },
          stands: evening("r9", YESTERDAY, { minutes: 60 }),
          recordedAt: `${YESTERDAY}T23:00:00Z`,
          recordedBy: "s2",
        },
      ],
    },
  });
  expect(await screen.findByText(`${longDay(YESTERDAY)}, turno 2`)).toBeTruthy();
  leave();
});
