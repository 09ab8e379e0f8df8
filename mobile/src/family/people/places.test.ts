import { type Place, placesLike, plain } from "./places";

const place = (id: string, name: string, department: string, district: string | null = null): Place => ({
  id,
  name,
  department,
  province: null,
  district,
  sexHeld: "M",
});
const PLACES = [
  place("jaen", "E.P. de Jaén", "Cajamarca"),
  place("canete", "E.P. de Cañete", "Lima"),
  place("lurigancho", "E.P. de Lurigancho", "Lima", "San Juan de Lurigancho"),
];
const found = (typed: string) => placesLike(PLACES, typed).map((each) => each.id);

test("accents and capitals do not matter", () => {
  expect(plain("Áncash CAÑETE")).toBe("ancash canete");
  expect(found("JAEN")).toEqual(["jaen"]);
  expect(found("cañete")).toEqual(["canete"]);
});

test("every word must be found, in the name, the department or the district", () => {
  expect(found("lima")).toEqual(["canete", "lurigancho"]);
  expect(found("lima juan")).toEqual(["lurigancho"]);
  expect(found("lima jaen")).toEqual([]);
});

test("nothing typed finds them all", () => {
  expect(found("  ")).toEqual(["jaen", "canete", "lurigancho"]);
});
