import { screen, userEvent } from "@testing-library/react-native";
import { Linking } from "react-native";
import { refusal, Service, SILENCE, show } from "@/testing/service";
import { untilKept } from "@/testing/visit";
import { EventScreen } from "./EventScreen";
import type { Happening } from "./happening";
import { CONCERT, GOING, WHO } from "./invented";

const SCREEN = <EventScreen id="o1" />;

function told(other: Partial<Happening> = {}) {
  return new Service({ Happening: { happening: { ...CONCERT, ...other } }, WhoMayVisit: WHO });
}

test("it says what, when, where, who may enter, what to bring and what not", async () => {
  const service = told();
  const { leave } = await show(SCREEN);

  expect(await screen.findByRole("heading", { name: "Concierto de Navidad" })).toBeTruthy();
  for (const words of [
    "Sigue en pie",
    /^Lo sabemos hoy a las/,
    "Villancicos con la orquesta.",
    "sábado 6 de diciembre de 2036",
    "de 3:00 p. m. a 5:00 p. m.",
    "2:30 p. m.",
    "Huaraz\nAuditorio",
    "Pueden ir familiares con su vínculo confirmado.",
    "30 minutos antes.",
    "Lleve su DNI.",
    "Sin ropa negra.",
    "No lleve celular.",
    "Se entra sin subir gradas.",
    "No hay baños.",
    "Noche de paz",
  ]) {
    expect(screen.getByText(words)).toBeTruthy();
  }
  expect(screen.queryByText("Qué llevar")).toBeNull();
  expect(service.sent("Happening")).toEqual([{ id: "o1" }]);
  leave();
});

test.each([
  ["CANCELLED", "Cancelada: no vaya"],
  ["POSTPONED", "Postergada: no será ese día"],
] as const)("%s is said at once, with why, and nobody is asked to answer", async (state, words) => {
  told({ state, why: "Se malogró el techo." });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.getByText("Por qué: Se malogró el techo.")).toBeTruthy();
  expect(screen.queryByText("Sigue en pie")).toBeNull();
  for (const gone of ["Responder que van", "Antes de salir", "No lleve celular."])
    expect(screen.queryByText(gone)).toBeNull();
  leave();
});

test("an answer to a date that was postponed still stands there, and may be withdrawn", async () => {
  told({ state: "POSTPONED", why: "Por lluvia.", answer: GOING });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Postergada: no será ese día")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Ya no vamos" })).toBeTruthy();
  leave();
});

test("what is over says so and asks for no answer", async () => {
  told({ startsAt: "2020-12-06T20:00:00Z", endsAt: "2020-12-06T22:00:00Z", answer: GOING });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Ya pasó")).toBeTruthy();
  expect(screen.queryByText("Su respuesta")).toBeNull();
  leave();
});

test("where nothing is known of steps and toilets it says to ask", async () => {
  const access = { stepFree: null, seats: null, toilets: null, signLanguage: null, spoken: [], note: "" };
  told({ access });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/No sabemos si hay gradas/)).toBeTruthy();
  leave();
});

test("a stream has the way to its page, and nobody is led anywhere else", async () => {
  const open = jest.spyOn(Linking, "openURL").mockResolvedValue(true);
  const venue = {
    where: "ONLINE" as const,
    room: "",
    name: "",
    address: "",
    link: "https://ejemplo.pe/vivo",
  };
  const online = { venue, audience: "ONLINE" as const, through: [], answersWanted: false };
  const service = told(online);
  const first = await show(SCREEN);
  await userEvent.press(await screen.findByText("Abrir la página de la transmisión"));
  expect(open).toHaveBeenCalledWith("https://ejemplo.pe/vivo");
  expect(screen.queryByText("Comodidad y accesos")).toBeNull();
  expect(screen.queryByText(/No hace falta responder/)).toBeNull();
  first.leave();

  service.say("Happening", {
    happening: { ...CONCERT, ...online, venue: { ...venue, link: "javascript:alert(1)" } },
  });
  const { leave } = await show(SCREEN);
  expect(await screen.findByText("Sigue en pie")).toBeTruthy();
  expect(screen.queryByText(/Abrir la página/)).toBeNull();
  open.mockRestore();
  leave();
});

test.each(["NOT_FOUND", "BAD_INPUT"])(
  "%s leads to those there are, whatever the phone knew",
  async (code) => {
    const service = told();
    const first = await show(SCREEN);
    await screen.findByText("Sigue en pie");
    await untilKept();
    first.leave();

    service.say("Happening", refusal(code, "No encontramos lo que busca."));
    const { leave } = await show(SCREEN, first.profile);
    expect(await screen.findByText(/No encontramos esta actividad/)).toBeTruthy();
    expect(screen.queryByText("Concierto de Navidad")).toBeNull();
    expect(screen.getByRole("link", { name: "Ver las actividades" }).props.href).toBe("/events");
    leave();
  },
);

test("without signal it is what was known, with its hour", async () => {
  const service = told({ answer: GOING });
  const first = await show(SCREEN);
  await screen.findByText("Usted va");
  await untilKept();
  first.leave();

  service.say("Happening", SILENCE);
  const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  const { leave } = await show(SCREEN, first.profile);
  expect(await screen.findByText(/^Sin señal. Esto es lo que se sabía hoy a las/)).toBeTruthy();
  expect(screen.getByText("Usted va")).toBeTruthy();
  later.mockRestore();
  leave();
});

test("another refusal is shown in the service's words", async () => {
  new Service({ Happening: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto.") });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});
