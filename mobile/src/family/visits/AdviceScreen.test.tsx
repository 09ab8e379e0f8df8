import { screen, userEvent } from "@testing-library/react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { untilKept } from "@/testing/visit";
import { AdviceScreen } from "./AdviceScreen";

const SCREEN = <AdviceScreen establishment="huaraz" day="2036-11-22" />;
const ITEM = { audience: "EVERYBODY", sourceTitle: "Diario Correo; Caretas, 2025", confirmed: true };
const ITEMS = [
  { ...ITEM, id: "a1", topic: "DOCUMENTS", words: "Lleve su documento original." },
  {
    ...ITEM,
    id: "a2",
    topic: "CLOTHES",
    audience: "WOMEN",
    words: "Falda que tape las rodillas.",
    sourceTitle: "",
    confirmed: false,
  },
  { ...ITEM, id: "a3", topic: "CLOTHES", audience: "CHILDREN", words: "Ropa abrigada." },
  { ...ITEM, id: "a4", topic: "FORBIDDEN", words: "No lleve celular.", sourceTitle: "" },
];
const advice = (items: object[]) => ({
  visitAdvice: { __typename: "VisitAdvice", asOf: "2036-11-22", items },
});

test("advice stands under its topics, with whom it is for, where it is from, and what is not sure", async () => {
  const service = new Service({ VisitAdvice: advice(ITEMS) });
  const { leave } = await show(SCREEN);

  for (const name of ["Documentos", "Ropa", "Deje en casa"])
    expect(await screen.findByRole("heading", { name })).toBeTruthy();
  expect(screen.getByText("sábado 22 de noviembre de 2036")).toBeTruthy();
  expect(
    screen.getByLabelText("Lleve su documento original. Fuente: Diario Correo; Caretas, 2025"),
  ).toBeTruthy();
  expect(screen.getByText("Mujeres · Por confirmar")).toBeTruthy();
  expect(screen.getByText("Niñas y niños · Fuente: Diario Correo; Caretas, 2025")).toBeTruthy();
  expect(screen.getByLabelText("No lleve celular.")).toBeTruthy();
  expect(service.sent("VisitAdvice")).toEqual([{ establishmentId: "huaraz", day: "2036-11-22" }]);
  leave();
});

test("what is ticked stays ticked for that day on this phone, and for no other", async () => {
  const service = new Service({ VisitAdvice: advice(ITEMS) });
  const first = await show(SCREEN);
  expect(await screen.findByText("Marque lo que ya está listo: 0 de 4.")).toBeTruthy();
  await userEvent.press(screen.getByRole("checkbox", { name: /documento original/ }));
  await userEvent.press(screen.getByRole("checkbox", { name: /Falda/ }));
  expect(await screen.findByText("Marque lo que ya está listo: 2 de 4.")).toBeTruthy();
  await userEvent.press(screen.getByRole("checkbox", { name: /Falda/ }));
  expect(await screen.findByText("Marque lo que ya está listo: 1 de 4.")).toBeTruthy();
  await untilKept();
  first.leave();

  service.say("VisitAdvice", SILENCE);
  const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  const again = await show(SCREEN, first.profile);
  expect(await screen.findByText("Marque lo que ya está listo: 1 de 4.")).toBeTruthy();
  expect(screen.getByRole("checkbox", { name: /documento original/, checked: true })).toBeTruthy();
  expect(await screen.findByText(/^Sin señal. Esto es lo que se sabía hoy a las/)).toBeTruthy();
  later.mockRestore();
  again.leave();

  service.say("VisitAdvice", advice(ITEMS));
  const other = await show(<AdviceScreen establishment="huaraz" day="2036-12-06" />, first.profile);
  expect(await screen.findByText("Marque lo que ya está listo: 0 de 4.")).toBeTruthy();
  other.leave();
});

test("ticks of days that are over are forgotten", async () => {
  new Service({ VisitAdvice: advice(ITEMS) });
  const { profile, leave } = await show(SCREEN);
  await profile.write("ticks", { "huaraz 2020-01-04": ["a1"] });

  await userEvent.press(await screen.findByRole("checkbox", { name: /celular/ }));
  await screen.findByText("Marque lo que ya está listo: 1 de 4.");

  expect(await profile.read("ticks")).toEqual({ "huaraz 2036-11-22": ["a4"] });
  leave();
});

test("a place without advice says whom to ask", async () => {
  new Service({ VisitAdvice: advice([]) });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/Pregunte en la oficina de visitas/)).toBeTruthy();
  leave();
});

test("a refusal is shown in the service's words", async () => {
  new Service({ VisitAdvice: { visitAdvice: problem("NOT_FOUND", "No encontramos lo que busca.") } });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("No encontramos lo que busca.")).toBeTruthy();
  leave();
});

test("an address with half a day in it leads to no visit", async () => {
  new Service({ VisitAdvice: refusal("BAD_INPUT", "Expected a day such as 2026-03-01.") });
  const { leave } = await show(<AdviceScreen establishment="huaraz" day="2036" />);

  expect(await screen.findByText(/No encontramos esta visita/)).toBeTruthy();
  expect(screen.queryByText(/NaN/)).toBeNull();
  leave();
});

test("without signal and with nothing kept it says so", async () => {
  new Service({ VisitAdvice: SILENCE });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  leave();
});
