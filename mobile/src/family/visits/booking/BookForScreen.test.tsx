import { act, screen, userEvent, within } from "@testing-library/react-native";
import { Dimensions } from "react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import BookingScreens from "./BookingScreens";
import { ALONE, available, closed, FAMILY, LUCIA, MARIA, MONDAY, ROSA, tie, turn, who } from "./invented";

const BOOK = { name: "book" as const, given: {} };
const FOR_JUAN = { name: "bookFor" as const, given: { inmate: "juan" } };
const WHY = "Ese día la visita es para otras personas de su lista. Mire el horario.";
const DAYS = available(
  turn("sat", "2026-11-21"),
  closed("sun", "2026-11-22", WHY),
  turn("sat2", "2026-11-28", { placesLeft: "FEW" }),
  closed("sat2b", "2026-11-28", "Ya no hay cupo en ese horario. Elija otro.", {
    startsAt: "2026-11-28T18:00:00Z",
    endsAt: "2026-11-28T20:00:00Z",
    place: "BOOTH",
  }),
);

/** A phone of this width, whose owner reads letters of this size. */
function phone(width: number, fontScale = 1): void {
  const size = { width, height: 740, scale: 2, fontScale };
  act(() => Dimensions.set({ window: size, screen: size }));
}

beforeEach(() => {
  jest.useFakeTimers({ now: MONDAY });
  phone(360);
});
afterEach(() => jest.useRealTimers());

const user = () => userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
const day = (name: RegExp) => screen.findByRole("button", { name });

test("with several people to visit it asks whom, and where each is", async () => {
  new Service({ WhoMayVisit: who([MARIA], [tie(MARIA), tie(MARIA, ROSA)]) });
  const { leave } = await show(<BookingScreens route={BOOK} />);

  const juan = await screen.findByRole("link", { name: /Juan Carlos Quispe Rojas/ });
  expect(juan).toHaveTextContent(/E\.P\. de Huaraz/);
  expect(juan.props.href).toBe("/book/juan");
  leave();
});

test("with one it goes straight on", async () => {
  new Service({ WhoMayVisit: ALONE, Availability: DAYS });
  const { leave } = await show(<BookingScreens route={BOOK} />);

  expect(await screen.findByText("Visitar a Juan Carlos")).toBeTruthy();
  leave();
});

test("with nobody to visit it leads to asking for a tie", async () => {
  new Service({ WhoMayVisit: who([MARIA], [tie(MARIA, null, "RECEIVED")]) });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);

  const ask = await screen.findByRole("link", { name: "Pedir un vínculo" });
  expect(ask.props.href).toBe("/ties/ask");
  leave();
});

test("who goes is asked first: a minor brings their adult, and leaves with them", async () => {
  const service = new Service({ WhoMayVisit: FAMILY, Availability: DAYS });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);
  const person = (name: RegExp) => screen.getByRole("checkbox", { name });

  await screen.findByText("¿Quiénes visitan a Juan Carlos?");
  expect(person(/^Flora/)).toHaveAccessibleName(/Va sin celular/);
  await user().press(screen.getByText("Ver los días"));
  expect(screen.getByText("Elija por lo menos a una persona adulta.")).toBeTruthy();

  await user().press(person(/^Thiago.*Menor de edad: va con Lucía Rojas/));
  expect(person(/^Lucía/)).toBeChecked();
  expect(screen.getByText(/También va Lucía Rojas/)).toBeTruthy();
  await user().press(person(/^Lucía/));
  expect(person(/^Thiago/)).not.toBeChecked();

  await user().press(person(/^Thiago/));
  expect(service.sent("Availability")).toEqual([]);
  await user().press(screen.getByText("Ver los días"));
  expect(await screen.findByText("Lucía Rojas, Thiago Rojas")).toBeTruthy();
  expect(service.sent("Availability")).toEqual([
    { inmateId: "juan", visitorIds: ["lucia", "thiago"], from: "2026-11-16", to: "2026-12-13" },
  ]);
  leave();
});

test("somebody whose tie is not confirmed is shown, and cannot be chosen", async () => {
  new Service({ WhoMayVisit: who([MARIA, LUCIA], [tie(MARIA)]), Availability: DAYS });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);

  await user().press(await screen.findByText("Cambiar quiénes van"));
  const lucia = screen.getByRole("checkbox", { name: /Falta que la oficina confirme su vínculo/ });
  await user().press(lucia);

  expect(lucia).not.toBeChecked();
  expect(lucia).toBeDisabled();
  expect(screen.getByText(/Cada persona que va, también los menores/)).toBeTruthy();
  leave();
});

test("the last party is remembered on the phone", async () => {
  new Service({ WhoMayVisit: FAMILY, Availability: DAYS });
  const first = await show(<BookingScreens route={FOR_JUAN} />);
  await user().press(await screen.findByRole("checkbox", { name: /^María/ }));
  await user().press(screen.getByText("Ver los días"));
  await day(/^sábado 21/);
  first.leave();

  const again = await show(<BookingScreens route={FOR_JUAN} />, first.profile);
  expect(await screen.findByText("María Rojas")).toBeTruthy();
  expect(await day(/^sábado 21/)).toBeTruthy();
  again.leave();
});

test("every day has a word besides its drawing, and its whole name for who hears it", async () => {
  new Service({ WhoMayVisit: ALONE, Availability: DAYS });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);

  expect(await day(/^sábado 21 de noviembre: hay lugar$/)).toHaveTextContent("21hay");
  expect(await day(/^sábado 28 de noviembre: quedan pocos lugares$/)).toHaveTextContent("28pocos");
  expect(await day(/^domingo 22 de noviembre: no se puede$/)).toHaveTextContent("22no");
  expect(await day(/^lunes 16 de noviembre: no hay visitas$/)).toHaveTextContent("16–");
  expect(screen.getAllByLabelText(/^\S+ \d+ de (noviembre|diciembre):/)).toHaveLength(28);
  leave();
});

test("a day shows its turns: those to take lead on, the others say why not", async () => {
  new Service({ WhoMayVisit: ALONE, Availability: DAYS });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);

  await user().press(await day(/^sábado 28/));
  const turns = within(screen.getByLabelText(/^Turnos del sábado 28 de noviembre/));
  const open = turns.getByRole("link");
  expect(open).toHaveTextContent(
    /de 9:00 a\. m\. a 11:30 a\. m\..*Visita regular, en el patio.*Quedan pocos lugares/s,
  );
  expect(open.props.href).toBe("/book/juan/sat2");
  expect(turns.getByText("de 1:00 p. m. a 3:00 p. m.")).toBeTruthy();
  expect(turns.getByText(/en locutorio\. No se puede: Ya no hay cupo en ese horario/)).toBeTruthy();

  await user().press(await day(/^domingo 22/));
  expect(screen.getByText(new RegExp(`No se puede: ${WHY}`))).toBeTruthy();
  expect(screen.queryByText(/en locutorio/)).toBeNull();

  await user().press(await day(/^lunes 16/));
  expect(screen.getByText("Ese día no hay visitas. Elija otro.")).toBeTruthy();
  leave();
});

test("a party for which no day is left is told so", async () => {
  new Service({ WhoMayVisit: ALONE, Availability: available(closed("sun", "2026-11-22", WHY)) });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);

  expect(await screen.findByText(/no pueden ir ninguno de estos días/)).toBeTruthy();
  leave();
});

test("four weeks later there may be nothing yet, and one can come back", async () => {
  const service = new Service({
    WhoMayVisit: ALONE,
    Availability: ({ from }: { from?: unknown }) => (from === "2026-11-16" ? DAYS : available()),
  });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);
  await day(/^sábado 21/);

  await user().press(screen.getByText("4 semanas después"));
  expect(await screen.findByText(/Todavía no hay turnos para estos días/)).toBeTruthy();
  expect(service.sent("Availability")[1]).toMatchObject({ from: "2026-12-14", to: "2027-01-10" });

  await user().press(screen.getByText("4 semanas antes"));
  expect(await day(/^sábado 21/)).toBeTruthy();
  leave();
});

test.each([
  ["large letters", 360, 2],
  ["a narrow phone", 320, 1],
])("for %s the days stand under each other, and nothing is lost", async (_, width, fontScale) => {
  phone(width, fontScale);
  new Service({ WhoMayVisit: ALONE, Availability: DAYS });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);

  const list = within(await screen.findByLabelText("Días con visitas"));
  expect(list.getByText("sábado 21 de noviembre")).toBeTruthy();
  expect(list.getByText("hay lugar")).toBeTruthy();
  expect(list.getByText("quedan pocos lugares")).toBeTruthy();
  expect(list.getByText("no se puede")).toBeTruthy();
  expect(screen.getByText("Los demás días no hay visitas.")).toBeTruthy();
  await user().press(await day(/^domingo 22/));
  expect(screen.getByText(new RegExp(WHY))).toBeTruthy();
  leave();
});

test("what the service refuses is said in its words", async () => {
  new Service({
    WhoMayVisit: ALONE,
    Availability: { availability: problem("NOT_FOUND", "No encontramos lo que busca.") },
  });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);

  expect(await screen.findByText("No encontramos lo que busca.")).toBeTruthy();
  leave();
});

test("without signal and with nothing kept it says so, and tries again", async () => {
  const service = new Service({ WhoMayVisit: SILENCE });
  const { leave } = await show(<BookingScreens route={FOR_JUAN} />);
  await screen.findByText(/No hay señal/);

  service.say("WhoMayVisit", ALONE);
  service.say("Availability", refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto."));
  await user().press(screen.getByText("Volver a intentar"));

  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});

test("without signal the days that were known are shown with their hour, even on the next day", async () => {
  const service = new Service({ WhoMayVisit: ALONE, Availability: DAYS });
  const first = await show(<BookingScreens route={FOR_JUAN} />);
  await day(/^sábado 21/);
  await act(async () => jest.advanceTimersByTime(1000));
  await act(async () => {});
  first.leave();

  jest.setSystemTime(MONDAY + 24 * 3600_000);
  service.say("WhoMayVisit", SILENCE);
  service.say("Availability", SILENCE);
  const second = await show(<BookingScreens route={FOR_JUAN} />, first.profile);
  expect(await screen.findByText(/Esto es lo que se sabía ayer a las 10:00 a\. m\./)).toBeTruthy();
  await user().press(await day(/^sábado 21 de noviembre: hay lugar$/));
  expect(screen.getByRole("link", { name: /de 9:00/ }).props.href).toBe("/book/juan/sat");
  second.leave();
});

test("days of yesterday are forgotten once there are today's", async () => {
  new Service({ WhoMayVisit: ALONE, Availability: DAYS });
  const first = await show(<BookingScreens route={FOR_JUAN} />);
  await day(/^sábado 21/);
  await act(async () => jest.advanceTimersByTime(1000));
  first.leave();

  jest.setSystemTime(MONDAY + 24 * 3600_000);
  const second = await show(<BookingScreens route={FOR_JUAN} />, first.profile);
  await day(/^sábado 21/);
  await act(async () => jest.advanceTimersByTime(1000));
  await act(async () => {});
  const kept = Object.keys((await second.profile.read<object>("reads")) ?? {});
  expect(kept.filter((each) => each.includes("Availability"))).toEqual([
    expect.stringContaining("2026-11-17"),
  ]);
  second.leave();
});
