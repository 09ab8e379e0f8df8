import { screen, userEvent, within } from "@testing-library/react-native";
import { refusal, Service, SILENCE, show } from "@/testing/service";
import { untilKept } from "@/testing/visit";
import { EventScreen } from "./EventScreen";
import { EventsScreen } from "./EventsScreen";
import { CONCERT, GOING, listed, OFFERED, on, WAITING, WHO } from "./invented";

const FAIR = listed(CONCERT, {
  id: "o2",
  kind: "FAIR",
  title: "Feria de artesanía",
  startsAt: "2036-12-06T23:00:00Z",
  establishment: { id: "puno", name: "Puno" },
  venue: { where: "OUTSIDE", name: "Plaza de Armas" },
});
const LATER = listed(CONCERT, { id: "o3", title: "Recital", startsAt: "2036-12-08T01:00:00Z" });
const PAST = listed(CONCERT, { id: "o0", title: "Ya fue", endsAt: "2020-01-01T00:00:00Z" });
const SCREEN = <EventsScreen />;

const links = () => screen.getAllByRole("link", { name: /Concierto|Feria|Recital/ });

test("what is on stands under its days, with hour, kind and place", async () => {
  new Service({ WhatsOn: on([listed(CONCERT), FAIR, LATER, PAST]) });
  const { leave } = await show(SCREEN);

  const saturday = await screen.findByLabelText("sábado 6 de diciembre de 2036");
  const [concert, fair] = within(saturday).getAllByRole("link");
  expect(concert).toHaveTextContent(/Concierto de Navidad.*3:00 p\. m\. · Concierto.*Huaraz/s);
  expect(concert?.props.href).toBe("/events/o1");
  expect(fair).toHaveTextContent(/Feria de artesanía.*6:00 p\. m\. · Feria.*Plaza de Armas/s);
  // By the clocks of Lima it is still Sunday.
  expect(screen.getByRole("heading", { name: /^domingo 7 de diciembre de 2036/ })).toBeTruthy();
  expect(screen.queryByText("Ya fue")).toBeNull();
  expect(screen.getByRole("link", { name: /Calendario de su celular/ }).props.href).toBe("/events/calendar");
  leave();
});

test.each([
  [{ state: "CANCELLED" }, "Cancelada: no vaya"],
  [{ state: "POSTPONED", answer: { id: "a1", state: "GOING" } }, "Postergada: no será ese día"],
  [{ answer: { id: "a1", state: GOING.state } }, "Usted va"],
  [{ answer: { id: "a1", state: WAITING.state } }, "En lista de espera"],
  [{ answer: { id: "a1", state: OFFERED.state } }, "Hay lugar: responda"],
] as const)("whether it stands and what was answered is said in words: %o", async (other, words) => {
  new Service({ WhatsOn: on([listed(CONCERT, other)]) });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(words)).toBeTruthy();
  leave();
});

test("the next ten are asked for when somebody wants them, and a day is named once", async () => {
  const service = new Service({
    WhatsOn: ({ after }: { after?: string }) => (after ? on([FAIR, LATER]) : on([listed(CONCERT)], "c1")),
  });
  const { leave } = await show(SCREEN);
  await screen.findByText("Concierto de Navidad");
  expect(service.sent("WhatsOn")).toEqual([{}]);

  await userEvent.press(screen.getByText("Ver más"));

  expect(await screen.findByText("Feria de artesanía")).toBeTruthy();
  expect(screen.getAllByRole("heading", { name: /6 de diciembre/ })).toHaveLength(1);
  expect(links()).toHaveLength(3);
  expect(service.sent("WhatsOn")).toEqual([{}, { after: "c1" }]);
  leave();
});

test("of a list that is here whole the phone chooses by kind and by place itself", async () => {
  const service = new Service({ WhatsOn: on([listed(CONCERT), FAIR]) });
  const { leave } = await show(SCREEN);

  await userEvent.press(await screen.findByRole("button", { name: /Elegir qué ver/ }));
  await userEvent.press(screen.getByRole("radio", { name: "Feria" }));
  expect(links()).toHaveLength(1);
  expect(screen.getByText("Feria de artesanía")).toBeTruthy();
  await userEvent.press(screen.getByRole("radio", { name: "Huaraz" }));

  expect(screen.getByText("No hay actividades así por ahora.")).toBeTruthy();
  await userEvent.press(screen.getByText("Ver todas"));
  expect(links()).toHaveLength(2);
  expect(service.sent("WhatsOn")).toEqual([{}]);
  leave();
});

test("of a longer list the service chooses", async () => {
  const service = new Service({
    WhatsOn: ({ kind }: { kind?: string }) => (kind ? on([FAIR]) : on([listed(CONCERT), FAIR], "c1")),
  });
  const { leave } = await show(SCREEN);

  await userEvent.press(await screen.findByRole("button", { name: /Elegir qué ver/ }));
  await userEvent.press(screen.getByRole("radio", { name: "Feria" }));
  await userEvent.press(screen.getByRole("radio", { name: "Puno" }));

  expect(await screen.findByText("Feria de artesanía")).toBeTruthy();
  expect(screen.queryByText("Concierto de Navidad")).toBeNull();
  expect(service.sent("WhatsOn")).toEqual([{}, { kind: "FAIR" }, { kind: "FAIR", establishmentId: "puno" }]);
  leave();
});

test("where there is nothing to choose between, nothing is asked", async () => {
  new Service({ WhatsOn: on([listed(CONCERT), LATER]) });
  const { leave } = await show(SCREEN);

  await screen.findByText("Concierto de Navidad");
  expect(screen.queryByRole("button", { name: /Elegir qué ver/ })).toBeNull();
  leave();
});

test("with nothing on it says so", async () => {
  new Service({ WhatsOn: on([]) });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/Por ahora no hay actividades para su familia/)).toBeTruthy();
  leave();
});

test("without signal it is what was known, with its hour; with nothing kept it says so", async () => {
  const service = new Service({ WhatsOn: SILENCE });
  const empty = await show(SCREEN);
  await screen.findByText(/No hay señal/);
  service.say("WhatsOn", on([listed(CONCERT), FAIR]));
  await userEvent.press(screen.getByText("Volver a intentar"));
  await screen.findByText("Concierto de Navidad");
  await untilKept();
  empty.leave();

  service.say("WhatsOn", SILENCE);
  const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  const { leave } = await show(SCREEN, empty.profile);
  expect(await screen.findByText(/^Sin señal. Esto es lo que se sabía hoy a las/)).toBeTruthy();
  await userEvent.press(screen.getByRole("button", { name: /Elegir qué ver/ }));
  await userEvent.press(screen.getByRole("radio", { name: "Concierto" }));
  expect(links()).toHaveLength(1);
  later.mockRestore();
  leave();
});

test("what is over is forgotten, what is to come stays", async () => {
  const service = new Service({
    WhatsOn: on([]),
    WhoMayVisit: WHO,
    Happening: ({ id }: { id: string }) => ({
      happening: id === "o1" ? CONCERT : { ...CONCERT, id, endsAt: "2020-01-01T00:00:00Z" },
    }),
  });
  const first = await show(<EventScreen id="o1" />);
  await screen.findByText("Sigue en pie");
  await untilKept();
  first.leave();
  const second = await show(<EventScreen id="o0" />, first.profile);
  await screen.findByText("Ya pasó");
  await untilKept();
  second.leave();

  const list = await show(SCREEN, first.profile);
  await screen.findByText(/Por ahora no hay actividades/);
  await untilKept();
  list.leave();

  service.say("Happening", SILENCE);
  const gone = await show(<EventScreen id="o0" />, first.profile);
  expect(await screen.findByText(/todavía no hay nada guardado/)).toBeTruthy();
  gone.leave();
  const stays = await show(<EventScreen id="o1" />, first.profile);
  expect(await screen.findByText("Concierto de Navidad")).toBeTruthy();
  stays.leave();
});

test("a refusal is shown in the service's words", async () => {
  new Service({ WhatsOn: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto.") });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});
