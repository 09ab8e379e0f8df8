import { act, screen, userEvent, waitFor } from "@testing-library/react-native";
import { beginDiscretion, endDiscretion } from "@/data/discretion";
import { inboxOf, notice, OFF, seen } from "@/testing/notices";
import { problem, refusal, Service, SILENCE, show, somebody, UNCHANGED } from "@/testing/service";
import { page, untilKept } from "@/testing/visit";
import NoticesScreen from "./NoticesScreen";

const SCREEN = <NoticesScreen />;
const SEEN = "2020-11-04T13:15:00Z";
const READ = notice("n1", { seenAt: SEEN });

afterEach(() => jest.restoreAllMocks());

/** A minute later the phone asks again by itself. */
function later() {
  return jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
}

test("each notice says when, and leads to what it is about", async () => {
  const tie = notice("n2", {
    kind: "tie_decided",
    message: "Hay respuesta a un pedido suyo.",
    bookingId: null,
  });
  const phone = notice("n3", { kind: "sign_in_new_device", message: "Alguien ingresó.", bookingId: null });
  const helper = notice("n4", { kind: "helper_joined", message: "Alguien le ayuda.", bookingId: null });
  const money = notice("n6", {
    kind: "remittance_moved",
    message: "Novedades de un envío.",
    bookingId: null,
  });
  const other = notice("n5", { kind: "something_else", message: "Algo nuevo.", bookingId: null });
  new Service({ Inbox: inboxOf([OFF, tie, phone, helper, money, other]), SeeNotices: seen(0) });
  const { leave } = await show(SCREEN);

  const about = await screen.findByRole("link", { name: /Se canceló su visita/ });
  expect(about.props.href).toBe("/visits/v1");
  expect(about).toHaveTextContent(/el 3 de noviembre a las 8:15 a\. m\./);
  expect(screen.getByRole("link", { name: /Hay respuesta/ }).props.href).toBe("/ties");
  expect(screen.getByRole("link", { name: /Alguien ingresó/ }).props.href).toBe("/settings/devices");
  expect(screen.getByRole("link", { name: /Alguien le ayuda/ }).props.href).toBe("/settings/helpers");
  expect(screen.getByRole("link", { name: /Novedades de un envío/ }).props.href).toBe("/earnings");
  expect(screen.queryByRole("link", { name: /Algo nuevo/ })).toBeNull();
  leave();
});

test("a notice of an activity leads to its date, to all of them where none is named, or nowhere of another's", async () => {
  const about = (id: string, kind: string, occurrenceId: string | null) =>
    notice(id, { kind, occurrenceId, bookingId: null, seenAt: SEEN, message: `Aviso ${kind}.` });
  const theirs = { ...about("n6", "event_changed", null), message: "De otra persona.", forOther: true };
  new Service({
    Inbox: inboxOf([
      about("n1", "event_published", "o1"),
      about("n2", "event_changed", "o2"),
      about("n3", "event_cancelled", null),
      about("n4", "offer_made", "o4"),
      about("n5", "answer_ended", "o5"),
      theirs,
    ]),
  });
  const { leave } = await show(SCREEN);

  await screen.findByText("Aviso event_published.");
  const to = (kind: string) => screen.getByRole("link", { name: new RegExp(`Aviso ${kind}`) }).props.href;
  expect(
    ["event_published", "event_changed", "event_cancelled", "offer_made", "answer_ended"].map(to),
  ).toEqual(["/events/o1", "/events/o2", "/events", "/events/o4", "/events/o5"]);
  expect(screen.queryByRole("link", { name: /De otra persona/ })).toBeNull();
  leave();
});

test("what is new is marked by a word, opened once, and stays marked while somebody looks", async () => {
  const service = new Service({
    Inbox: inboxOf([OFF, notice("n2", { message: "Otro aviso.", seenAt: SEEN })]),
    SeeNotices: seen(0),
  });
  const { leave } = await show(SCREEN);

  const news = await screen.findByRole("link", { name: /Se canceló su visita/ });
  expect(news).toHaveTextContent(/Nuevo/);
  expect(screen.getAllByText("Nuevo")).toHaveLength(1);
  await waitFor(() => expect(service.sent("SeeNotices")).toHaveLength(1));
  expect(service.sent("SeeNotices")[0]).toEqual({ noticeIds: ["n1"], requestId: expect.any(String) });
  expect(screen.getByText("Nuevo")).toBeTruthy();
  leave();
});

test("once opened it is not told again, nor marked the next time", async () => {
  const service = new Service({ Inbox: inboxOf([OFF]), SeeNotices: seen(0) });
  const first = await show(SCREEN);
  await screen.findByText("Nuevo");
  await waitFor(() => expect(service.sent("SeeNotices")).toHaveLength(1));
  await untilKept();
  first.leave();

  service.say("Inbox", inboxOf([], { whole: false, unseen: 0 }));
  const { leave } = await show(SCREEN, first.profile);
  await screen.findByText(/Se canceló su visita/);
  await act(async () => {});
  expect(screen.queryByText("Nuevo")).toBeNull();
  expect(service.sent("SeeNotices")).toHaveLength(1);
  leave();
});

test("only what is new since is asked for, and put to what is kept, the newest first", async () => {
  const service = new Service({ Inbox: inboxOf([READ]) });
  const first = await show(SCREEN);
  await screen.findByText(/Se canceló su visita/);
  await untilKept();
  first.leave();

  const news = notice("n9", { message: "Lo más nuevo.", toldAt: "2020-11-05T13:15:00Z", seenAt: SEEN });
  const changed = notice("n1", { message: "Ya no está cancelada.", withdrawnAt: SEEN, seenAt: SEEN });
  service.say("Inbox", inboxOf([news, changed], { cursor: "c2", whole: false }));
  const { leave } = await show(SCREEN, first.profile);

  expect(await screen.findByText("Lo más nuevo.")).toBeTruthy();
  const [one, two, ...others] = screen.getAllByRole("link").filter((each) => /visits/.test(each.props.href));
  expect(one).toHaveTextContent(/Lo más nuevo/);
  expect(two).toHaveTextContent(/Ya no está cancelada.*Ya no vale/s);
  expect(others).toEqual([]);
  expect(service.sent("Inbox")).toEqual([{}, { after: "c1" }]);
  await untilKept();
  leave();

  service.say("Inbox", UNCHANGED);
  const third = await show(SCREEN, first.profile);
  expect(await screen.findByText("Lo más nuevo.")).toBeTruthy();
  expect(screen.getByText("Ya no está cancelada.")).toBeTruthy();
  expect(service.sent("Inbox").at(-1)).toEqual({ after: "c2" });
  third.leave();
});

test("an answer that is whole replaces what was kept", async () => {
  const service = new Service({ Inbox: inboxOf([READ]) });
  const first = await show(SCREEN);
  await screen.findByText(/Se canceló su visita/);
  await untilKept();
  first.leave();

  service.say("Inbox", inboxOf([notice("n7", { message: "Otro.", seenAt: SEEN })]));
  const { leave } = await show(SCREEN, first.profile);
  expect(await screen.findByText("Otro.")).toBeTruthy();
  expect(screen.queryByText(/Se canceló su visita/)).toBeNull();
  leave();
});

test("what was opened without signal is told later, under the same name", async () => {
  const service = new Service({ Inbox: inboxOf([OFF]), SeeNotices: SILENCE });
  const first = await show(SCREEN);
  await screen.findByText("Nuevo");
  await waitFor(() => expect(service.sent("SeeNotices")).toHaveLength(1));
  await untilKept();
  first.leave();

  service.say("SeeNotices", seen(0));
  service.say("Inbox", UNCHANGED);
  const { leave } = await show(SCREEN, first.profile);
  await waitFor(() => expect(service.sent("SeeNotices")).toHaveLength(2));
  const [one, two] = service.sent("SeeNotices");
  expect(two).toEqual(one);
  expect(screen.queryByText("Nuevo")).toBeNull();
  leave();
});

test("a withdrawn one says that it no longer holds, and is not new", async () => {
  const service = new Service({
    Inbox: inboxOf([notice("n1", { withdrawnAt: SEEN, message: "Este aviso ya no vale." })], { unseen: 0 }),
  });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Ya no vale")).toBeTruthy();
  expect(screen.queryByText("Nuevo")).toBeNull();
  expect(service.sent("SeeNotices")).toEqual([]);
  leave();
});

test("a helper's notice says that it is for another person, and opens nothing of theirs", async () => {
  new Service({ Inbox: inboxOf([notice("n1", { forOther: true, bookingId: null, seenAt: SEEN })]) });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Para otra persona")).toBeTruthy();
  expect(screen.queryByRole("link", { name: /Se canceló/ })).toBeNull();
  leave();
});

test("why it came opens in its place, with the switches of its kind", async () => {
  const service = new Service({
    Inbox: inboxOf([READ]),
    SetNoticeChoice: {
      setNoticeChoice: {
        __typename: "NoticeChoices",
        kind: "visit_called_off",
        name: "Visita suspendida",
        push: false,
        sms: "INSTEAD",
      },
    },
  });
  const { leave } = await show(SCREEN);
  const ask = await screen.findByRole("button", { name: /^¿Por qué recibí esto\?/ });
  expect(ask.props.accessibilityState?.expanded ?? ask.props["aria-expanded"]).toBe(false);
  expect(screen.queryByText("Porque usted reservó esa visita.")).toBeNull();

  await userEvent.press(ask);
  expect(screen.getByText("Porque usted reservó esa visita.")).toBeTruthy();
  await userEvent.press(screen.getByRole("switch", { name: /^Aviso en el celular/ }));

  expect(await screen.findByText("Guardado.")).toBeTruthy();
  expect(service.sent("SetNoticeChoice")).toEqual([
    { kind: "visit_called_off", push: false, sms: "INSTEAD", requestId: expect.any(String) },
  ]);
  expect(screen.getByRole("switch", { name: /^Aviso en el celular/ })).not.toBeChecked();
  leave();
});

test("a switch that was not answered, or refused, stays as it was and says so", async () => {
  const service = new Service({ Inbox: inboxOf([READ]), SetNoticeChoice: SILENCE });
  const { leave } = await show(SCREEN);
  await userEvent.press(await screen.findByRole("button", { name: /^¿Por qué recibí esto\?/ }));

  await userEvent.press(screen.getByRole("radio", { name: "Siempre" }));
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  expect(screen.getByRole("radio", { name: /^Solo si/ })).toBeChecked();

  service.say("SetNoticeChoice", {
    setNoticeChoice: problem("NOTICE_FIXED", "Este aviso no se puede quitar."),
  });
  await userEvent.press(screen.getByRole("radio", { name: "Siempre" }));
  expect(await screen.findByText("Este aviso no se puede quitar.")).toBeTruthy();
  const [one, two] = service.sent("SetNoticeChoice");
  expect(two).toEqual(one);
  leave();
});

test("a kind without a switch says that it always comes", async () => {
  new Service({ Inbox: inboxOf([notice("n1", { choices: null, seenAt: SEEN })]) });
  const { leave } = await show(SCREEN);

  await userEvent.press(await screen.findByRole("button", { name: /^¿Por qué recibí esto\?/ }));
  expect(screen.getByText(/llega siempre/)).toBeTruthy();
  expect(screen.queryByRole("switch")).toBeNull();
  leave();
});

test("they come by tens, and only what is shown is opened; older ones are asked for", async () => {
  const many = Array.from({ length: 50 }, (_, index) =>
    notice(`n${index}`, {
      message: `Aviso ${index}.`,
      toldAt: new Date(Date.parse(OFF.toldAt) - index * 1000).toISOString(),
    }),
  );
  const service = new Service({
    Inbox: inboxOf(many),
    SeeNotices: seen(40),
    MyNotices: { myNotices: page([many[49], notice("old", { message: "El más antiguo." })]) },
  });
  const { leave } = await show(SCREEN);
  await screen.findByText("Aviso 9.");
  expect(screen.queryByText("Aviso 10.")).toBeNull();
  await waitFor(() => expect(service.sent("SeeNotices")[0]?.noticeIds).toHaveLength(10));

  for (let each = 0; each < 4; each += 1) await userEvent.press(screen.getByText("Ver más"));
  await userEvent.press(screen.getByText("Ver los anteriores"));

  expect(await screen.findByText("El más antiguo.")).toBeTruthy();
  expect(screen.getAllByText("Aviso 49.")).toHaveLength(1);
  expect(service.sent("MyNotices")).toEqual([{ first: 50 }]);
  leave();
}, 60_000);

test("what nobody may read any more is not shown", async () => {
  new Service({ Inbox: inboxOf([notice("n1", { expiresAt: "2020-12-01T00:00:00Z" })]) });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/No tiene avisos/)).toBeTruthy();
  leave();
});

test("behind the curtain nothing counts as opened", async () => {
  const service = new Service({ Inbox: inboxOf([OFF]), SeeNotices: seen(0) });
  const owner = await somebody();
  await owner.write("discreet", true);
  await beginDiscretion(owner);
  const { leave } = await show(SCREEN, owner);

  await screen.findByText(/Se canceló su visita/);
  await act(async () => {});
  expect(service.sent("SeeNotices")).toEqual([]);
  leave();
  endDiscretion();
});

test("while it is on its way it says so", async () => {
  let answer = (_said: unknown) => {};
  new Service({ Inbox: () => new Promise((resolve) => (answer = resolve)) });
  const { leave } = await show(SCREEN);

  expect(screen.getByText("Cargando…")).toBeTruthy();
  await act(async () => answer(inboxOf([])));
  leave();
});

test("without signal they are those of the last answer; with nothing kept it says so", async () => {
  const service = new Service({ Inbox: SILENCE });
  const empty = await show(SCREEN);
  await screen.findByText(/No hay señal/);
  service.say("Inbox", inboxOf([READ]));
  await userEvent.press(screen.getByText("Volver a intentar"));
  await screen.findByText(/Se canceló su visita/);
  await untilKept();
  empty.leave();

  service.say("Inbox", SILENCE);
  later();
  const { leave } = await show(SCREEN, empty.profile);
  expect(await screen.findByText(/^Sin señal. Esto es lo que se sabía/)).toBeTruthy();
  expect(screen.getByText(/Se canceló su visita/)).toBeTruthy();
  leave();
});

test("a refusal is shown in the service's words", async () => {
  new Service({ Inbox: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto.") });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});
