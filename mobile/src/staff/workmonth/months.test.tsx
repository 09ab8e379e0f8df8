import { screen, waitFor } from "@testing-library/react-native";
import { atOffice, choose, me, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { LUZ, lineOfMonth, month, ROSA, standing, workshopMonth } from "@/testing/work";
// A room is a chunk of its own: read before anything waits for it.
import "./MonthScreens";

const CHIEF = { Me: me(["lurigancho", "WORK_CHIEF"]) };
const AT = "/office/months/2025-10-01";
const months = (...of: object[]) => ({ WorkMonths: { workMonths: of } });
const one = (lines: readonly object[], about: object = {}) => ({
  ...CHIEF,
  ...months(workshopMonth(about)),
  WorkMonth: month(lines, about),
});

test("how far every workshop is stands beside it, in words", async () => {
  const { service, leave } = await atOffice(AT, {
    ...CHIEF,
    ...months(
      workshopMonth({ signed: 0, people: 0 }),
      workshopMonth({ id: "m2", workshopId: "w2", name: "Cuero" }),
      workshopMonth({ id: "m3", workshopId: "w3", name: "Pan", signed: 1, objected: 1 }),
      workshopMonth({ id: "m4", workshopId: "w4", name: "Ropa", state: "REVIEWED" }),
      workshopMonth({ id: "m5", workshopId: "w5", name: "Metal", state: "CLOSED" }),
    ),
    MonthClosing: standing(),
  });

  expect(await screen.findByText("Borrador: falta mostrarlo")).toBeTruthy();
  expect(screen.getByText("Borrador: falta que conteste 1")).toBeTruthy();
  expect(screen.getByText("Espera la revisión")).toBeTruthy();
  expect(screen.getByText("Revisado")).toBeTruthy();
  expect(screen.getByText("Cerrado")).toBeTruthy();
  expect(screen.getByText(/2 personas · 1 firmó · 1 no está de acuerdo$/)).toBeTruthy();
  expect(screen.getByRole("link", { name: /^Cuero/ }).props.href).toBe("/office/months/2025-10-01/w2");
  expect(screen.getByRole("link", { name: "Septiembre de 2025" }).props.href).toBe(
    "/office/months/2025-09-01",
  );
  expect(service.sent("WorkMonths")).toEqual([{ establishmentId: "lurigancho", month: "2025-10-01" }]);
  leave();
});

test("no work, no signal, not allowed: each says so", async () => {
  const empty = await atOffice(AT, { ...CHIEF, ...months(), MonthClosing: standing() });
  expect(await screen.findByText(/ningún taller tiene trabajo/)).toBeTruthy();
  empty.leave();

  const silent = await atOffice(AT, { ...CHIEF, WorkMonths: SILENCE, MonthClosing: SILENCE });
  await waitFor(() => expect(screen.getAllByText(/No hay señal/)).toHaveLength(2));
  silent.leave();

  const refused = await atOffice(AT, {
    ...CHIEF,
    WorkMonths: refusal("NOT_ALLOWED", "No tiene permiso."),
    MonthClosing: standing(),
  });
  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  refused.leave();
});

test("a month tells what it comes to, person by person, exactly", async () => {
  const lines = [
    lineOfMonth(ROSA, { gross: "565.6525" }),
    lineOfMonth(LUZ, { gross: "274.4", outcome: "SIGNED" }),
  ];
  const { leave } = await atOffice(`${AT}/w1`, one(lines));

  expect(await screen.findByText("S/\u00a0840.0525")).toBeTruthy();
  expect(screen.getByText("378 h")).toBeTruthy();
  expect(screen.getByText(/S\/\s274.4 · firmó/)).toBeTruthy();
  await tap("Inventada Soto, Rosa");
  expect(await screen.findByRole("link", { name: "Ver día por día" })).toBeTruthy();
  leave();
});

test("days on which somebody was not there are said before anything is reviewed", async () => {
  const contradicted = [{ id: "r1", inmateId: "i1", workedOn: "2025-10-07" }];
  const { leave } = await atOffice(`${AT}/w1`, one([lineOfMonth()], { contradicted }));

  expect(await screen.findByText(/Inventada Soto, 07\/10\/2025/)).toBeTruthy();
  leave();
});

test("a month is worked out and shown, and who changed is counted", async () => {
  const { service, leave } = await atOffice(`${AT}/w1`, {
    ...one([lineOfMonth(ROSA, { shown: false }), lineOfMonth(LUZ)]),
    PresentMonth: { presentMonth: { __typename: "MonthPresented", id: "m1", people: 2, changed: 1 } },
  });

  await tap("Mostrar el mes a cada persona");
  expect(await screen.findByText(/firmar: 1 persona\./)).toBeTruthy();
  expect(screen.queryByText("Revisar el mes")).toBeNull();
  await tap("Sí, calcular y mostrar");

  expect(await screen.findByText(/para ver y firmar: 1 persona\./)).toBeTruthy();
  expect(service.sent("PresentMonth")).toEqual([
    { workshopId: "w1", month: "2025-10-01", requestId: expect.any(String) },
  ]);
  leave();
});

test("a person's word is kept on the figures they saw; without agreement it needs words", async () => {
  const { service, leave } = await atOffice(`${AT}/w1`, {
    ...one([lineOfMonth()]),
    AnswerMonth: { answerMonth: { __typename: "WorkChanged", id: "m1" } },
  });
  await tap("Inventada Soto, Rosa");

  await choose("No está de acuerdo");
  await tap("Guardar lo que dice");
  expect(service.sent("AnswerMonth")).toEqual([]);
  await write("Por qué, con sus palabras", "Faltan dos mesas");
  await tap("Guardar lo que dice");

  expect(service.sent("AnswerMonth")).toEqual([
    {
      monthId: "m1",
      inmateId: "i1",
      seen: "aa11",
      outcome: "OBJECTED",
      words: "Faltan dos mesas",
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("a month that not everybody answered is reviewed with a reason, and the reason stays with it", async () => {
  const lines = [lineOfMonth(ROSA, { outcome: "OBJECTED", words: "Faltan dos mesas" }), lineOfMonth(LUZ)];
  const { service, leave } = await atOffice(`${AT}/w1`, {
    ...one(lines),
    ReviewMonth: { reviewMonth: { __typename: "MonthReviewed", id: "m1", objected: 1, unanswered: 1 } },
  });
  const why = await screen.findByLabelText("Por qué se revisa sin la respuesta de todos");
  expect(screen.queryByText("Revisar el mes")).toBeNull();
  await write("Por qué se revisa sin la respuesta de todos", "corta");
  expect(screen.queryByText("Revisar el mes")).toBeNull();
  expect(why).toBeTruthy();
  await write("Por qué se revisa sin la respuesta de todos", " Está en el hospital ");

  await tap("Revisar el mes");
  service.say("WorkMonth", month(lines, { state: "REVIEWED", reviewWhy: "Está en el hospital" }));
  await tap("Sí, respondo por este mes");

  expect(await screen.findByText(/^Revisado\./)).toBeTruthy();
  expect(await screen.findByText("Se revisó sin la respuesta de todos: Está en el hospital")).toBeTruthy();
  expect(service.sent("ReviewMonth")).toEqual([
    {
      monthId: "m1",
      unanswered: 1,
      objected: 1,
      why: "Está en el hospital",
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("who reviewed what somebody answered meanwhile sees the month as it is now", async () => {
  const signed = lineOfMonth(ROSA, { outcome: "SIGNED" });
  const { service, leave } = await atOffice(`${AT}/w1`, {
    ...one([signed]),
    ReviewMonth: { reviewMonth: problem("WORK_NOT_POSSIBLE", "Las respuestas cambiaron.") },
  });
  await tap("Revisar el mes");
  service.say("WorkMonth", month([lineOfMonth(ROSA, { outcome: "OBJECTED", words: "Falta un día" })]));
  await tap("Sí, respondo por este mes");

  expect(await screen.findByText("Las respuestas cambiaron.")).toBeTruthy();
  expect(await screen.findByText(/Atención: 1 no está de acuerdo\./)).toBeTruthy();
  leave();
});

test("a review says in figures what somebody answers for", async () => {
  const lines = [
    lineOfMonth(ROSA, { outcome: "OBJECTED", words: "Faltan dos mesas" }),
    lineOfMonth(LUZ, { outcome: "SIGNED" }),
  ];
  const { service, leave } = await atOffice(`${AT}/w1`, {
    ...one(lines),
    ReviewMonth: { reviewMonth: { __typename: "MonthReviewed", id: "m1", objected: 1, unanswered: 0 } },
  });

  await tap("Revisar el mes");
  expect(
    await screen.findByText(/responde por 2 personas, 362 h que cuentan y S\/\s1,680\.10\./),
  ).toBeTruthy();
  expect(screen.getByText(/Atención: 1 no está de acuerdo\./)).toBeTruthy();
  await tap("Sí, respondo por este mes");

  expect(await screen.findByText(/^Revisado\./)).toBeTruthy();
  expect(service.sent("ReviewMonth")).toEqual([
    { monthId: "m1", unanswered: 0, objected: 1, why: null, requestId: expect.any(String) },
  ]);
  leave();
});

test("who recorded work of the month is told that somebody else reviews it", async () => {
  const { leave } = await atOffice(`${AT}/w1`, {
    ...one([lineOfMonth(ROSA, { outcome: "SIGNED" })]),
    ReviewMonth: { reviewMonth: problem("WORK_NOT_POSSIBLE", "Usted anotó trabajo de este mes.") },
  });
  await tap("Revisar el mes");
  await tap("Sí, respondo por este mes");

  expect(await screen.findByText("Usted anotó trabajo de este mes.")).toBeTruthy();
  leave();
});

test("a supervisor shows a month and does not review it", async () => {
  const { leave } = await atOffice(`${AT}/w1`, {
    ...one([lineOfMonth()]),
    Me: me(["lurigancho", "WORK_SUPERVISOR"]),
  });
  expect(await screen.findByText("Inventada Soto, Rosa")).toBeTruthy();

  expect(screen.queryByText("Revisar el mes")).toBeNull();
  leave();
});

test("a reviewed month goes back with a reason; a closed one stays", async () => {
  const { service, leave } = await atOffice(`${AT}/w1`, {
    ...one([lineOfMonth(ROSA, { outcome: "SIGNED" })], { state: "REVIEWED" }),
    ReturnMonth: { returnMonth: { __typename: "WorkChanged", id: "m1" } },
  });
  await choose("Las horas no coinciden");
  await tap("Devolver al taller");
  await tap("Sí, devolver");
  expect(await screen.findByText("Devuelto al taller.")).toBeTruthy();
  expect(service.sent("ReturnMonth")).toEqual([
    { monthId: "m1", why: "HOURS", requestId: expect.any(String) },
  ]);
  leave();

  const closed = await atOffice(`${AT}/w1`, one([lineOfMonth()], { state: "CLOSED" }));
  expect(await screen.findByText(/El mes está cerrado/)).toBeTruthy();
  expect(screen.queryByText("Mostrar el mes a cada persona")).toBeNull();
  closed.leave();
});

test("without an answer a review is sent again under the same name", async () => {
  const { service, leave } = await atOffice(`${AT}/w1`, {
    ...one([lineOfMonth(ROSA, { outcome: "SIGNED" })]),
    ReviewMonth: SILENCE,
  });
  await tap("Revisar el mes");
  await tap("Sí, respondo por este mes");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  await tap("Sí, respondo por este mes");

  const [first, second] = service.sent("ReviewMonth");
  expect(second).toEqual(first);
  leave();
});
