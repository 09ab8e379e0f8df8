import { fireEvent, screen, userEvent } from "@testing-library/react-native";
import { daysLater, today } from "@/l10n/dates";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { ELENA, LUIS, listOf, ROSA } from "./invented";
import { PersonScreen } from "./PersonScreen";

const saved = (calledOff: number) => ({ updateVisitor: { __typename: "Visitor", ...ROSA, calledOff } });
const SAVED = saved(0);
const write = (label: string, text: string) => fireEvent.changeText(screen.getByLabelText(label), text);
const tap = (name: string) => userEvent.press(screen.getByText(name));

test("what is known of a person is there", async () => {
  new Service({ MyPeople: listOf(ROSA, ELENA) });
  const { leave } = await show(<PersonScreen id="p3" />);

  expect(await screen.findByText("Elena Quispe Mamani")).toBeTruthy();
  expect(screen.getByText("Comparte este celular")).toBeTruthy();
  expect(screen.getByText("Carné de extranjería que termina en 789")).toBeTruthy();
  expect(screen.getByText("10/05/1980")).toBeTruthy();
  expect(screen.getByText("Venezuela")).toBeTruthy();
  leave();
});

test("who is not on the list is said to be gone", async () => {
  new Service({ MyPeople: listOf(ROSA) });
  const { leave } = await show(<PersonScreen id="nobody" />);
  expect(await screen.findByText("Esta persona ya no está en su lista.")).toBeTruthy();
  leave();
});

test("a document that is over says what to do", async () => {
  new Service({ MyPeople: listOf({ ...ROSA, documentValidUntil: daysLater(today(), -1) }) });
  const { leave } = await show(<PersonScreen id="p1" />);
  expect(await screen.findByText("Documento vencido")).toBeTruthy();
  expect(screen.getByText(/Cuando tenga el nuevo, cámbielo aquí/)).toBeTruthy();
  leave();
});

test("a changed name is saved only after it is said that visits are called off", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), UpdateVisitor: saved(2) });
  const { leave } = await show(<PersonScreen id="p1" />);
  await screen.findByText("Rosa Quispe Mamani");
  await tap("Corregir los datos");
  expect(screen.getByText(/se cancelan las visitas reservadas/)).toBeTruthy();
  write("Nombres", "Rosa María");
  await tap("Guardar");
  expect(screen.getByText(/Se cancelarán sus visitas reservadas/)).toBeTruthy();
  expect(service.sent("UpdateVisitor")).toHaveLength(0);

  await tap("Sí, guardar");
  expect(
    await screen.findByText(
      "Guardado. La oficina confirmará otra vez sus vínculos. Se cancelaron 2 visitas.",
    ),
  ).toBeTruthy();
  expect(service.sent("UpdateVisitor")).toEqual([
    {
      visitorId: "p1",
      correction: {
        givenNames: "Rosa María",
        surnames: "Quispe Mamani",
        sex: "FEMALE",
        bornOn: "1980-05-10",
        nationality: "PE",
        documentValidUntil: "2036-01-01",
      },
      requestId: expect.any(String),
    },
  ]);
  expect(service.sent("MyPeople")).toHaveLength(2);
  leave();
});

test("a correction that called off nothing says so to whom it was announced", async () => {
  new Service({ MyPeople: listOf(ROSA), UpdateVisitor: saved(0) });
  const { leave } = await show(<PersonScreen id="p1" />);
  await screen.findByText("Rosa Quispe Mamani");
  await tap("Corregir los datos");
  write("Nombres", "Rosa María");
  await tap("Guardar");
  await tap("Sí, guardar");

  expect(await screen.findByText(/No había visitas reservadas\.$/)).toBeTruthy();
  leave();
});

test("another nationality alone changes no tie, so nothing is asked twice", async () => {
  const service = new Service({ MyPeople: listOf(ROSA, ELENA), UpdateVisitor: SAVED });
  const { leave } = await show(<PersonScreen id="p3" />);
  await screen.findByText("Elena Quispe Mamani");
  await tap("Corregir los datos");
  await tap("Colombia");
  await tap("Guardar");

  expect(await screen.findByText("Guardado.")).toBeTruthy();
  expect(service.sent("UpdateVisitor")[0]).toMatchObject({ correction: { nationality: "CO" } });
  leave();
});

test("what is wrong is said, and nothing is sent", async () => {
  const service = new Service({ MyPeople: listOf(ROSA, LUIS) });
  const { leave } = await show(<PersonScreen id="p2" />);
  await screen.findByText("Luis Quispe Mamani");
  await tap("Corregir los datos");
  write("Nombres", "");
  write("Fecha de nacimiento", "01/01/1990");
  await tap("Guardar");

  expect(screen.getByText(/Falta este dato/)).toBeTruthy();
  expect(screen.getByText(/Ya cumplió 18 años/)).toBeTruthy();
  expect(service.sent("UpdateVisitor")).toHaveLength(0);
  leave();
});

test("a renewed document changes its last day alone", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), UpdateVisitor: SAVED });
  const { leave } = await show(<PersonScreen id="p1" />);
  await screen.findByText("Rosa Quispe Mamani");
  await tap("Renovar el documento");
  await tap("Guardar");
  expect(screen.getByText("Escriba la fecha, o marque que no vence.")).toBeTruthy();
  write("Fecha en que vence", "31/12/2040");
  await tap("Guardar");

  expect(await screen.findByText("Guardado. Sus vínculos y sus visitas no cambian.")).toBeTruthy();
  expect(service.sent("UpdateVisitor")[0]).toMatchObject({
    correction: { givenNames: "Rosa", bornOn: "1980-05-10", documentValidUntil: "2040-12-31" },
  });
  leave();
});

test("a correction that is given up sends nothing", async () => {
  const service = new Service({ MyPeople: listOf(ROSA) });
  const { leave } = await show(<PersonScreen id="p1" />);
  await screen.findByText("Rosa Quispe Mamani");
  await tap("Corregir los datos");
  write("Nombres", "Otra");
  await tap("Dejarlo como estaba");
  expect(screen.getByText("Rosa Quispe Mamani")).toBeTruthy();
  expect(service.sent("UpdateVisitor")).toHaveLength(0);
  leave();
});

test("a refused or unanswered correction says so and keeps what was typed", async () => {
  const service = new Service({
    MyPeople: listOf(ROSA),
    UpdateVisitor: { updateVisitor: problem("BAD_INPUT", "Hay un dato que no se entiende.") },
  });
  const { leave } = await show(<PersonScreen id="p1" />);
  await screen.findByText("Rosa Quispe Mamani");
  await tap("Renovar el documento");
  write("Fecha en que vence", "31/12/2040");
  await tap("Guardar");
  expect(await screen.findByText("Hay un dato que no se entiende.")).toBeTruthy();

  service.say("UpdateVisitor", SILENCE);
  await tap("Guardar");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();
  expect(screen.getByLabelText("Fecha en que vence").props.value).toBe("31/12/2040");
  leave();
});

test("taking somebody off the list says before what ends, and afterwards how many visits it called off", async () => {
  const service = new Service({
    MyPeople: listOf(ROSA, ELENA),
    RemoveVisitor: { removeVisitor: { __typename: "VisitorRemoved", visitorId: "p3", calledOff: 2 } },
  });
  const { leave } = await show(<PersonScreen id="p3" />);
  await screen.findByText("Elena Quispe Mamani");
  await tap("Quitar de mi lista");
  expect(screen.getByText(/Terminan los vínculos de Elena y se cancelan las visitas/)).toBeTruthy();
  expect(service.sent("RemoveVisitor")).toHaveLength(0);
  service.say("MyPeople", listOf(ROSA));
  await tap("Sí, quitar a Elena");

  expect(await screen.findByText(/Elena ya no está en su lista\. Se cancelaron 2 visitas\./)).toBeTruthy();
  expect(service.sent("RemoveVisitor")[0]).toMatchObject({ visitorId: "p3" });
  leave();
});

test("no visits were called off, and that is said too", async () => {
  new Service({
    MyPeople: listOf(ELENA),
    RemoveVisitor: { removeVisitor: { __typename: "VisitorRemoved", visitorId: "p3", calledOff: 0 } },
  });
  const { leave } = await show(<PersonScreen id="p3" />);
  await screen.findByText("Elena Quispe Mamani");
  await tap("Quitar de mi lista");
  await tap("Sí, quitar a Elena");
  expect(await screen.findByText(/No había visitas reservadas/)).toBeTruthy();
  leave();
});

test("an adult under whom minors come is not offered to be taken off", async () => {
  new Service({ MyPeople: listOf(ROSA, LUIS) });
  const { leave } = await show(<PersonScreen id="p1" />);
  expect(await screen.findByText(/primero quite a quienes van con esta persona: Luis/)).toBeTruthy();
  expect(screen.queryByText("Quitar de mi lista")).toBeNull();
  leave();
});

test("a refusal to take somebody off is said in the service's words", async () => {
  const refused = { removeVisitor: problem("VISIT_UNDER_WAY", "Una de sus visitas está en curso.") };
  new Service({ MyPeople: listOf(ELENA), RemoveVisitor: refused });
  const { leave } = await show(<PersonScreen id="p3" />);
  await screen.findByText("Elena Quispe Mamani");
  await tap("Quitar de mi lista");
  await tap("Sí, quitar a Elena");
  expect(await screen.findByText("Una de sus visitas está en curso.")).toBeTruthy();
  expect(screen.getByText("Elena Quispe Mamani")).toBeTruthy();
  leave();
});
