import { href, match } from "./routes";

test("an address leads to the screen it was made for", () => {
  expect(href("visit", { id: "a/b" })).toBe("/visits/a%2Fb");
  expect(match("/visits/a%2Fb")).toEqual({ name: "visit", given: { id: "a/b" } });
  expect(match(href("advice", { establishment: "huaraz", day: "2026-11-22" }))).toEqual({
    name: "advice",
    given: { establishment: "huaraz", day: "2026-11-22" },
  });
});

test("a fixed word wins over a name in the same place", () => {
  expect(match("/ties/ask").name).toBe("askTie");
  expect(match(href("calendarLink")).name).toBe("calendarLink");
  expect(match("/events/e1")).toEqual({ name: "event", given: { id: "e1" } });
  expect(match("/people/add/minor")).toEqual({ name: "addPerson", given: { how: "minor" } });
});

test("an address nobody knows leads home", () => {
  expect(match("/nobody/knows")).toEqual({ name: "home", given: {} });
  expect(match("/visits/").name).toBe("visits");
});
