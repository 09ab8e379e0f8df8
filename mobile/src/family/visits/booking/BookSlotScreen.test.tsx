import { act, renderHook, screen, userEvent } from "@testing-library/react-native";
import { back, go, usePath } from "@/nav/history";
import { problem, refusal, Service, SILENCE, show, somebody } from "@/testing/service";
import { Wishes } from "../../home/Wishes";
import BookingScreens from "./BookingScreens";
import { ALONE, available, FAMILY, MONDAY, turn } from "./invented";

const SLOT = { name: "bookSlot" as const, given: { inmate: "juan", slot: "sat" } };
const MINUTE = 60_000;
const BOOKED = {
  bookVisit: {
    __typename: "Booking",
    id: "b1",
    reference: "K7MP-3QX9",
    state: "ACTIVE",
    visitOn: "2026-11-21",
    startsAt: "2026-11-21T14:00:00Z",
    endsAt: "2026-11-21T16:30:00Z",
    stayMinutes: 150,
  },
};
const WORDS = "Visita a Juan Carlos, sábado 21 de noviembre de 9:00 a. m. a 11:30 a. m.";
/** As they are kept: no line breaks an hour apart. */
const KEPT_WORDS = WORDS.replace(/ (?=[ap]\.|m\.)/g, "\u00a0");

let holds = 0;
/** A hold of ten minutes by the clock of the service. */
function holding(ahead = 0) {
  return () => {
    holds += 1;
    const expiresAt = new Date(Date.now() + ahead + 10 * MINUTE).toISOString();
    return { holdSlot: { __typename: "Hold", id: `hold${holds}`, expiresAt } };
  };
}

function service(more: object = {}): Service {
  return new Service({
    WhoMayVisit: ALONE,
    Availability: available(turn("sat", "2026-11-21")),
    HoldSlot: holding(),
    ReleaseHold: { releaseHold: { __typename: "HoldReleased", id: "hold1", released: true } },
    BookVisit: BOOKED,
    Visit: { visit: problem("NOT_FOUND", "") },
    VisitAdvice: { visitAdvice: { __typename: "VisitAdvice", asOf: "2026-11-21", items: [] } },
    ...more,
  });
}

const user = () => userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
const press = async (words: string) => user().press(await screen.findByText(words));
const pass = (milliseconds: number) => act(async () => jest.advanceTimersByTime(milliseconds));
/** Enough for what is answered at once to have its consequences. */
const settle = async () => {
  for (let nth = 0; nth < 20; nth++) await act(async () => {});
};
const left = () => screen.getByLabelText("Tiempo para confirmar");

beforeEach(() => {
  holds = 0;
  jest.useFakeTimers({ now: MONDAY });
});
afterEach(() => jest.useRealTimers());

test("on entering, the places are held, and everything is read over before it is confirmed", async () => {
  const asked = service({ WhoMayVisit: FAMILY });
  const profile = await somebody();
  await profile.write("parties", { juan: ["lucia", "thiago"] });
  const { leave } = await show(<BookingScreens route={SLOT} />, profile);

  await screen.findByText("Confirmar la visita");
  for (const words of [
    "sábado 21 de noviembre",
    "de 9:00 a. m. a 11:30 a. m.",
    "Juan Carlos Quispe Rojas",
    "E.P. de Huaraz",
    "Visita regular, en el patio de visitas",
    "Adultos: Lucía Rojas",
    "Menores: Thiago Rojas",
    "Pueden quedarse hasta 2 horas y 30 minutos.",
  ]) {
    expect(screen.getByText(words)).toBeTruthy();
  }
  expect(asked.sent("HoldSlot")).toEqual([
    { slotId: "sat", inmateId: "juan", visitorIds: ["lucia", "thiago"], requestId: expect.any(String) },
  ]);
  const change = screen.getByRole("link", { name: "Cambiar el turno o quiénes van" });
  expect(change.props.href).toBe("/book/juan");
  leave();
});

test("the time that is left runs down, and is said at five minutes and at one", async () => {
  service();
  const { leave } = await show(<BookingScreens route={SLOT} />);
  await screen.findByText("Confirmar la visita");

  expect(left()).toHaveTextContent(/^9:5\d$/);
  await pass(4 * MINUTE);
  expect(left()).toHaveTextContent(/^5:5\d$/);
  expect(screen.queryByText(/Quedan menos/)).toBeNull();
  await pass(MINUTE);
  expect(screen.getByText("Quedan menos de 5 minutos.").props["aria-live"]).toBe("polite");
  await pass(4 * MINUTE);
  expect(left()).toHaveTextContent(/^0:5\d$/);
  expect(screen.getByText("Queda menos de 1 minuto.")).toBeTruthy();
  leave();
});

test.each([
  ["two hours slow", 120 * MINUTE],
  ["nine minutes fast", -9 * MINUTE],
  ["a day fast", -24 * 60 * MINUTE],
])("a phone whose clock is %s counts the same ten minutes, and never more", async (_, ahead) => {
  const asked = service({ HoldSlot: holding(ahead) });
  asked.ahead = ahead;
  const { leave } = await show(<BookingScreens route={SLOT} />);
  await screen.findByText("Confirmar la visita");

  expect(left()).toHaveTextContent(/^9:5[89]$/);
  leave();
});

test("an answer that took long leaves less time, not more", async () => {
  const answer = holding();
  service({
    HoldSlot: async () => {
      const said = answer();
      await new Promise((resolve) => setTimeout(resolve, 8000));
      return said;
    },
  });
  const { leave } = await show(<BookingScreens route={SLOT} />);
  expect(await screen.findByText("Guardamos su lugar. Espere un momento.")).toBeTruthy();
  await pass(8000);
  await settle();

  expect(left()).toHaveTextContent(/^9:[45]\d$/);
  leave();
});

test("when the time is over it says so, and the places can be held again", async () => {
  const asked = service();
  const { leave } = await show(<BookingScreens route={SLOT} />);
  await screen.findByText("Confirmar la visita");

  await pass(10 * MINUTE);
  expect(screen.getByText(/Pasó el tiempo y su lugar ya no está guardado/)).toBeTruthy();
  expect(screen.queryByText("Confirmar la visita")).toBeNull();
  expect(screen.getByRole("link", { name: "Cambiar el turno o quiénes van" })).toBeTruthy();

  await press("Guardar el lugar otra vez");
  await screen.findByText("Confirmar la visita");
  expect(left()).toHaveTextContent(/^9:5\d$/);
  const ids = asked.sent("HoldSlot").map((each) => each.requestId);
  expect(new Set(ids).size).toBe(2);
  leave();
});

test("whoever comes back from the pass finds the visit, not the turn asked for once more", async () => {
  service();
  const path = renderHook(() => usePath());
  const { leave } = await show(<BookingScreens route={SLOT} />);

  await press("Confirmar la visita");
  await press("Ver el pase");
  expect(path.result.current).toBe("/visits/b1/pass");
  await act(async () => back("/"));

  expect(path.result.current).toBe("/visits/b1");
  leave();
  go("/", { replace: true });
});

test("confirmed, it gives the code in large letters and what comes next", async () => {
  const asked = service();
  const { leave, profile } = await show(<BookingScreens route={SLOT} />);

  await press("Confirmar la visita");
  expect(await screen.findByText("K7MP-3QX9")).toBeTruthy();
  expect(screen.getByText("Su visita está reservada")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Ver el pase" }).props.href).toBe("/visits/b1/pass");
  expect(screen.getByRole("link", { name: "Qué llevar y cómo ir" }).props.href).toBe(
    "/advice/huaraz/2026-11-21",
  );
  expect(asked.sent("BookVisit")).toEqual([
    {
      slotId: "sat",
      inmateId: "juan",
      visitorIds: ["maria"],
      holdId: "hold1",
      requestId: expect.any(String),
    },
  ]);
  await pass(1000);
  await settle();
  await pass(1000);
  await settle();
  const kept = Object.keys((await profile.read<object>("reads")) ?? {});
  expect(kept).toContainEqual(expect.stringContaining('"Visit",{"id":"b1"}'));
  expect(kept).toContainEqual(expect.stringContaining('"VisitAdvice",{"establishmentId":"huaraz"'));
  expect(asked.sent("VisitAdvice")).toEqual([{ establishmentId: "huaraz", day: "2026-11-21" }]);

  leave();
  await settle();
  expect(asked.sent("ReleaseHold")).toEqual([]);
});

test("a tap too many books once", async () => {
  const asked = service({
    BookVisit: () => new Promise((resolve) => setTimeout(() => resolve(BOOKED), 500)),
  });
  const { leave } = await show(<BookingScreens route={SLOT} />);
  await press("Confirmar la visita");
  await press("Confirmar la visita");
  await pass(500);

  expect(await screen.findByText("K7MP-3QX9")).toBeTruthy();
  expect(asked.sent("BookVisit")).toHaveLength(1);
  leave();
});

test("leaving gives the places back; leaving before the answer does, too", async () => {
  const asked = service();
  const first = await show(<BookingScreens route={SLOT} />);
  await screen.findByText("Confirmar la visita");
  first.leave();
  await settle();
  expect(asked.sent("ReleaseHold")).toEqual([{ holdId: "hold1", requestId: expect.any(String) }]);

  const slow = holding();
  asked.say("HoldSlot", () => new Promise((resolve) => setTimeout(() => resolve(slow()), 500)));
  const second = await show(<BookingScreens route={SLOT} />, first.profile);
  await screen.findByText("Guardamos su lugar. Espere un momento.");
  second.leave();
  await pass(500);
  await settle();
  expect(asked.sent("ReleaseHold").map((each) => each.holdId)).toEqual(["hold1", "hold2"]);
});

test("a turn that cannot be held says why and leads to the others", async () => {
  service({ HoldSlot: { holdSlot: problem("NO_PLACE", "Ya no hay cupo en ese horario. Elija otro.") } });
  const { leave } = await show(<BookingScreens route={SLOT} />);

  expect(await screen.findByText("Ya no hay cupo en ese horario. Elija otro.")).toBeTruthy();
  expect(screen.queryByText("Confirmar la visita")).toBeNull();
  expect(screen.getByRole("link", { name: "Cambiar el turno o quiénes van" }).props.href).toBe("/book/juan");
  leave();
});

test("who is booked already at that hour is led to the visits", async () => {
  service({
    HoldSlot: { holdSlot: problem("ALREADY_BOOKED", "Una de las personas ya tiene una visita a esa hora.") },
  });
  const { leave } = await show(<BookingScreens route={SLOT} />);

  expect((await screen.findByRole("link", { name: "Ver mis visitas" })).props.href).toBe("/visits");
  leave();
});

test("a booking that is refused says why, and the places are given back on leaving", async () => {
  const asked = service({
    BookVisit: { bookVisit: problem("HOLD_EXPIRED", "Pasó el tiempo para confirmar.") },
  });
  const { leave } = await show(<BookingScreens route={SLOT} />);
  await press("Confirmar la visita");

  expect(await screen.findByText("Pasó el tiempo para confirmar.")).toBeTruthy();
  expect(screen.queryByText("Confirmar la visita")).toBeNull();
  leave();
  await settle();
  expect(asked.sent("ReleaseHold")).toHaveLength(1);
});

test("a booking without an answer is asked again under the same id and with the same words", async () => {
  const asked = service({ BookVisit: SILENCE });
  const { leave } = await show(<BookingScreens route={SLOT} />);
  await press("Confirmar la visita");
  expect(await screen.findByText(/No hubo respuesta. Toque otra vez: no se hará dos veces/)).toBeTruthy();

  // The hold runs out meanwhile: it must not be taken anew, for the visit may be booked.
  await pass(11 * MINUTE);
  expect(screen.queryByText("Guardar el lugar otra vez")).toBeNull();
  await press("Preguntar otra vez");
  await settle();
  asked.say("BookVisit", BOOKED);
  await press("Preguntar otra vez");

  expect(await screen.findByText("K7MP-3QX9")).toBeTruthy();
  const sent = asked.sent("BookVisit");
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map((each) => JSON.stringify(each))).size).toBe(1);
  leave();
});

test("a booking without an answer can be left to the phone, under the same id, and keeps its places", async () => {
  const asked = service({ BookVisit: SILENCE });
  const { leave, outbox } = await show(<BookingScreens route={SLOT} />);
  await press("Confirmar la visita");
  await press("Que se envíe solo");

  expect(await screen.findByText("Falta la respuesta")).toBeTruthy();
  expect(screen.queryByText("Ya no quiero este pedido")).toBeNull();
  const [first] = asked.sent("BookVisit");
  expect(outbox.wishes()).toMatchObject([
    { requestId: first?.requestId, document: "BookVisit", state: "waiting", about: { words: KEPT_WORDS } },
  ]);
  await settle();
  expect(asked.sent("ReleaseHold")).toEqual([]);

  asked.say("BookVisit", BOOKED);
  await act(() => outbox.flush());
  expect(await screen.findByText("Su visita está reservada")).toBeTruthy();
  expect(new Set(asked.sent("BookVisit").map((each) => JSON.stringify(each))).size).toBe(1);
  leave();
});

/** A service that books once for an id, and whose answers can be lost on the way. */
function booker() {
  const booked = new Set<unknown>();
  const line = { lost: true };
  const answer = ({ requestId }: Record<string, unknown>) => {
    booked.add(requestId);
    return line.lost ? SILENCE : BOOKED;
  };
  return { booked, line, answer };
}

test("whoever leaves a booking whose answer was lost and comes back is told the truth of one visit", async () => {
  const { booked, line, answer } = booker();
  const asked = service({ BookVisit: answer });
  const first = await show(<BookingScreens route={SLOT} />);
  await press("Confirmar la visita");
  await screen.findByText(/No hubo respuesta/);
  first.leave();
  await settle();
  expect(asked.sent("ReleaseHold")).toEqual([]);

  const second = await show(<BookingScreens route={SLOT} />, first.profile);
  expect(await screen.findByText("Falta la respuesta")).toBeTruthy();
  expect(screen.getByText(/No sabemos todavía si quedó reservada/)).toBeTruthy();
  expect(screen.queryByText("Confirmar la visita")).toBeNull();
  line.lost = false;
  await act(() => second.outbox.flush());

  expect(await screen.findByText("Su visita está reservada")).toBeTruthy();
  expect(booked.size).toBe(1);
  expect(new Set(asked.sent("BookVisit").map((each) => JSON.stringify(each))).size).toBe(1);
  second.leave();
});

test("a booking that was refused after its screen was left says so where one looks next", async () => {
  const asked = service({
    BookVisit: () => new Promise((resolve) => setTimeout(() => resolve(SILENCE), 500)),
  });
  const first = await show(<BookingScreens route={SLOT} />);
  await press("Confirmar la visita");
  await settle();
  first.leave();
  await settle();

  asked.say("BookVisit", { bookVisit: problem("HOLD_EXPIRED", "Pasó el tiempo para confirmar.") });
  const second = await show(<Wishes />, first.profile);
  expect(await screen.findByText(/No sabemos todavía si quedó reservada/)).toBeTruthy();
  await act(() => second.outbox.flush());

  expect(await screen.findByText("Pasó el tiempo para confirmar.")).toBeTruthy();
  expect(new Set(asked.sent("BookVisit").map((each) => each.requestId)).size).toBe(1);
  await press("Entendido");
  await settle();
  expect(second.outbox.wishes()).toEqual([]);
  second.leave();
});

test("whoever was answered leaves no wish behind", async () => {
  service();
  const { leave, outbox } = await show(<BookingScreens route={SLOT} />);
  await press("Confirmar la visita");
  await screen.findByText("K7MP-3QX9");
  leave();
  await settle();

  expect(outbox.wishes()).toEqual([]);
});

test("without signal a turn becomes a wish, which is no booking yet, and there is one for a turn", async () => {
  const asked = service({ HoldSlot: SILENCE, BookVisit: SILENCE });
  const { leave, outbox, profile } = await show(<BookingScreens route={SLOT} />);

  expect(await screen.findByText(/No se pudo guardar su lugar/)).toBeTruthy();
  expect(screen.getByText(/Un pedido todavía no es una reserva/)).toBeTruthy();
  await press("Guardar mi pedido");

  expect(await screen.findByText("Su pedido está guardado")).toBeTruthy();
  expect(screen.getByText(WORDS)).toBeTruthy();
  expect(outbox.wishes()).toMatchObject([
    {
      document: "BookVisit",
      variables: { slotId: "sat", inmateId: "juan", visitorIds: ["maria"], holdId: null },
      about: { words: KEPT_WORDS, slotId: "sat" },
    },
  ]);
  const tries = asked.sent("HoldSlot").length;
  leave();

  const again = await show(<BookingScreens route={SLOT} />, profile);
  expect(await screen.findByText("Su pedido está guardado")).toBeTruthy();
  expect(screen.queryByText("Guardar mi pedido")).toBeNull();
  expect(asked.sent("HoldSlot")).toHaveLength(tries);

  asked.say("BookVisit", { bookVisit: problem("NO_PLACE", "Ya no hay cupo en ese horario. Elija otro.") });
  await act(() => again.outbox.flush());
  expect(await screen.findByText("No se pudo reservar")).toBeTruthy();
  expect(screen.getByText("Ya no hay cupo en ese horario. Elija otro.")).toBeTruthy();
  again.leave();
});

test("a wish that is no longer wanted is taken back, and the turn can be held", async () => {
  const asked = service({ HoldSlot: SILENCE, BookVisit: SILENCE });
  const { leave, outbox } = await show(<BookingScreens route={SLOT} />);
  await press("Guardar mi pedido");
  asked.say("HoldSlot", holding());
  await press("Ya no quiero este pedido");

  expect(await screen.findByText("Confirmar la visita")).toBeTruthy();
  expect(outbox.wishes()).toEqual([]);
  leave();
});

test("signal that comes back lets one hold the places after all, under the first request's name", async () => {
  const asked = service({ HoldSlot: SILENCE });
  const { leave } = await show(<BookingScreens route={SLOT} />);
  await screen.findByText("Guardar mi pedido");
  asked.say("HoldSlot", holding());
  await press("Volver a intentar");

  expect(await screen.findByText("Confirmar la visita")).toBeTruthy();
  const ids = asked.sent("HoldSlot").map((each) => each.requestId);
  expect(ids[0]).toBe(ids[1]);
  leave();
});

test("a turn that nobody knows leads back to the calendar", async () => {
  const asked = service({ Availability: available() });
  const { leave } = await show(<BookingScreens route={SLOT} />);

  expect(await screen.findByText(/No encontramos ese turno/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Elegir otro turno" }).props.href).toBe("/book/juan");
  expect(asked.sent("HoldSlot")).toEqual([]);
  leave();
});

test("a request that is refused as a whole says why", async () => {
  service({ HoldSlot: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto.") });
  const { leave } = await show(<BookingScreens route={SLOT} />);

  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});
