import { screen, userEvent } from "@testing-library/react-native";
import { daysLater, today } from "@/l10n/dates";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { calledOff, homeWith, page, VISIT } from "@/testing/visit";
import { HomeScreen } from "../home/HomeScreen";
import { VisitScreen } from "./VisitScreen";
import { VisitsScreen } from "./VisitsScreen";

const TOMORROW = daysLater(today(), 1);
const NEAR = {
  ...VISIT,
  visitOn: TOMORROW,
  startsAt: `${TOMORROW}T14:00:00Z`,
  endsAt: `${TOMORROW}T16:30:00Z`,
  coming: null as boolean | null,
};
const asked = (verdict: string, message?: string) => ({
  ...NEAR,
  stillOn: { verdict, askedAt: "2020-11-03T23:00:00Z", why: message ? { message } : null },
});
const said = (coming: boolean) => ({ answerVisit: { __typename: "Booking", id: "v1", coming } });
const SCREEN = <VisitScreen id="v1" />;

async function tap(name: string) {
  await userEvent.press(await screen.findByRole("button", { name }));
}

test.each([
  ["GO", "Sigue en pie: puede ir", undefined],
  ["CHECK", "Revise antes de salir", "Falta confirmar un documento."],
  ["STAY", "No viaje", "Ese día está cerrado."],
])("asked anew, the answer is %s, with why and since when", async (verdict, words, why) => {
  new Service({ Visit: { visit: asked(verdict, why) }, Home: homeWith([asked(verdict, why)]) });
  for (const place of [SCREEN, <HomeScreen key="home" />]) {
    const { leave } = await show(place);
    expect(await screen.findByText(words)).toBeTruthy();
    if (why) expect(screen.getByText(why)).toBeTruthy();
    expect(screen.getByText(/^Lo revisamos el 3 de noviembre a las 6:00/)).toBeTruthy();
    leave();
  }
});

test("a list says in two words not to travel", async () => {
  new Service({ NextVisits: { nextVisits: page([asked("STAY"), { ...asked("CHECK"), id: "v2" }]) } });
  const { leave } = await show(<VisitsScreen />);

  expect(await screen.findByText("No viaje")).toBeTruthy();
  expect(screen.getByText("Revise antes de salir")).toBeTruthy();
  expect(screen.queryByText("Sigue en pie")).toBeNull();
  leave();
});

test("on the day before one may say that one comes, and take it back", async () => {
  const service = new Service({ Visit: { visit: NEAR } });
  const { leave } = await show(SCREEN);
  await screen.findByText("¿Va a ir?");
  service.say("AnswerVisit", () => {
    service.say("Visit", { visit: { ...NEAR, coming: true } });
    return said(true);
  });

  await tap("Sí voy");

  expect(await screen.findByText("Usted dijo que va")).toBeTruthy();
  expect(service.sent("AnswerVisit")).toEqual([
    { bookingId: "v1", coming: true, requestId: expect.any(String) },
  ]);
  expect(screen.getByRole("button", { name: "Ya no voy" })).toBeTruthy();
  leave();
});

test("not to come cancels nothing: it leads to cancelling, and one may still come", async () => {
  const service = new Service({ Visit: { visit: NEAR } });
  service.say("AnswerVisit", () => {
    service.say("Visit", { visit: { ...NEAR, coming: false } });
    return said(false);
  });
  const { leave } = await show(SCREEN);

  await tap("No voy");

  expect(await screen.findByText(/Cancele la visita aquí abajo/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Cancelar esta visita" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Sí voy" })).toBeTruthy();
  expect(service.sent("CancelVisit")).toEqual([]);
  leave();
});

test("on the first screen it leads to the visit", async () => {
  new Service({ Home: homeWith([{ ...NEAR, coming: false }]) });
  const { leave } = await show(<HomeScreen />);

  expect(await screen.findByText(/Abra la visita y cancélela/)).toBeTruthy();
  leave();
});

test.each([
  [SILENCE, /No hubo respuesta/],
  [{ answerVisit: problem("SLOT_PAST", "Ese horario ya pasó.") }, "Ese horario ya pasó."],
])("an answer that is refused or not heard says so", async (says, words) => {
  new Service({ Visit: { visit: NEAR }, AnswerVisit: says });
  const { leave } = await show(SCREEN);

  await tap("Sí voy");

  expect(await screen.findByText(words)).toBeTruthy();
  leave();
});

test.each([
  ["days before", VISIT],
  ["when one must not travel", asked("STAY")],
  ["once it is off", { ...NEAR, ...calledOff("DAY_CLOSED") }],
])("nobody is asked %s", async (_, visit) => {
  new Service({ Visit: { visit } });
  const { leave } = await show(SCREEN);

  await screen.findByText("Preguntar otra vez");
  expect(screen.queryByText("¿Va a ir?")).toBeNull();
  leave();
});
