import { CONCERT, GOING } from "./invented";
import { accessWords, countWords, endWords, partyWords, placesWords, placeWords } from "./words";

test("how many may come and how many places there are is said in words", () => {
  expect(partyWords(CONCERT)).toBe("De su familia pueden ir hasta 2 personas adultas y 1 menor de edad.");
  expect(partyWords({ ...CONCERT, partyAdults: 1, partyChildren: 0 })).toBe(
    "De su familia pueden ir hasta 1 persona adulta, sin menores de edad.",
  );
  expect(([null, "NONE", "FEW", "SOME", "PLENTY"] as const).map(placesWords)).toEqual([
    undefined,
    "Ya no quedan lugares. Si responde, entra en la lista de espera.",
    "Quedan pocos lugares.",
    "Hay lugares.",
    "Hay lugares.",
  ]);
  expect(countWords(GOING)).toBe("1 persona adulta y 1 menor de edad");
  expect(countWords({ adults: 2, children: 0 })).toBe("2 personas adultas");
});

test("a place is the venue outside, the establishment inside, or the internet", () => {
  const outside = { ...CONCERT.venue, where: "OUTSIDE" as const, name: "Plaza de Armas" };

  expect(placeWords(CONCERT)).toBe("Huaraz");
  expect(placeWords({ ...CONCERT, venue: outside })).toBe("Plaza de Armas");
  expect(placeWords({ ...CONCERT, venue: { ...outside, name: "" } })).toBe("Huaraz");
  expect(placeWords({ ...CONCERT, venue: { ...outside, where: "ONLINE" } })).toBe("Por internet");
});

test("of accessibility only what somebody said is told", () => {
  expect(accessWords(CONCERT.access)).toEqual([
    "Se entra sin subir gradas.",
    "No hay baños.",
    "Se habla en: Español, Runasimi.",
  ]);
});

test("an end that tells of nobody else has its own sentence, and all others the same", () => {
  const own = ["OWN_WISH", "CANCELLED", "OFFER_EXPIRED", "CLOSED"] as const;
  expect(new Set(own.map(endWords)).size).toBe(own.length);
  const others = ["CLOSED", "TIE_ENDED", "MOVED", "AUDIENCE", null] as const;
  expect(new Set(others.map(endWords)).size).toBe(1);
});
