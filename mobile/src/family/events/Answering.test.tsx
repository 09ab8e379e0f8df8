import { screen, userEvent } from "@testing-library/react-native";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { EventScreen } from "./EventScreen";
import type { Answer, Happening } from "./happening";
import { answered, CONCERT, GOING, OFFERED, WAITING, WHO, WITHDRAWN } from "./invented";

const SCREEN = <EventScreen id="o1" />;
const FULL = "No quedan lugares para todos.";

function told(other: Partial<Happening> = {}, more: object = {}) {
  return new Service({ Happening: { happening: { ...CONCERT, ...other } }, WhoMayVisit: WHO, ...more });
}

/** The service does what it is asked to, and says so from then on. */
function obeys(
  service: Service,
  act: "AnswerEvent" | "WithdrawAnswer" | "TakeOffer",
  answer: Answer,
  other = {},
) {
  const field = act[0]?.toLowerCase() + act.slice(1);
  service.say(act, () => {
    service.say("Happening", { happening: { ...CONCERT, ...other, answer } });
    return { [field]: answered(answer) };
  });
}

async function tap(name: string | RegExp, role: "button" | "checkbox" | "radio" = "button") {
  await userEvent.press(await screen.findByRole(role, { name }));
}

test("a family chooses who comes, answers, and goes", async () => {
  const service = told();
  obeys(service, "AnswerEvent", GOING);
  const { leave } = await show(SCREEN);
  expect(await screen.findByText("Hay lugares.")).toBeTruthy();
  expect(
    screen.getByText("De su familia pueden ir hasta 2 personas adultas y 1 menor de edad."),
  ).toBeTruthy();

  await tap("Rosa Quispe Mamani. 46 años", "checkbox");
  await tap("Luis Quispe Mamani. 10 años", "checkbox");
  await tap("Responder que van");

  expect(await screen.findByText("Usted va")).toBeTruthy();
  expect(screen.getByText("1 persona adulta y 1 menor de edad: Luis, Rosa")).toBeTruthy();
  expect(screen.queryByText("Responder que van")).toBeNull();
  expect(service.sent("AnswerEvent")).toEqual([
    { occurrenceId: "o1", inmateId: "i1", visitorIds: ["p1", "p2"], requestId: expect.any(String) },
  ]);
  leave();
});

test("whoever cannot come is there with why, and cannot be chosen", async () => {
  told();
  const { leave } = await show(SCREEN);

  const carmen = await screen.findByRole("checkbox", { name: /Carmen.*Falta que la oficina confirme/ });
  await userEvent.press(carmen);
  expect(carmen).not.toBeChecked();
  leave();
});

test("a party without an adult, or with too many, is not sent", async () => {
  const service = told();
  const { leave } = await show(SCREEN);

  await tap("Responder que van");
  expect(await screen.findByText("Elija por lo menos a una persona adulta.")).toBeTruthy();
  await tap(/^Rosa/, "checkbox");
  await tap(/^Luis/, "checkbox");
  await tap(/^Ana/, "checkbox");
  await tap("Responder que van");

  expect(screen.getByText("Elija solo a 1 menor de edad.")).toBeTruthy();
  expect(service.sent("AnswerEvent")).toEqual([]);
  leave();
});

test("where it may be through several people, that is asked first", async () => {
  const through = [...CONCERT.through, { id: "i2", givenNames: "Pedro", surnames: "Flores Ruiz" }];
  const service = told({ through });
  obeys(service, "AnswerEvent", { ...GOING, inmateId: "i2" }, { through });
  const { leave } = await show(SCREEN);
  await screen.findByText("¿Por quién van?");
  expect(screen.queryByText("Responder que van")).toBeNull();

  await tap("Pedro Flores Ruiz", "radio");
  // Of the adults Rosa alone is tied to him.
  expect(screen.getByRole("checkbox", { name: /^Elena.*Falta que la oficina/ })).toBeTruthy();
  await tap(/^Rosa/, "checkbox");
  await tap("Responder que van");

  expect(await screen.findByText("Van por Pedro")).toBeTruthy();
  expect(service.sent("AnswerEvent")[0]).toMatchObject({ inmateId: "i2", visitorIds: ["p1"] });
  leave();
});

test("where everybody may come, nobody is named", async () => {
  const service = told({ audience: "PUBLIC", through: [] });
  obeys(service, "AnswerEvent", { ...GOING, inmateId: null }, { through: [] });
  const { leave } = await show(SCREEN);

  await tap(/^Carmen/, "checkbox");
  await tap("Responder que van");

  expect(await screen.findByText("Usted va")).toBeTruthy();
  expect(service.sent("AnswerEvent")[0]).toMatchObject({ inmateId: null, visitorIds: ["p4"] });
  leave();
});

test("without places it says that one would wait, and then that one waits", async () => {
  const service = told({ placesLeft: "NONE" });
  obeys(service, "AnswerEvent", WAITING, { placesLeft: "NONE" });
  const { leave } = await show(SCREEN);
  expect(await screen.findByText(/Ya no quedan lugares. Si responde, entra en la lista/)).toBeTruthy();

  await tap(/^Rosa/, "checkbox");
  await tap("Responder que van");

  expect(await screen.findByText("Está en la lista de espera")).toBeTruthy();
  expect(screen.getByText(/Le avisaremos si se libera un lugar/)).toBeTruthy();
  expect(service.sent("AnswerEvent")).toHaveLength(1);
  leave();
});

test("where few places are left, a party of several is told that it may wait", async () => {
  told({ placesLeft: "FEW" });
  const { leave } = await show(SCREEN);

  await tap(/^Rosa/, "checkbox");
  expect(screen.queryByText(/no alcanzan para todos/)).toBeNull();
  await tap(/^Elena/, "checkbox");

  expect(screen.getByText(/Quedan pocos lugares. Si no alcanzan para todos/)).toBeTruthy();
  leave();
});

test("a refusal is said in the service's words, and places are asked for anew", async () => {
  const service = told({}, { AnswerEvent: { answerEvent: problem("NO_PLACE", FULL) } });
  const { leave } = await show(SCREEN);

  await tap(/^Rosa/, "checkbox");
  service.say("Happening", { happening: { ...CONCERT, placesLeft: "NONE" } });
  await tap("Responder que van");

  expect(await screen.findByText(FULL)).toBeTruthy();
  expect(await screen.findByText(/Ya no quedan lugares/)).toBeTruthy();
  expect(screen.queryByText("Usted va")).toBeNull();
  leave();
});

test("without an answer it says so, and asks again under the same name", async () => {
  const service = told({}, { AnswerEvent: SILENCE });
  const { leave } = await show(SCREEN);
  await tap(/^Rosa/, "checkbox");
  await tap("Responder que van");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  obeys(service, "AnswerEvent", GOING);
  await tap("Responder que van");

  expect(await screen.findByText("Usted va")).toBeTruthy();
  const [one, two] = service.sent("AnswerEvent");
  expect(two).toEqual(one);
  leave();
});

test("who goes no more is asked once more, and then the places are free", async () => {
  const service = told({ answer: GOING });
  obeys(service, "WithdrawAnswer", WITHDRAWN);
  const { leave } = await show(SCREEN);

  await tap("Ya no vamos");
  expect(screen.getByText(/Los lugares quedarán libres para otra familia/)).toBeTruthy();
  expect(service.sent("WithdrawAnswer")).toEqual([]);
  await tap("Sí, dejar los lugares");

  expect(await screen.findByText("Usted retiró su respuesta.")).toBeTruthy();
  expect(await screen.findByRole("button", { name: "Responder que van" })).toBeTruthy();
  expect(service.sent("WithdrawAnswer")).toEqual([{ answerId: "a1", requestId: expect.any(String) }]);
  leave();
});

test("who waits may leave the list; refused, it says why", async () => {
  told({ answer: WAITING }, { WithdrawAnswer: { withdrawAnswer: problem("NOT_FOUND", "No está.") } });
  const { leave } = await show(SCREEN);

  await tap("Salir de la lista de espera");
  await tap("Sí, salir de la lista");

  expect(await screen.findByText("No está.")).toBeTruthy();
  leave();
});

test("an offer says until when, and is accepted", async () => {
  const service = told({ answer: OFFERED });
  obeys(service, "TakeOffer", GOING);
  const { leave } = await show(SCREEN);
  expect(await screen.findByText("Hay lugar para ustedes")).toBeTruthy();
  expect(screen.getByText(/Tiene hasta el 4 de diciembre a las 3:00 p\. m\. para aceptar/)).toBeTruthy();

  await tap("Aceptar: sí vamos");

  expect(await screen.findByText("Usted va")).toBeTruthy();
  expect(service.sent("TakeOffer")).toEqual([{ answerId: "a1", requestId: expect.any(String) }]);
  leave();
});

test("an offer that was refused, or that nobody answered to, says so", async () => {
  const service = told({ answer: OFFERED }, { TakeOffer: SILENCE });
  const { leave } = await show(SCREEN);
  await tap("Aceptar: sí vamos");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("TakeOffer", { takeOffer: problem("NO_PLACE", "El plazo para aceptar terminó.") });
  await tap("Aceptar: sí vamos");
  expect(await screen.findByText("El plazo para aceptar terminó.")).toBeTruthy();
  leave();
});

test("an offer whose time is over cannot be accepted", async () => {
  told({ answer: { ...OFFERED, offeredUntil: "2020-12-04T20:00:00Z" } });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Pasó el plazo")).toBeTruthy();
  expect(screen.queryByText("Aceptar: sí vamos")).toBeNull();
  leave();
});

test("an offer may be declined", async () => {
  obeys(told({ answer: OFFERED }), "WithdrawAnswer", WITHDRAWN);
  const { leave } = await show(SCREEN);

  await tap("No vamos a ir");
  await tap("Sí, dejar los lugares");

  expect(await screen.findByText("Usted retiró su respuesta.")).toBeTruthy();
  leave();
});

test("an answer that somebody else ended says why", async () => {
  told({ answer: { ...WITHDRAWN, endedWhy: "OFFER_EXPIRED" } });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/Pasó el plazo para aceptar el lugar/)).toBeTruthy();
  expect(await screen.findByRole("button", { name: "Responder que van" })).toBeTruthy();
  leave();
});

test("after the last hour nobody can answer any more", async () => {
  told({ answersUntil: "2020-12-05T20:00:00Z" });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("Ya no se puede responder")).toBeTruthy();
  expect(screen.queryByText("Responder que van")).toBeNull();
  leave();
});

test("where no answers are wanted it says that one may come", async () => {
  told({ answersWanted: false });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText("No hace falta responder: puede ir.")).toBeTruthy();
  leave();
});

test("without anybody on the list it leads to adding them", async () => {
  told({}, { WhoMayVisit: { myTies: { nodes: [] }, myPeople: { nodes: [] } } });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(/primero agregue sus datos/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Agregar mis datos" }).props.href).toBe("/people");
  leave();
});
