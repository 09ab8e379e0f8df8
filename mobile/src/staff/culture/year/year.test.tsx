import { screen, within } from "@testing-library/react-native";
import { listed } from "@/staff/programmes/invented";
import { atOffice, me } from "@/testing/office";
import { refusal, SILENCE } from "@/testing/service";
import { COORDINATOR, FULL, year } from "../invented";
// A room is a chunk of its own: read before anything waits for it.
import "../CultureScreens";

const AT = "/office/year/2025";
const SOLES = (amount: string) => `S/\u00a0${amount}`;

/** Something that is drawn, as far as it is looked at here. */
type Drawn = {
  type: unknown;
  props: Record<string, unknown>;
  findAll: (is: (each: Drawn) => boolean) => Drawn[];
};

/** What has a role, which is no button of its own and so found by its role alone. */
function withRole(role: string, of: Drawn | undefined = screen.root as Drawn): Drawn[] {
  return of.findAll((each) => typeof each.type === "string" && each.props.role === role);
}

/** Every line of a chart's table, as a reader of the screen hears it. */
function tableOf(title: string): string[] {
  const table = withRole("table").find((each) => each.props["aria-label"] === title);
  return withRole("row", table).map((row) =>
    [...withRole("rowheader", row), ...withRole("cell", row)]
      .map((each) => String(within(each as never).getByText(/./).props.children))
      .join(" | "),
  );
}

test("each chart says in a sentence what it shows, and is a table with all its figures", async () => {
  const { leave } = await atOffice(AT, { ...COORDINATOR, CultureYear: FULL });

  expect(
    await screen.findByText(
      "Realizadas: 5 fechas. Vinieron: 1440 personas. El mes con más público fue julio: 1400 personas.",
    ),
  ).toBeTruthy();
  const months = tableOf("Público por mes");
  expect(months).toHaveLength(12);
  expect(months[6]).toBe("julio | 3 fechas | 1400 personas");
  expect(months[0]).toBe("enero | —");

  expect(screen.getByText("Vinieron 1440 personas. Menores de edad: 20.")).toBeTruthy();
  expect(tableOf("Quiénes vinieron")).toEqual([
    "Familiares | adultos: 80 | menores: 20 | 7 %",
    "Público | adultos: 1,340 | menores: 0 | 93 %",
  ]);

  expect(screen.getByText(/Participaron 7 personas: mujeres 3, hombres 4\./)).toBeTruthy();
  expect(tableOf("Quiénes participaron")).toEqual([
    "18 a 29 años | mujeres: 2 | hombres: 3",
    "60 años o más | mujeres: 1 | hombres: 0",
    "No se sabe la edad | mujeres: 0 | hombres: 1",
  ]);

  expect(screen.getByText("Lo que más hubo: Concierto, 4 fechas.")).toBeTruthy();
  expect(tableOf("Clases de actividades")[0]).toBe("Concierto | 4 fechas | 1430 personas");

  expect(
    screen.getByText(`Se gastó ${SOLES("1,250.50")} de ${SOLES("5,000.00")} planeados: 25 %.`),
  ).toBeTruthy();
  expect(tableOf("Dinero por fuente")).toEqual([
    `Recursos ordinarios | gastado: ${SOLES("250.50")} | planeado: ${SOLES("4,000.00")}`,
    `Un aliado | gastado: ${SOLES("1,000.00")} | planeado: ${SOLES("1,000.00")}`,
  ]);

  expect(tableOf("Lo que dieron los aliados")).toEqual([
    `Museo Supuesto (Museo) | en dinero: ${SOLES("0.00")} | en bienes: ${SOLES("1,250.50")} | sin valor anotado: 1`,
  ]);
  const sums = within(screen.getByLabelText("En total"));
  expect(sums.getByText("30 h 30 min")).toBeTruthy();
  expect(sums.getByText("1,440")).toBeTruthy();
  expect(screen.getByRole("link", { name: "El informe de este año" }).props.href).toBe(
    "/office/year/2025/report",
  );
  leave();
});

test("a year in which a part is missing says in its chart how it comes to be known", async () => {
  const { leave } = await atOffice(AT, { ...COORDINATOR, CultureYear: year({ toCome: 1 }) });
  expect(await screen.findByText(/El público se cuenta en la puerta/)).toBeTruthy();
  expect(screen.getByText(/Se anota en la hoja de participación/)).toBeTruthy();
  expect(screen.getByText(/Todavía no hay presupuesto este año/)).toBeTruthy();
  expect(withRole("table")).toEqual([]);
  leave();
});

test("an empty year says what to do: of a past one, and of this one", async () => {
  const past = await atOffice(AT, { ...COORDINATOR, CultureYear: year() });
  expect(await screen.findByText(/De 2025 no hay nada anotado/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Anotar lo que se gastó" }).props.href).toBe("/office/budget/2025");
  past.leave();

  const coming = await atOffice("/office/year/2150", { ...COORDINATOR, CultureYear: year() });
  expect(await screen.findByText(/De 2150 todavía no hay nada/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Preparar una actividad" }).props.href).toBe("/office/events/new");
  coming.leave();
});

test("no signal and not allowed: each says so; whoever plans nothing sees nothing of it", async () => {
  const silent = await atOffice(AT, { ...COORDINATOR, CultureYear: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();

  const refused = await atOffice(AT, {
    ...COORDINATOR,
    CultureYear: refusal("NOT_ALLOWED", "No tiene permiso."),
  });
  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  refused.leave();

  const gate = await atOffice(AT, { Me: me(["lurigancho", "GATE_OFFICER"]) });
  await screen.findByText("Visitas de hoy");
  expect(gate.service.sent("CultureYear")).toEqual([]);
  gate.leave();
});

test("the first screen and the programmes lead here", async () => {
  const now = new Date(Date.now() - 5 * 3600_000).getUTCFullYear();
  const home = await atOffice("/", { ...COORDINATOR, OfficeEvents: listed() });
  expect((await screen.findByRole("link", { name: /^El año en cifras/ })).props.href).toBe(
    `/office/year/${now}`,
  );
  home.leave();

  const programmes = await atOffice("/office/programmes", { ...COORDINATOR, Programmes: { programmes: [] } });
  const to = async (name: RegExp) => (await screen.findByRole("link", { name })).props.href;
  expect(await to(/^Elencos/)).toBe("/office/ensembles");
  expect(await to(/^Aliados y aportes/)).toBe(`/office/partners/${now}`);
  expect(await to(/^Presupuesto/)).toBe(`/office/budget/${now}`);
  expect(await to(/^El año en cifras/)).toBe(`/office/year/${now}`);
  programmes.leave();
});
