import { screen, userEvent, within } from "@testing-library/react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { INMATE, TIES } from "./invented";
import { ProgressScreen } from "./ProgressScreen";

const SCREEN = <ProgressScreen inmate={INMATE} />;
const plain = (text: string) => text.replace(/ /g, "\u00a0");

const WHOLE = {
  reparation: { total: 500_000, paidBefore: 50_000, withheld: 74_003, left: 375_997 },
  contribution: { withheld: 36_000, owed: 27_120, paid: 9_040, left: 18_080, partsLeft: 4, debt: 18_080 },
  savings: 12_345,
};
const progress = (about: object = {}) => ({
  earningsProgress: { __typename: "EarningsProgress", ...WHOLE, ...about },
});

function amounts(label: string): string[] {
  const group = within(screen.getByLabelText(label));
  return group.getAllByText(/S\//).map((each) => String(each.props.children));
}

test("what was paid off is told with what is left, and what was put aside", async () => {
  new Service({ MyTies: TIES, EarningsProgress: progress() });
  const { leave } = await show(SCREEN);
  await screen.findByText("Todo lo que hay que pagar");

  expect(amounts("Reparación civil")).toEqual(
    ["S/ 5,000.00", "S/ 500.00", "S/ 740.03", "S/ 3,759.97"].map(plain),
  );
  expect(amounts("Aportes")).toEqual(["S/ 360.00", "S/ 271.20", "S/ 90.40", "S/ 180.80"].map(plain));
  expect(screen.getByText("Faltan 4 partes.")).toBeTruthy();
  expect(amounts("Ahorro")).toEqual([plain("S/ 123.45")]);
  leave();
});

test("nothing set, nothing owed and everything paid are said in words", async () => {
  const nothing = {
    reparation: null,
    contribution: { withheld: 0, owed: 0, paid: 0, left: 0, partsLeft: 0, debt: 0 },
  };
  const service = new Service({ MyTies: TIES, EarningsProgress: progress(nothing) });
  const first = await show(SCREEN);
  expect(await screen.findByText("No hay ninguna anotada aquí.")).toBeTruthy();
  expect(screen.getByText("No debe aportes de meses anteriores.")).toBeTruthy();
  expect(screen.queryByText(/constancia de aporte/)).toBeNull();
  first.leave();

  const paid = { total: 500_000, paidBefore: 0, withheld: 500_000, left: 0 };
  service.say("EarningsProgress", progress({ reparation: paid }));
  const second = await show(SCREEN);
  expect(await screen.findByText("Está todo pagado.")).toBeTruthy();
  expect(screen.queryByText("Se pagó antes")).toBeNull();
  second.leave();
});

test("a debt that nobody agreed on is told as owed, with what paying it opens", async () => {
  const none = { withheld: 3_000, owed: 0, paid: 0, left: 0, partsLeft: 0, debt: 1_520 };
  const service = new Service({ MyTies: TIES, EarningsProgress: progress({ contribution: none }) });
  const first = await show(SCREEN);
  await screen.findByText("Debe de meses anteriores, sin acuerdo de pago");
  expect(amounts("Aportes")).toEqual(["S/ 30.00", "S/ 15.20"].map(plain));
  expect(screen.getByText(/pagarlo en partes en la oficina de trabajo/)).toBeTruthy();
  expect(screen.getByText(/le pueden dar la constancia de aporte al día/)).toBeTruthy();
  expect(screen.queryByText("No debe aportes de meses anteriores.")).toBeNull();
  first.leave();

  const more = { ...WHOLE.contribution, debt: 20_000 };
  service.say("EarningsProgress", progress({ contribution: more }));
  const second = await show(SCREEN);
  await screen.findByText("Debe de meses anteriores, sin acuerdo de pago");
  expect(amounts("Aportes").slice(-1)).toEqual(["S/ 19.20"].map(plain));
  second.leave();
});

test("where it is not open nothing is told of why", async () => {
  new Service({
    MyTies: TIES,
    EarningsProgress: { earningsProgress: problem("NOT_FOUND", "No encontrado.") },
  });
  const { leave } = await show(SCREEN);
  expect(await screen.findByText(/Aquí no hay nada que mostrar/)).toBeTruthy();
  leave();
});

test("no signal and a refusal are said", async () => {
  const service = new Service({ MyTies: TIES, EarningsProgress: SILENCE });
  const { leave } = await show(SCREEN);
  await screen.findByText(/No hay señal/);
  service.say("EarningsProgress", refusal("NOT_ALLOWED", "Su cuenta no tiene permiso."));
  await userEvent.press(screen.getByText("Volver a intentar"));
  expect(await screen.findByText("Su cuenta no tiene permiso.")).toBeTruthy();
  leave();
});
