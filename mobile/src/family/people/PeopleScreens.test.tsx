import { screen } from "@testing-library/react-native";
import { match } from "@/nav/routes";
import { Service, show } from "@/testing/service";
import { listOf, ROSA, tiesOf } from "./invented";
import { FAR, kinshipWords, NEAR } from "./kinship";
import PeopleScreens from "./PeopleScreens";

test.each([
  ["/people", "Mi gente"],
  ["/people/add/minor", "Nombres y apellidos"],
  ["/people/add/nobody-knows", "Mi gente"],
  ["/people/p1", "Datos"],
  ["/ties", "Vínculos"],
  ["/ties/ask", "¿A quién quiere visitar?"],
  ["/ties/code", "Código de la oficina"],
])("%s shows its screen", async (path, title) => {
  const places = { establishments: { nodes: [], pageInfo: { endCursor: null, hasNextPage: false } } };
  new Service({ MyPeople: listOf(ROSA), MyTies: tiesOf([]), Establishments: places });
  const { leave } = await show(<PeopleScreens route={match(path)} />);
  expect(await screen.findByRole("heading", { name: title })).toBeTruthy();
  leave();
});

test("every kinship has words of its own and is offered once", () => {
  const all = [...NEAR, ...FAR];
  expect(new Set(all).size).toBe(26);
  expect(new Set(all.map(kinshipWords)).size).toBe(26);
  expect(kinshipWords("MOTHER")).toBe("Madre");
});
