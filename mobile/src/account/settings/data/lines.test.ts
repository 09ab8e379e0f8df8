import { inLines } from "./lines";

test("words and values become lines that a person can read", () => {
  const file = {
    "Hecho el": "22/11/2026 09:00",
    Cuenta: { Celular: "+51900099001", "Avisos discretos": "no" },
    Personas: [
      { Nombres: "María", Permiso: { "Cómo lo dio": "de palabra" } },
      { Nombres: "Luis", Van: ["María", "Luis"] },
    ],
    Avisos: [],
    "Lo que no cabe": [],
  };

  expect(inLines(file)).toBe(`Hecho el: 22/11/2026 09:00
Cuenta:
  Celular: +51900099001
  Avisos discretos: no
Personas:
  - Nombres: María
    Permiso:
      Cómo lo dio: de palabra
  - Nombres: Luis
    Van:
      - María
      - Luis
Avisos:
  -
Lo que no cabe:
  -
`);
});
