import { screen } from "@testing-library/react-native";
import { match } from "@/nav/routes";
import { problem, Service, show } from "@/testing/service";
import { TiesScreen } from "../people/TiesScreen";
import { opened } from "./EarningsScreens";
import { accountOf, month, monthsOf, questionsOf, TIES } from "./invented";

const ANSWERS = {
  MyTies: TIES,
  ClosedAccounts: { closedAccounts: [] },
  EarningStatements: monthsOf(month("2036-10")),
  EarningStatement: accountOf(),
  MyStatementQuestions: questionsOf(),
  MyRemittances: { myRemittances: { __typename: "MyRemittances", remittances: [] } },
  EarningsProgress: { earningsProgress: problem("NOT_FOUND", "No encontrado.") },
};

test.each([
  ["/earnings", "Lo que gana trabajando"],
  ["/earnings/i1", "Lo que gana trabajando"],
  ["/earnings/i1/s-2036-10", "octubre de 2036"],
  ["/earnings/i1/sent", "Envíos de dinero"],
  ["/earnings/i1/progress", "Lo que debe y lo que ahorra"],
])("the address %s has a screen of its own", async (path, title) => {
  new Service(ANSWERS);
  const { default: Room } = await opened;
  const { leave } = await show(<Room route={match(path)} />);

  expect(await screen.findByRole("heading", { name: title })).toBeTruthy();
  leave();
});

test("a confirmed tie leads to what its person earns, and no other does", async () => {
  new Service(ANSWERS);
  const { leave } = await show(<TiesScreen />);

  const way = await screen.findByRole("link", { name: "Lo que gana trabajando Juan Carlos" });
  expect(way.props.href).toBe("/earnings/i1");
  leave();
});
