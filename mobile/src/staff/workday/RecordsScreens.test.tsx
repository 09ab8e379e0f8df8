import { act, screen, userEvent, waitFor, within } from "@testing-library/react-native";
import { writeOfDevice } from "@/data/vault";
import { daysLater, longDay } from "@/l10n/dates";
import { go } from "@/nav/history";
import { atOffice, choose, tap, write } from "@/testing/office";
import { record, recorded, SHOP, sheetPath, taken, workDay, worker, workshopOf, YESTERDAY } from "./invented";

type Sent = {
  records: { id: string; enrolmentId: string; absence?: string; pieces?: object[]; minutes: number }[];
};

beforeEach(async () => {
  for (const name of ["work", "work-drafts", "clock"]) await writeOfDevice(name, {});
});

const BEFORE = longDay(daysLater(YESTERDAY, -1));
const line = (nth: number) => screen.findByText(`Inventado ${nth}, Juan`);
const opened = async (nth: number) => userEvent.press(await line(nth));

test("two versions stand side by side, and one is chosen with a reason", async () => {
  const of = workshopOf(2);
  const stands = record("r9", YESTERDAY, { minutes: 300, endsAt: `${YESTERDAY}T18:00:00Z` });
  const conflict = (said: { id: string }) => ({
    id: "c1",
    worker: { inmateId: "i1", surnames: "Inventado 1", givenNames: "Juan" },
    said: { ...record("x", YESTERDAY), isolation: false, enrolmentId: "e1", ...said },
    stands,
    recordedAt: `${YESTERDAY}T23:00:00Z`,
    recordedBy: "s2",
  });
  let rival = "";
  const { service, leave } = await atOffice(sheetPath(), {
    ...of,
    RecordWork: ({ records }: Sent) =>
      taken(
        records.map(({ id, enrolmentId }) => {
          if (enrolmentId !== "e1") return recorded(id);
          rival = id;
          return { __typename: "RowConflict", id, stands };
        }),
      ),
    WorkConflicts: () => ({ workConflicts: rival ? [conflict({ id: rival })] : [] }),
    SettleConflict: { settleConflict: { __typename: "ConflictSettled", id: "c1", recordId: "r9" } },
  });
  await tap(`Todos como el ${BEFORE}`);
  await tap("Guardar a 2 personas");
  expect(await screen.findByText("Hay dos versiones")).toBeTruthy();
  act(() => go("/office/workday/rivals"));
  const [first] = await screen.findAllByLabelText("La que está anotada");
  const [second] = screen.getAllByLabelText("La que llegó después");
  expect(within(first as never).getByText("5 h")).toBeTruthy();
  expect(within(second as never).getByText("8 h")).toBeTruthy();

  await tap("Guardar la decisión");
  expect(screen.getByText("Elija una de las dos.")).toBeTruthy();
  await choose("La que llegó después");
  await tap("Guardar la decisión");
  expect(screen.getByText(/El motivo es muy corto/)).toBeTruthy();
  await write("Por qué vale esa", "Salió a las cuatro, lo vi yo.");
  rival = "";
  await tap("Guardar la decisión");

  expect(await screen.findByText("No hay versiones por comparar.")).toBeTruthy();
  expect(service.sent("SettleConflict")).toMatchObject([
    { conflictId: "c1", keep: "MINE", reason: "Salió a las cuatro, lo vi yo." },
  ]);
  act(() => go("/office/workday/records"));
  expect(await screen.findByRole("heading", { name: "Registros en este celular" })).toBeTruthy();
  expect(screen.queryByText(/dos versiones/)).toBeNull();
  leave();
});

test("what is recorded is corrected with a reason, and the person's word is kept", async () => {
  const of = workshopOf(1);
  const standing = record("r1", YESTERDAY, { recordedAt: new Date().toISOString() });
  const WorkDay = ({ onDay }: { onDay: string }) =>
    workDay(onDay, [worker(1, onDay, onDay === YESTERDAY ? { records: [standing] } : {})]);
  const { service, leave } = await atOffice(sheetPath(), {
    ...of,
    WorkDay,
    CorrectWork: { correctWork: recorded("r2") },
    AnswerWork: { answerWork: { __typename: "WorkChanged", id: "r1" } },
  });
  await opened(1);
  expect(await screen.findByText("Cuenta 8 h para la redención.")).toBeTruthy();

  await tap("Lo que dice la persona");
  await choose("No está de acuerdo");
  await tap("Guardar lo que dijo");
  expect(screen.getByText("Escriba lo que dijo la persona.")).toBeTruthy();
  await write("Con qué no está de acuerdo", "Hice catorce, no doce.");
  await choose("Puso su huella");
  await tap("Guardar lo que dijo");
  await waitFor(() => expect(service.sent("AnswerWork")).toHaveLength(1));
  expect(service.sent("AnswerWork")[0]).toMatchObject({
    recordId: "r1",
    outcome: "OBJECTED",
    sign: "PRINT",
    words: "Hice catorce, no doce.",
  });

  await tap("Corregir");
  await write("Por qué se corrige", "Se contó mal la ruma.");
  await write("Piezas", "14");
  await tap("Guardar la corrección");
  await waitFor(() => expect(service.sent("CorrectWork")).toHaveLength(1));
  expect(service.sent("CorrectWork")[0]).toMatchObject({
    recordId: "r1",
    reason: "Se contó mal la ruma.",
    record: { enrolmentId: "e1", pieces: [{ made: 14 }] },
  });
  leave();
});

test("the paper is typed and compared", async () => {
  const { service, leave } = await atOffice(`${sheetPath()}/paper`, {
    ...workshopOf(2),
    EnterSheet: { enterSheet: { __typename: "WorkChanged", id: "s1" } },
    SheetDifferences: {
      sheetDifferences: [
        {
          onDay: YESTERDAY,
          worker: { inmateId: "i1", surnames: "Inventado 1", givenNames: "Juan" },
          paperMinutes: 450,
          recordedMinutes: 480,
          paperPieces: [{ priceId: "p1", made: 11, rejected: 1 }],
          recordedPieces: [{ priceId: "p1", made: 12, rejected: 0 }],
        },
      ],
    },
  });
  await tap("Guardar el papel");
  expect(screen.getByText("Escriba por lo menos las horas de una persona.")).toBeTruthy();
  await write("Horas de Inventado 1, Juan", "7:30");
  await write("Hechas, Silla: Lijado, Inventado 1, Juan", "11");
  await write("Rechazadas, Silla: Lijado, Inventado 1, Juan", "1");
  await tap("Guardar el papel: 1 persona");

  expect(await screen.findByText("En el papel: 7 h 30 min · Silla: Lijado 11 − 1")).toBeTruthy();
  expect(screen.getByText("Anotado: 8 h · Silla: Lijado 12")).toBeTruthy();
  expect(service.sent("EnterSheet")).toMatchObject([
    {
      workshopId: SHOP,
      onDay: YESTERDAY,
      lines: [{ inmateId: "i1", minutes: 450, pieces: [{ priceId: "p1", made: 11, rejected: 1 }] }],
    },
  ]);
  leave();
});
