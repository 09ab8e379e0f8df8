import { PAPER } from "@/platform/paper";
import { readSquares, squaresOfPath } from "@/testing/camera";
import { VISIT } from "@/testing/visit";
import type { KnownVisit } from "../known";
import { groupedCode, plainCode, spelledCode } from "./code";
import { paperOf } from "./paper";
import { partyOf } from "./party";

const PEOPLE = [{ id: "p1", documentKind: "DNI" as const, documentEnding: "123" }];
const AS_OF = Date.parse("2036-11-20T13:15:00Z");

const visit = VISIT as KnownVisit;
const paper = (given: Partial<KnownVisit> = {}) =>
  paperOf({
    visit: { ...visit, ...given },
    party: partyOf(given.party ?? visit.party, PEOPLE),
    asOf: AS_OF,
    language: "es",
  });

test("the paper says when, who goes and the code, and since when it is known", () => {
  const words = paper().replace(/<[^>]*>/g, "\n");

  expect(words).toContain("Encuentro");
  expect(words).toContain("sábado 22 de noviembre de 2036");
  expect(words).toContain("de 9:00\u00a0a.\u00a0m. a 11:30\u00a0a.\u00a0m.");
  expect(words).toContain("K7MP-3QX9");
  expect(words).toMatch(/María Mamani Flores\s+DNI que termina en 123\s+Luz Quispe Mamani\s+menor de edad/);
  expect(words).toContain("El celular se queda afuera.");
  expect(words).toContain("lo que se sabía el 20/11/2036 a las 8:15\u00a0a.\u00a0m.");
});

test("neither the place nor whom one sees stands on it", () => {
  expect(paper()).not.toMatch(/Huaraz|Juan|Quispe Rojas|patio|Visita regular/);
});

test("a camera reads the code from it, without the dash", () => {
  expect(readSquares(squaresOfPath(paper()))).toBe("K7MP3QX9");
});

test("a name is a name, whatever signs are in it", () => {
  const party = [{ visitorId: "p9", givenNames: '<img src="x">', surnames: "O'Neil & Cía", adult: true }];

  expect(paper({ party })).toContain("<b>&lt;img src=&quot;x&quot;&gt; O'Neil &amp; Cía</b>");
});

test("a large party stands in two columns", () => {
  const many = Array.from({ length: 5 }, (_, at) => ({ ...visit.party[0], visitorId: `p${at}` }));

  expect(paper({ party: many as KnownVisit["party"] })).toMatch(/^<article class="pass many"/);
  expect(paper()).toMatch(/^<article class="pass"/);
});

test("it carries no style and no script, which the page refuses", () => {
  expect(paper()).not.toMatch(/style=|<script|<style|on\w+=/);
});

test("a browser and a phone print the same look", () => {
  type Files = { readFileSync: (path: string, how: "utf8") => string };
  const page = jest.requireActual<Files>("node:fs").readFileSync("public/index.html", "utf8");

  for (const rule of PAPER.trim().split("\n")) expect(page).toContain(rule);
});

test("a code is grouped to be read, spelled to be heard, and plain to be drawn", () => {
  for (const written of ["K7MP-3QX9", "k7mp3qx9", "K7MP 3QX9"]) {
    expect(groupedCode(written)).toBe("K7MP-3QX9");
    expect(plainCode(written)).toBe("K7MP3QX9");
    expect(spelledCode(written)).toBe("K, 7, M, P, guion, 3, Q, X, 9");
  }
});
