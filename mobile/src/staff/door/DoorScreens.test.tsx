import { act, screen, userEvent, waitFor, within } from "@testing-library/react-native";
import type { DoorMark } from "@/data/doorOutbox";
import { writeOfDevice } from "@/data/vault";
import { go } from "@/nav/history";
import { atOffice, choose, me, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { untilKept } from "@/testing/visit";
import { DATE, dateOf, doorOf, list, mark, surname } from "./invented";

type Sent = { occurrenceId: string; marks: DoorMark[] };

const OFFICER = { Me: me(["lurigancho", "GATE_OFFICER"]) };
const PATH = `/office/door/${DATE}`;

beforeEach(() => writeOfDevice("door", {}));

const guest = (nth: number, given = "Ana") =>
  screen.findByRole("checkbox", { name: new RegExp(`^${surname(nth)}, ${given}`) });
const press = async (nth: number, given = "Ana") => userEvent.press(await guest(nth, given));
const isIn = async (nth: number, given = "Ana") => (await guest(nth, given)).props.accessibilityState.checked;

test("a gate officer comes from the first screen to today's dates, and is told to open the list while there is signal", async () => {
  const door = doorOf(list(2));
  const { leave } = await atOffice("/", { ...door.answers, ...OFFICER });
  await tap("Puerta de las actividades");

  expect(await screen.findByText("Concierto de la tarde")).toBeTruthy();
  expect(screen.getByText(/Con lugar: 43 personas · Ábrala mientras haya señal/)).toBeTruthy();
  await tap("Concierto de la tarde");
  expect(await screen.findByText("0 de 7")).toBeTruthy();
  leave();
});

test("a day without dates says so, and a date that was called off says it in the list", async () => {
  const off = { ...list(1), id: "d2", title: "Feria", state: "CANCELLED" as const };
  const tomorrow = { ...dateOf(off), startsAt: "2036-11-22T20:00:00Z" };
  const { leave } = await atOffice("/office/door", { ...OFFICER, DoorDates: { doorDates: [tomorrow] } });

  expect(await screen.findByText("Hoy no hay actividades con puerta.")).toBeTruthy();
  expect(screen.getByText("Feria")).toBeTruthy();
  expect(screen.getByText("Cancelada")).toBeTruthy();
  leave();
});

test("one tap marks a guest as come; another one asks, and takes it back with a mark that undoes", async () => {
  const door = doorOf(list(3));
  const { service, leave } = await atOffice(PATH, { ...door.answers, ...OFFICER });
  await press(2);

  expect(await screen.findByText("1 de 9")).toBeTruthy();
  expect(await isIn(2)).toBe(true);
  expect(await isIn(2, "Beto")).toBe(false);
  await waitFor(() => expect(door.marks.size).toBe(1));
  const [first] = (service.sent("MarkDoor") as Sent[])[0]?.marks ?? [];
  expect(first).toMatchObject({ answerId: "a2", visitorId: "v2", adults: 1, children: 0, undoes: null });

  await press(2);
  expect(door.marks.size).toBe(1);
  await tap("No, sí entró");
  await press(2);
  await tap("Sí, quitar la marca");

  expect(await screen.findByText("0 de 9")).toBeTruthy();
  await waitFor(() => expect(door.marks.size).toBe(2));
  expect([...door.marks.values()].at(-1)).toMatchObject({ visitorId: "v2", adults: 0, undoes: first?.id });
  leave();
});

test("a tap too many marks once, and a whole household comes in with one tap", async () => {
  const door = doorOf(list(2));
  const { service, leave } = await atOffice(PATH, { ...door.answers, ...OFFICER });
  const one = await guest(1);
  await act(async () => {
    one.props.onClick?.({ stopPropagation: () => {}, preventDefault: () => {} });
    one.props.onClick?.({ stopPropagation: () => {}, preventDefault: () => {} });
  });
  await waitFor(() => expect(door.marks.size).toBe(1));
  await userEvent.press(await screen.findByLabelText(`Entraron todos: familia ${surname(2)}`));

  expect(await screen.findByText("3 de 7")).toBeTruthy();
  await waitFor(() => expect(door.marks.size).toBe(3));
  const sent = (service.sent("MarkDoor") as Sent[]).flatMap((each) => each.marks);
  expect(new Set(sent.map(({ visitorId }) => visitorId))).toEqual(new Set(["v1", "v2", "c2"]));
  leave();
});

test("without signal marks wait and say so, outlive the app, and what another phone marked comes with their answer", async () => {
  const door = doorOf(list(3));
  const first = await atOffice(PATH, { ...door.answers, ...OFFICER });
  await guest(1);
  await act(untilKept);
  first.leave();

  const dark = { Me: SILENCE, DoorDates: SILENCE, DoorList: SILENCE, MarkDoor: SILENCE };
  const away = await atOffice(PATH, dark, first.profile);
  await press(1);
  await press(1, "Beto");
  expect(await screen.findByText("Por enviar: 2")).toBeTruthy();
  expect(screen.getByText("2 de 9")).toBeTruthy();
  away.leave();

  const back = await atOffice(PATH, dark, first.profile);
  expect(await screen.findByText("Por enviar: 2")).toBeTruthy();
  expect(await isIn(1)).toBe(true);
  door.also(mark("other", { answerId: "a3", visitorId: "v3" }));
  door.also(mark("same", { answerId: "a1", visitorId: "v1" }));
  back.service.say("MarkDoor", door.answers.MarkDoor);
  await tap("Enviar ahora");

  await waitFor(() => expect(screen.queryByText("Por enviar: 2")).toBeNull());
  // The same guest on two phones is one guest; the other phone's is in.
  expect(await screen.findByText("3 de 9")).toBeTruthy();
  expect(await isIn(3)).toBe(true);
  expect(door.marks.size).toBe(4);
  back.leave();
});

test("the dates of yesterday's look lead to the kept list without signal", async () => {
  const door = doorOf(list(1));
  const first = await atOffice("/office/door", { ...door.answers, ...OFFICER });
  await tap("Concierto de la tarde");
  await guest(1);
  await act(untilKept);
  first.leave();

  const dark = { Me: SILENCE, DoorDates: SILENCE, DoorList: SILENCE };
  const { leave } = await atOffice("/office/door", dark, first.profile);
  expect(await screen.findByText(/La lista está en este celular/)).toBeTruthy();
  await tap("Concierto de la tarde");
  expect(await guest(1)).toBeTruthy();
  expect(screen.getByText(/^Sin señal\. Esto es lo que se sabía hoy/)).toBeTruthy();
  leave();
});

test("a list that was never opened says that nothing is kept here; a refused one says why", async () => {
  const { service, leave } = await atOffice(PATH, { ...OFFICER, DoorList: SILENCE });
  expect(await screen.findByText(/Aquí todavía no hay nada guardado/)).toBeTruthy();
  service.say("DoorList", refusal("NOT_FOUND", "No se encontró."));
  await tap("Volver a intentar");
  expect(await screen.findByText("No se encontró.")).toBeTruthy();
  leave();
});

test("what is not taken is shown with why, stays, is sent anew, and goes only when somebody says so", async () => {
  const door = doorOf(list(2));
  const { service, leave } = await atOffice(PATH, {
    ...door.answers,
    ...OFFICER,
    MarkDoor: { markDoor: problem("NOT_FOUND", "Esta fecha ya no está a su cargo.") },
  });
  await press(1);
  expect(await screen.findByText("1 no se aceptó")).toBeTruthy();
  expect(screen.getByText("Esta fecha ya no está a su cargo.")).toBeTruthy();
  expect(await isIn(1)).toBe(false);
  expect(screen.getByText("0 de 7")).toBeTruthy();

  await tap("Ver cuáles y por qué");
  expect(await screen.findByText(`${surname(1)}, Ana: entró`)).toBeTruthy();
  expect(
    screen.getByText(/^Concierto de la tarde · hoy .* · Esta fecha ya no está a su cargo\.$/),
  ).toBeTruthy();
  await tap("Volver a enviar");
  await waitFor(() => expect(service.sent("MarkDoor")).toHaveLength(2));
  expect(await screen.findByText("1 no se aceptó")).toBeTruthy();

  await tap("Quitar de este celular");
  await tap("Sí, quitar");
  expect(await screen.findByText("No queda nada por enviar.")).toBeTruthy();
  leave();
});

test("marks that nobody took are shown to whoever made them, also when the door is no longer theirs", async () => {
  const door = doorOf(list(1));
  const first = await atOffice(PATH, { ...door.answers, ...OFFICER, MarkDoor: SILENCE });
  await press(1);
  await screen.findByText("Por enviar: 1");
  first.leave();

  const { leave } = await atOffice(
    "/",
    {
      Me: me(["lurigancho", "VISITS_REGISTRAR"]),
      MarkDoor: { markDoor: problem("NOT_FOUND", "No se encontró.") },
    },
    first.profile,
  );
  await tap("Marcas en este celular");
  expect(await screen.findByText("1 no se aceptó")).toBeTruthy();
  leave();
});

test("a cancelled date says so in large, and nobody is marked", async () => {
  const door = doorOf(list(1, { state: "CANCELLED" }));
  const { service, leave } = await atOffice(PATH, { ...door.answers, ...OFFICER });
  expect(await screen.findByText("CANCELADA")).toBeTruthy();
  await press(1);
  expect(service.sent("MarkDoor")).toEqual([]);
  expect(screen.queryByText("Sin lugar")).toBeNull();
  leave();
});

test("two thousand guests are drawn a few at a time, and the last of them is found by name", async () => {
  const door = doorOf(list(1000));
  const { leave } = await atOffice(PATH, { ...door.answers, ...OFFICER });
  await guest(1);
  expect(screen.getByText("0 de 2003")).toBeTruthy();
  expect(screen.getAllByRole("checkbox").length).toBeLessThan(60);

  await write("Buscar por nombre o código", "0999 ana");
  await press(999);
  expect(await screen.findByText("1 de 2003")).toBeTruthy();
  await write("Buscar por nombre o código", "zzz");
  expect(await screen.findByText("Nadie de la lista coincide. Revise cómo está escrito.")).toBeTruthy();
  leave();
}, 60_000);

test("whoever came is left out when only those who are missing are wanted", async () => {
  const door = doorOf(
    list(2, {
      marks: [mark("m1", { visitorId: "v1" }), mark("m2", { visitorId: "c1", children: 1, adults: 0 })],
    }),
  );
  const { leave } = await atOffice(PATH, { ...door.answers, ...OFFICER });
  await guest(1);
  await tap("Más");
  await userEvent.press(screen.getByRole("switch", { name: "Solo quienes faltan" }));
  await guest(2);
  expect(screen.queryByText(`${surname(1)}, Ana`)).toBeNull();
  leave();
});

test("places with a code come in all at once or some of them, by the code that is said", async () => {
  const door = doorOf(list(2));
  const { leave } = await atOffice(PATH, { ...door.answers, ...OFFICER });
  await write("Buscar por nombre o código", "k7mp");
  await tap("Entraron solo algunos");
  await write("Adultos, K7MP-3QX9", "1");
  await tap("Anotar a los que entraron");
  expect(await screen.findByText(/Entraron: 1 persona adulta/)).toBeTruthy();
  await waitFor(() => expect([...door.marks.values()]).toHaveLength(1));
  expect([...door.marks.values()][0]).toMatchObject({ openAnswerId: "o1", guestClass: "PUBLIC", adults: 1 });

  await userEvent.press(screen.getByRole("checkbox", { name: /^K7MP-3QX9/ }));
  await tap("Sí, quitar la marca");
  await userEvent.press(await screen.findByRole("checkbox", { name: /^K7MP-3QX9/ }));
  expect(await screen.findByText("3 de 7")).toBeTruthy();
  leave();
});

test("whoever comes in without a place is noted by class, counted besides, and taken back", async () => {
  const door = doorOf(list(1));
  const { service, leave } = await atOffice(PATH, { ...door.answers, ...OFFICER });
  await tap("Sin lugar");
  await choose("Autoridades");
  await write("Adultos, Autoridades", "3");
  await tap("Anotar que entraron");

  expect(await screen.findByText("Anotado: Autoridades, 3 personas adultas.")).toBeTruthy();
  expect(await screen.findByText(/Además: 3\./)).toBeTruthy();
  await waitFor(() => expect(door.marks.size).toBe(1));
  const walk = (service.sent("MarkDoor") as Sent[])[0]?.marks[0];
  expect(walk).toMatchObject({
    answerId: null,
    visitorId: null,
    guestClass: "OFFICIAL",
    adults: 3,
    children: 0,
  });

  await tap("Más");
  await tap("Sin lugar reservado y conteos");
  await tap("Autoridades: 3 personas adultas");
  await tap("Quitar");
  await tap("Sí, quitar");
  await waitFor(() => expect([...door.marks.values()].at(-1)).toMatchObject({ undoes: walk?.id, adults: 0 }));
  expect(await screen.findByText("No se anotó a nadie. Se anota en la lista de la puerta.")).toBeTruthy();
  leave();
});

test("a count by hand of a class waits without signal, and the latest of a class is shown", async () => {
  const of = list(1, {
    counts: [
      { guestClass: "PUBLIC", adults: 40, children: 3, countedAt: "2026-01-02T20:00:00Z" },
      { guestClass: "PUBLIC", adults: 50, children: 3, countedAt: "2026-01-02T21:00:00Z" },
    ],
  });
  const door = doorOf(of);
  const { service, leave } = await atOffice(`${PATH}/counts`, {
    ...door.answers,
    ...OFFICER,
    CountDoor: SILENCE,
  });
  const counted = await screen.findByLabelText("Contado a mano");
  expect(within(counted).getByText(/^50 personas adultas y 3 menores de edad/)).toBeTruthy();

  await write("Adultos, Público", "75");
  await tap("Guardar el conteo");
  expect(await screen.findByText("75 personas adultas · por enviar")).toBeTruthy();

  service.say("CountDoor", {
    countDoor: {
      __typename: "DoorList",
      ...of,
      counts: [{ guestClass: "PUBLIC", adults: 75, children: 0, countedAt: "2026-01-02T22:00:00Z" }],
    },
  });
  await tap("Enviar ahora");
  expect(await screen.findByText(/^75 personas adultas · el 2 de enero/)).toBeTruthy();
  expect(service.sent("CountDoor")[0]).toMatchObject({ countedAt: expect.stringMatching(/Z$/) });
  expect(new Set(service.sent("CountDoor").map((each) => each.requestId)).size).toBe(1);
  leave();
});

test("a list that was open and is closed by now says why, and nobody is marked any more", async () => {
  const door = doorOf(list(1));
  const { service, leave } = await atOffice(PATH, { ...door.answers, ...OFFICER });
  await guest(1);
  service.say("DoorList", refusal("DOOR_CLOSED", "La lista de esa fecha no está abierta."));
  await tap("Más");
  await tap("Traer lo que marcaron otros");
  expect(await screen.findByText("La lista de esa fecha no está abierta.")).toBeTruthy();
  await press(1);
  expect(service.sent("MarkDoor")).toEqual([]);
  leave();
});

test("a date that was cancelled after its list was kept says so in large, also without signal", async () => {
  const of = list(1);
  const door = doorOf(of);
  const first = await atOffice(PATH, { ...door.answers, ...OFFICER });
  await guest(1);
  first.service.say("DoorDates", { doorDates: [dateOf(of, { state: "CANCELLED" })] });
  act(() => go("/office/door"));
  await screen.findByText("Cancelada");
  await act(untilKept);
  first.leave();

  const dark = { Me: SILENCE, DoorDates: SILENCE, DoorList: SILENCE };
  const { leave } = await atOffice(PATH, dark, first.profile);
  expect(await screen.findByText("CANCELADA")).toBeTruthy();
  leave();
});

test("a gate officer is not led to who took part, and cannot go there", async () => {
  const door = doorOf(list(1));
  const { leave } = await atOffice(PATH, { ...door.answers, ...OFFICER });
  await tap("Más");
  await screen.findByText("Sin lugar reservado y conteos");
  expect(screen.queryByText("Quiénes participaron")).toBeNull();
  act(() => go(`${PATH}/parts`));
  expect(await screen.findByText("Puerta de las actividades")).toBeTruthy();
  leave();
});
