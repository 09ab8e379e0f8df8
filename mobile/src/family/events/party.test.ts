import { CONCERT, WHO } from "./invented";
import { firstParty, guestsOf, namesOf, partyWrong } from "./party";

const GUESTS = guestsOf(WHO, "i1", CONCERT);

test("guests are as old as they will be that day, adults first", () => {
  expect(GUESTS.map(({ name, age, adult }) => [name.split(" ")[0], age, adult])).toEqual([
    ["Rosa", 46, true],
    ["Elena", 48, true],
    ["Carmen", 76, true],
    ["Luis", 10, false],
    ["Ana", 17, false],
  ]);
});

test("an adult without a confirmed tie cannot come through somebody, and may come where everybody may", () => {
  const not = (inmate: string | null) => guestsOf(WHO, inmate, CONCERT).filter((each) => each.not);

  expect(not("i1").map((each) => [each.id, each.not])).toEqual([
    ["p4", "Falta que la oficina confirme su vínculo."],
  ]);
  expect(not("i2").map((each) => each.id)).toEqual(["p3", "p4"]);
  expect(not(null)).toEqual([]);
});

test("a least age and an event without children say so at whom they concern", () => {
  const grown = { ...CONCERT, entry: { ...CONCERT.entry, leastAge: 12 } };
  const [, , , luis, ana] = guestsOf(WHO, "i1", grown);
  expect([luis?.not, ana?.not]).toEqual(["Es desde los 12 años.", undefined]);

  const without = guestsOf(WHO, "i1", { ...CONCERT, partyChildren: 0 });
  expect(without.filter((each) => each.not).map((each) => each.id)).toEqual(["p4", "p2", "p5"]);
});

test("a party has an adult, and no more of each than one household may bring", () => {
  expect(partyWrong([], GUESTS, CONCERT)).toMatch(/por lo menos a una persona adulta/);
  expect(partyWrong(["p2"], GUESTS, CONCERT)).toMatch(/por lo menos a una persona adulta/);
  expect(partyWrong(["p1", "p2"], GUESTS, CONCERT)).toBeUndefined();
  expect(partyWrong(["p1", "p3"], GUESTS, { ...CONCERT, partyAdults: 1 })).toBe(
    "Elija solo a 1 persona adulta.",
  );
  expect(partyWrong(["p1", "p2", "p5"], GUESTS, CONCERT)).toBe("Elija solo a 1 menor de edad.");
  expect(partyWrong(["p1", "p2", "p5"], GUESTS, { ...CONCERT, partyChildren: 2 })).toBeUndefined();
});

test("the only adult who can come is chosen at once, a child never", () => {
  const [rosa, , , luis] = GUESTS;
  if (!rosa || !luis) throw new Error("they are there");

  expect(firstParty(GUESTS)).toEqual([]);
  expect(firstParty([rosa, { ...luis, not: "no" }])).toEqual(["p1"]);
  expect(firstParty([luis])).toEqual([]);
});

test("names are said where all of them are known", () => {
  expect(namesOf(["p1", "p2"], WHO)).toBe("Luis, Rosa");
  expect(namesOf(["p1", "gone"], WHO)).toBe("");
  expect(namesOf(["p1"], undefined)).toBe("");
});
