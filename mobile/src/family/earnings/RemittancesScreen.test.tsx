import { screen, userEvent } from "@testing-library/react-native";
import { problem, refusal, Service, SILENCE, show } from "@/testing/service";
import { INMATE, TIES } from "./invented";
import { RemittancesScreen } from "./RemittancesScreen";
import type { Remittance } from "./remittance";

const SCREEN = <RemittancesScreen inmate={INMATE} />;

function remittance(nth: number, about: Partial<Remittance> = {}): Remittance {
  return {
    id: `r${nth}`,
    amount: 30_000 + nth,
    state: "CONFIRMED",
    reference: `K7MP${nth}`,
    askedOn: "2036-11-03",
    movedOn: "2036-11-05",
    ...about,
  };
}

const listOf = (...remittances: Remittance[]) => ({
  myRemittances: { __typename: "MyRemittances", remittances },
});

test.each([
  ["ASKED", "Pedido", "Falta que lo aprueben."],
  ["APPROVED", "Aprobado", "Falta que salga al banco."],
  ["SENT", "En camino", "Está en el banco."],
  ["CONFIRMED", "Pagado", "El banco dice que lo pagó."],
  ["RETURNED", "Devuelto", "El banco no pudo pagarlo. El dinero volvió a quien lo mandó."],
  ["REFUSED", "No se hizo", "El dinero sigue siendo de quien lo mandó."],
  ["CANCELLED", "Anulado", "El dinero sigue siendo de quien lo mandó."],
] as const)("money that is %s says so in plain words", async (state, words, meaning) => {
  new Service({ MyTies: TIES, MyRemittances: listOf(remittance(0, { state })) });
  const { leave } = await show(SCREEN);

  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.getByText(meaning)).toBeTruthy();
  expect(screen.getByText(/^S\/.300\.00$/)).toBeTruthy();
  expect(screen.getByText("Número del envío: K7MP0")).toBeTruthy();
  expect(screen.getByText(/^Se pidió el lunes 3 de noviembre de 2036/)).toBeTruthy();
  leave();
});

test("ten come at a time", async () => {
  const many = Array.from({ length: 12 }, (_, nth) => remittance(nth));
  new Service({ MyTies: TIES, MyRemittances: listOf(...many) });
  const { leave } = await show(SCREEN);
  await screen.findByText("Número del envío: K7MP9");
  expect(screen.queryByText("Número del envío: K7MP10")).toBeNull();
  await userEvent.press(screen.getByText("Ver más"));

  expect(screen.getByText("Número del envío: K7MP11")).toBeTruthy();
  expect(screen.queryByText("Ver más")).toBeNull();
  leave();
});

test("none yet, and none that is open, are two things", async () => {
  const service = new Service({ MyTies: TIES, MyRemittances: listOf() });
  const first = await show(SCREEN);
  expect(await screen.findByText(/Todavía no hay envíos de dinero/)).toBeTruthy();
  first.leave();

  service.say("MyRemittances", { myRemittances: problem("NOT_FOUND", "No encontrado.") });
  const second = await show(SCREEN);
  expect(await screen.findByText(/Aquí no hay nada que mostrar/)).toBeTruthy();
  second.leave();
});

test("no signal and a refusal are said", async () => {
  const service = new Service({ MyTies: TIES, MyRemittances: SILENCE });
  const { leave } = await show(SCREEN);
  await screen.findByText(/No hay señal/);
  service.say("MyRemittances", refusal("NOT_ALLOWED", "Su cuenta no tiene permiso."));
  await userEvent.press(screen.getByText("Volver a intentar"));
  expect(await screen.findByText("Su cuenta no tiene permiso.")).toBeTruthy();
  leave();
});
