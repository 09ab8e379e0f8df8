import { act, screen, userEvent, waitFor } from "@testing-library/react-native";
import { AppState, type AppStateStatus } from "react-native";
import { writeOfDevice } from "@/data/vault";
import { daysLater, longDay } from "@/l10n/dates";
import { go } from "@/nav/history";
import { atOffice, choose, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { untilKept } from "@/testing/visit";
import { recorded, sheetPath, taken, workDay, worker, workshopOf, YESTERDAY } from "./invented";

type Sent = {
  records: { id: string; enrolmentId: string; absence?: string; pieces?: object[]; minutes: number }[];
};

/** Whoever listens for the app being looked at again. */
const appStates = new Set<(state: AppStateStatus) => void>();

beforeEach(async () => {
  jest.spyOn(AppState, "addEventListener").mockImplementation((_, call) => {
    appStates.add(call as (state: AppStateStatus) => void);
    return { remove: () => appStates.delete(call as (state: AppStateStatus) => void) } as never;
  });
  for (const name of ["work", "work-drafts", "clock"]) await writeOfDevice(name, {});
});

const BEFORE = longDay(daysLater(YESTERDAY, -1));
const line = (nth: number) => screen.findByText(`Inventado ${nth}, Juan`);
const opened = async (nth: number) => userEvent.press(await line(nth));

test("a whole workshop of forty, with five exceptions, takes few taps and one request", async () => {
  const { service, leave } = await atOffice("/office/workday", workshopOf(40));
  let taps = 0;
  const press = async (name: string | RegExp) => {
    taps += 1;
    await tap(name);
  };
  // The list of workshops leads to today; the shifts of a day that is over are sent at once.
  await screen.findByText("Carpintería");
  act(() => go(sheetPath()));
  taps += 1;

  await press(`Todos como el ${BEFORE}`);
  expect(await screen.findByText("Guardar a 40 personas")).toBeTruthy();
  for (const nth of [3, 9, 17, 28]) {
    await opened(nth);
    await choose("Atención médica");
    taps += 2;
    await press("Listo");
  }
  taps += 1;
  await write("Silla: Lijado, Inventado 12, Juan", "20");
  await press("Guardar a 40 personas");

  expect(await screen.findByText(/La hoja quedó guardada/)).toBeTruthy();
  await waitFor(() => expect(screen.getAllByText("Anotado")).toHaveLength(40));
  const [sent, ...more] = service.sent("RecordWork") as Sent[];
  expect(more).toEqual([]);
  expect(sent?.records).toHaveLength(40);
  expect(sent?.records.filter((each) => each.absence === "MEDICAL").map((each) => each.enrolmentId)).toEqual([
    "e3",
    "e9",
    "e17",
    "e28",
  ]);
  expect(sent?.records.find((each) => each.enrolmentId === "e12")?.pieces).toEqual([
    { priceId: "p1", made: 20, rejected: 0, rejectReason: null },
  ]);
  // At four seconds a tap, and it is more than one a second: well under two minutes.
  expect(taps).toBeLessThanOrEqual(25);
  leave();
}, 120_000);

test("without signal a sheet is written from what was read before, kept, and sent when somebody answers", async () => {
  const of = workshopOf(3);
  const first = await atOffice(sheetPath(), of);
  await line(1);
  await act(untilKept);
  first.leave();

  const dark = { ...of, Me: SILENCE, WorkDay: SILENCE, RecordWork: SILENCE, Workshops: SILENCE };
  const { service, profile, leave } = await atOffice(sheetPath(), dark, first.profile);
  await tap(`Todos como el ${BEFORE}`);
  await tap("Guardar a 3 personas");
  await waitFor(() => expect(screen.getAllByText("Guardado, por enviar")).toHaveLength(3));
  leave();

  const reopened = await atOffice("/office/workday", dark, profile);
  expect(await screen.findByText("3 por enviar.")).toBeTruthy();
  const tried = service.sent("RecordWork") as Sent[];
  reopened.service.say("RecordWork", of.RecordWork);
  await tap("Registros en este celular");
  await tap("Enviar ahora");
  await waitFor(() => expect(screen.queryByText(/esperan la señal/)).toBeNull());
  const ids = (reopened.service.sent("RecordWork") as Sent[]).at(-1)?.records.map((each) => each.id);
  expect(ids).toEqual(tried[0]?.records.map((each) => each.id));
  reopened.leave();
});

test("a day that was never read is written from the last sheet, and says whose list it is", async () => {
  const of = workshopOf(2);
  const first = await atOffice(sheetPath(daysLater(YESTERDAY, -1)), of);
  await line(1);
  await act(untilKept);
  first.leave();

  const { leave } = await atOffice(sheetPath(), { ...of, WorkDay: SILENCE }, first.profile);
  const known = longDay(daysLater(YESTERDAY, -1));
  expect(
    await screen.findByText(
      `Sin señal: la lista y los precios son los del ${known}. Revise que no falte nadie.`,
    ),
  ).toBeTruthy();
  expect(await line(2)).toBeTruthy();
  leave();
});

test("a half-written sheet outlives the app, and midnight", async () => {
  const of = workshopOf(2);
  const first = await atOffice(sheetPath(), of);
  await opened(1);
  await choose("Diligencia judicial");
  await tap("Listo");
  expect(await screen.findByText("Guardar a 1 persona")).toBeTruthy();
  first.leave();

  const { leave } = await atOffice(sheetPath(), of, first.profile);
  expect(await screen.findByText("No trabajó: Diligencia judicial")).toBeTruthy();
  expect(screen.getByText("Esta hoja es de un día que ya pasó. Termínela, o vaya a la de hoy.")).toBeTruthy();
  expect(screen.getByText("Guardar a 1 persona")).toBeTruthy();
  leave();
});

test("of a sheet that is partly refused the rest stands, and the refused one says why and is mended", async () => {
  const of = workshopOf(3);
  const { service, leave } = await atOffice(sheetPath(), {
    ...of,
    RecordWork: ({ records }: Sent) =>
      taken(
        records.map(({ id, enrolmentId }) =>
          enrolmentId === "e2"
            ? {
                __typename: "RowRefused",
                id,
                reason: "OVERLAP",
                message: "La persona ya tiene un trabajo registrado en esas horas.",
                field: null,
              }
            : recorded(id, { flags: [{ flag: "SEVENTH_DAY", words: "Trabajó siete días seguidos." }] }),
        ),
      ),
  });
  await tap(`Todos como el ${BEFORE}`);
  await tap("Guardar a 3 personas");
  expect(await screen.findByText("No se aceptó")).toBeTruthy();
  expect(screen.getAllByText("Anotado")).toHaveLength(2);

  act(() => go("/office/workday/records"));
  expect(await screen.findByText(/Inventado 2/)).toBeTruthy();
  expect(screen.getByText(/La persona ya tiene un trabajo registrado en esas horas/)).toBeTruthy();
  expect(screen.getAllByText(/Trabajó siete días seguidos/)).toHaveLength(2);
  await tap(/Inventado 2/);
  service.say("RecordWork", of.RecordWork);
  await write("Entró", "9");
  await tap("Guardar y enviar otra vez");
  await waitFor(() => expect(service.sent("RecordWork")).toHaveLength(2));
  expect((service.sent("RecordWork") as Sent[])[1]?.records).toMatchObject([
    { enrolmentId: "e2", minutes: 420 },
  ]);
  leave();
});

test("a price that changed meanwhile is put right in one tap, for all", async () => {
  const of = workshopOf(2);
  const now = { id: "p2", product: "Silla", operation: "Lijado", grade: null, basis: "PIECE", rate: "1.50" };
  const { service, leave } = await atOffice(sheetPath(), {
    ...of,
    RecordWork: ({ records }: Sent) =>
      taken(
        records.map(({ id }) => ({
          __typename: "RowRefused",
          id,
          reason: "PRICE_NOT_LIVE",
          message: "Ese día regía otro precio.",
          field: null,
        })),
      ),
  });
  await tap(`Todos como el ${BEFORE}`);
  await tap("Guardar a 2 personas");
  await waitFor(() => expect(screen.getAllByText("No se aceptó")).toHaveLength(2));
  service.say("WorkDay", ({ onDay }: { onDay: string }) =>
    workDay(onDay, [worker(1, onDay), worker(2, onDay)], { prices: [now] }),
  );
  service.say("RecordWork", of.RecordWork);
  act(() => go("/office/workday/records"));
  await tap("Enviar con el precio que rige");

  await waitFor(() => expect(service.sent("RecordWork")).toHaveLength(2));
  const [one, other] = (service.sent("RecordWork") as Sent[])[1]?.records ?? [];
  expect([one?.pieces, other?.pieces]).toEqual(
    Array(2).fill([{ priceId: "p2", made: 12, rejected: 0, rejectReason: null }]),
  );
  leave();
});

test("the sheets of one's own workshops are read ahead, for today and tomorrow; nobody else's are looked at", async () => {
  const of = workshopOf(2);
  const first = await atOffice("/office/workday", of);
  expect(await screen.findByText("2 personas")).toBeTruthy();
  expect(first.service.sent("WorkDay")).toEqual([]);
  await tap("Carpintería");
  await line(1);
  await act(untilKept);
  first.leave();

  const { service, leave } = await atOffice("/office/workday", of, first.profile);
  expect(await screen.findByText("Faltan 2 personas")).toBeTruthy();
  const days = service.sent("WorkDay").map((each) => each.onDay);
  expect(days).toEqual([daysLater(YESTERDAY, 1), daysLater(YESTERDAY, 2)]);
  leave();
});

test("what is being written stays while the sheet is asked for again without signal", async () => {
  const of = workshopOf(2);
  const first = await atOffice(sheetPath(daysLater(YESTERDAY, -1)), of);
  await line(1);
  await act(untilKept);
  first.leave();

  const { leave, service } = await atOffice(sheetPath(), { ...of, WorkDay: SILENCE }, first.profile);
  await opened(1);
  await write("Entró", "7:15");
  const before = service.sent("WorkDay").length;
  await act(async () => {
    for (const each of appStates) each("active");
  });
  await waitFor(() => expect(service.sent("WorkDay").length).toBeGreaterThan(before));
  expect(screen.getByLabelText("Entró").props.value).toBe("7:15");
  leave();
});

test("a closed month takes nothing more, and says where to ask", async () => {
  const { leave } = await atOffice(sheetPath(), {
    ...workshopOf(1),
    WorkDay: ({ onDay }: { onDay: string }) => workDay(onDay, [worker(1, onDay)], { monthState: "CLOSED" }),
  });
  expect(await screen.findByText(/Este mes ya está cerrado/)).toBeTruthy();
  expect(screen.queryByText(/^Todos como/)).toBeNull();
  await opened(1);
  expect(await screen.findByText(/Este mes ya está cerrado/)).toBeTruthy();
  expect(screen.queryByText("Listo")).toBeNull();
  leave();
});

test.each([
  ["a Sunday", { sunday: true }, "Es domingo. Sin autorización se anota, pero no cuenta."],
  [
    "a holiday",
    { holiday: "Año Nuevo" },
    "Es feriado: Año Nuevo. Sin autorización se anota, pero no cuenta.",
  ],
  [
    "an authorised holiday",
    { holiday: "Año Nuevo", authorised: "R-7" },
    "Es día de descanso, y está autorizado con el documento R-7.",
  ],
  [
    "a reviewed month",
    { monthState: "REVIEWED" },
    "Este mes ya fue revisado. Si anota algo, se tendrá que revisar otra vez.",
  ],
])("%s says what the law will make of it", async (_, about, words) => {
  // A Monday, unless the sheet of that day says otherwise.
  const day = (about as { sunday?: boolean }).sunday ? "2025-11-02" : "2025-11-03";
  const { leave } = await atOffice(sheetPath(day), {
    ...workshopOf(1),
    WorkDay: ({ onDay }: { onDay: string }) => workDay(onDay, [worker(1, onDay)], about),
  });
  expect(await screen.findByText(words)).toBeTruthy();
  leave();
});

test("hours and pieces that cannot be are said before anything is kept", async () => {
  const { leave } = await atOffice(sheetPath(), workshopOf(1));
  await opened(1);
  await write("Entró", "25");
  await tap("Listo");
  expect(screen.getByText("Escriba una hora, como 8:00 o 16:30.")).toBeTruthy();
  await write("Entró", "6:00");
  expect(screen.getByText(/Son más de 8 horas/)).toBeTruthy();
  await write("De ellas, rechazadas", "13");
  await tap("Listo");
  expect(screen.getByText("No puede haber más rechazadas que hechas.")).toBeTruthy();
  await write("De ellas, rechazadas", "1");
  await tap("Listo");
  expect(screen.getByText("Escriba el motivo.")).toBeTruthy();
  await write("Por qué se rechazaron", "Rajada");
  await tap("Listo");

  expect(await screen.findByText("Guardar a 1 persona")).toBeTruthy();
  leave();
});

test("the printed sheet needs a signal, and says so", async () => {
  const { service, leave } = await atOffice(sheetPath(), { ...workshopOf(1), WorkSheetPdf: SILENCE });
  await tap("Hoja de control para imprimir");
  expect(await screen.findByText(/Para imprimir hace falta señal/)).toBeTruthy();
  service.say("WorkSheetPdf", refusal("NOT_ALLOWED", "No puede verla."));
  await tap("Hoja de control para imprimir");
  expect(await screen.findByText("No puede verla.")).toBeTruthy();
  leave();
});

test("a phone whose clock is wrong records by the service's, and says so", async () => {
  const { service, leave } = await atOffice("/office/workday", workshopOf(1));
  await screen.findByText("Carpintería");
  expect(screen.queryByText(/hora de este celular/)).toBeNull();

  service.ahead = 48 * 3600_000;
  act(() => go(sheetPath()));
  await line(1);
  act(() => go("/office/workday"));
  const day = longDay(daysLater(YESTERDAY, 3));
  const words = `La hora de este celular está mal. Usamos la del servicio: hoy es ${day}.`;
  expect(await screen.findByText(words)).toBeTruthy();
  await waitFor(() =>
    expect(service.sent("WorkDay").map((each) => each.onDay)).toContain(daysLater(YESTERDAY, 3)),
  );

  service.ahead = 0;
  act(() => go(sheetPath(daysLater(YESTERDAY, -1))));
  await line(1);
  leave();
});

test("whoever may record no more is told so, and what waits is not lost", async () => {
  const { leave } = await atOffice(sheetPath(), {
    ...workshopOf(1),
    RecordWork: { recordWork: problem("NOT_ALLOWED", "Su función ya no permite anotar.") },
  });
  await tap(`Todos como el ${BEFORE}`);
  await tap("Guardar a 1 persona");
  expect(await screen.findByText("Su función ya no permite anotar.")).toBeTruthy();
  expect(screen.getByText("Guardado, por enviar")).toBeTruthy();
  leave();
});

test("leaving says how much was not sent", async () => {
  const of = { ...workshopOf(2), RecordWork: SILENCE };
  const { leave } = await atOffice(sheetPath(), of);
  await tap(`Todos como el ${BEFORE}`);
  await tap("Guardar a 2 personas");
  await screen.findAllByText("Guardado, por enviar");
  act(() => go("/settings"));
  await tap("Salir de la cuenta");
  expect(await screen.findByText(/Falta enviar 2 registros/)).toBeTruthy();
  leave();
});
