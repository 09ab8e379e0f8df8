import { screen, userEvent } from "@testing-library/react-native";
import { atOffice, choose, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";

const HOLIDAY = {
  id: "c1",
  firstOn: "2036-11-22",
  lastOn: "2036-11-23",
  pavilion: null,
  visitTypes: null,
  reason: "HOLIDAY",
};
const PART = { ...HOLIDAY, id: "c2", pavilion: "Pabellón 4", visitTypes: ["CHILDREN"], lastOn: "2036-11-22" };
const YES = "Sí, cerrar y cancelar lo reservado";
const closed = (calledOff: number) => ({ closeDays: { __typename: "Changed", id: "c9", calledOff } });

async function filled(answers: Record<string, unknown>) {
  const shown = await atOffice("/office/closed", answers);
  await tap("Cerrar días");
  await write("Primer día", "24122036");
  await choose("Feriado");
  return shown;
}

test("what is closed is listed with its days, its place, its visits and why", async () => {
  const { leave } = await atOffice("/office/closed", { ClosedDays: { closedDays: page([HOLIDAY, PART]) } });

  expect(
    await screen.findByText("del sábado 22 de noviembre de 2036 al domingo 23 de noviembre de 2036"),
  ).toBeTruthy();
  expect(screen.getByText("Todo el lugar · todas las visitas")).toBeTruthy();
  expect(screen.getByText("el sábado 22 de noviembre de 2036")).toBeTruthy();
  expect(screen.getByText("Pabellón 4 · Visita de niños")).toBeTruthy();
  expect(screen.getAllByText("Feriado")).toHaveLength(2);
  leave();
});

test("before closing it says what that does; afterwards how many visits were called off", async () => {
  const { service, leave } = await filled({ CloseDays: closed(12) });

  await tap("Cerrar");
  expect(
    screen.getByText(/Las visitas reservadas se cancelarán ahora mismo y avisaremos a las familias/),
  ).toBeTruthy();
  expect(service.sent("CloseDays")).toEqual([]);
  await tap(YES);

  expect(
    await screen.findByText("Cerrado. Se cancelaron 12 visitas y avisamos a sus familias."),
  ).toBeTruthy();
  expect(screen.queryByText("Sí, cerrar y cancelar lo reservado")).toBeNull();
  expect(service.sent("CloseDays")).toEqual([
    {
      establishmentId: "lurigancho",
      firstOn: "2036-12-24",
      lastOn: "2036-12-24",
      reason: "HOLIDAY",
      requestId: expect.any(String),
    },
  ]);
  expect(service.sent("ClosedDays")).toHaveLength(2);
  leave();
});

test("one building and some kinds of visit only", async () => {
  const { service, leave } = await filled({
    Pavilions: {
      pavilions: page([
        { id: "p10", name: "10", sexHeld: "M" },
        { id: "p4", name: "4", sexHeld: "M" },
      ]),
    },
    CloseDays: closed(0),
  });
  await write("Último día (si son varios)", "26122036");
  await choose("Un pabellón");
  expect(screen.queryByText("Cerrar")).toBeNull();
  await choose("Pabellón 4");
  await userEvent.press(screen.getByRole("checkbox", { name: "Visita de niños" }));

  await tap("Cerrar");
  await tap(YES);

  expect(await screen.findByText("Cerrado. No había visitas reservadas.")).toBeTruthy();
  expect(service.sent("CloseDays")[0]).toMatchObject({
    firstOn: "2036-12-24",
    lastOn: "2036-12-26",
    pavilionId: "p4",
    visitTypes: ["CHILDREN"],
  });
  leave();
});

test("days that are over or turned about cannot be closed", async () => {
  const { leave } = await filled({});
  await write("Último día (si son varios)", "23122036");
  expect(screen.getByText("Debe ser el primer día o uno después.")).toBeTruthy();
  expect(screen.queryByText("Cerrar")).toBeNull();

  await write("Primer día", "24122020");

  expect(screen.getByText("Ese día ya pasó.")).toBeTruthy();
  leave();
});

test("without an answer it is sent again under the same name; a refusal is told", async () => {
  const { service, leave } = await filled({ CloseDays: SILENCE });
  await tap("Cerrar");
  await tap(YES);
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("CloseDays", { closeDays: problem("BAD_INPUT", "Hay un dato que no se entiende.") });
  await tap(YES);

  expect(await screen.findByText("Hay un dato que no se entiende.")).toBeTruthy();
  const [first, second] = service.sent("CloseDays");
  expect(second).toEqual(first);
  leave();
});

test("days are opened again, and what was called off stays so", async () => {
  const { service, leave } = await atOffice("/office/closed", {
    ClosedDays: { closedDays: page([HOLIDAY]) },
  });
  service.say("ReopenDays", () => {
    service.say("ClosedDays", { closedDays: page([]) });
    return { reopenDays: { __typename: "Changed", id: "c1" } };
  });

  await tap("Volver a abrir");
  expect(screen.getByText(/ya se cancelaron siguen canceladas/)).toBeTruthy();
  await tap("Sí, abrir");

  expect(await screen.findByText(/^Otra vez se puede reservar del sábado 22/)).toBeTruthy();
  expect(await screen.findByText("No hay días cerrados por venir.")).toBeTruthy();
  expect(service.sent("ReopenDays")).toEqual([{ closureId: "c1", requestId: expect.any(String) }]);
  leave();
});

test("no signal and not allowed: each says so", async () => {
  const silent = await atOffice("/office/closed", { ClosedDays: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();

  const refused = await atOffice("/office/closed", {
    ClosedDays: refusal("NOT_ALLOWED", "No tiene permiso."),
  });
  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  refused.leave();
});
