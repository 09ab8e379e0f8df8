import { screen } from "@testing-library/react-native";
import { atOffice, held, tap, write } from "@/testing/office";
import { refusal, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";

const EVENT = {
  id: "e1",
  kind: "TRANSFER",
  effectiveOn: "2036-03-02",
  recordedAt: "2036-03-03T12:00:00Z",
  establishment: "Huaraz",
  toEstablishment: "Lurigancho",
  pavilion: "4",
  regime: null,
  stage: null,
  until: null,
  secretUntil: "2036-03-20",
};
const FOUND = {
  Inmates: {
    inmates: page([held("i1"), held("i2", { givenNames: "Otro", status: "OUTSIDE", held: false })]),
  },
  CustodyEvents: { custodyEvents: page([EVENT]) },
  InmateTies: { inmateTies: page([]) },
};

async function searched(answers: Record<string, unknown>, typed = "rojas") {
  const shown = await atOffice("/office/people", answers);
  await write("Nombre, apellido o número de registro", typed);
  await tap("Buscar");
  return shown;
}

test("nobody is looked for while somebody types: every look is written down", async () => {
  const { service, leave } = await atOffice("/office/people", FOUND);

  await write("Nombre, apellido o número de registro", " rojas ");
  expect(service.sent("Inmates")).toEqual([]);
  await tap("Buscar");

  expect(await screen.findByText("Rojas Paredes, Miguel Ángel")).toBeTruthy();
  expect(screen.getAllByText("Registro DEMO-100003 · Pabellón 4")).toHaveLength(2);
  expect(screen.getByText("Salió por un tiempo")).toBeTruthy();
  expect(service.sent("Inmates")).toEqual([{ establishmentId: "lurigancho", matching: "rojas" }]);
  leave();
});

test("too short, nobody, no signal: each says what to do", async () => {
  const short = await searched({ Inmates: refusal("SEARCH_TOO_SHORT", "Escriba tres letras.") }, "ro");
  expect(await screen.findByText("Escriba tres letras.")).toBeTruthy();
  short.leave();

  const nobody = await searched({ Inmates: { inmates: page([]) } });
  expect(await screen.findByText(/Nadie de aquí se llama así/)).toBeTruthy();
  nobody.leave();

  const silent = await searched({ Inmates: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();
});

test("one person: what is known, who is tied to them, what happened", async () => {
  const { service, leave } = await searched(FOUND);

  await tap("Rojas Paredes, Miguel Ángel");

  expect(await screen.findByText("Miguel Ángel Rojas Paredes")).toBeTruthy();
  for (const words of ["DEMO-100003", "1990", "Cerrado ordinario", "Mediana seguridad"])
    expect(screen.getByText(words)).toBeTruthy();
  expect(screen.getByText("Está aquí, desde el domingo 2 de marzo de 2025")).toBeTruthy();
  expect(await screen.findByText("Nadie tiene un vínculo confirmado.")).toBeTruthy();
  expect(screen.getByText("Traslado")).toBeTruthy();
  expect(
    screen.getByText(
      "domingo 2 de marzo de 2036 · Huaraz · hacia Lurigancho · Pabellón 4 · en reserva hasta el 20/03/2036",
    ),
  ).toBeTruthy();
  const about = { establishmentId: "lurigancho", inmateId: "i1" };
  expect(service.sent("CustodyEvents")).toEqual([about]);
  expect(service.sent("InmateTies")).toEqual([about]);
  leave();
});

test("who is out for a while receives no visits, and it says so", async () => {
  const { leave } = await searched(FOUND);

  await tap("Rojas Paredes, Otro");

  expect(await screen.findByText("Salió por un tiempo: ahora no recibe visitas aquí.")).toBeTruthy();
  leave();
});

test("without signal, ties and events say so by themselves", async () => {
  const { leave } = await searched({
    ...FOUND,
    CustodyEvents: SILENCE,
    InmateTies: refusal("NOT_FOUND", "No está."),
  });

  await tap("Rojas Paredes, Miguel Ángel");

  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  expect(await screen.findByText("No está.")).toBeTruthy();
  leave();
});

test("an address alone reads the person by its id", async () => {
  const { service, leave } = await atOffice("/office/people/i1", {
    ...FOUND,
    Inmate: { inmate: held("i1") },
  });

  expect(await screen.findByText("DEMO-100003")).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Miguel Ángel Rojas Paredes" })).toBeTruthy();
  const about = { establishmentId: "lurigancho", inmateId: "i1" };
  expect(service.sent("Inmate")).toEqual([about]);
  expect(service.sent("CustodyEvents")).toEqual([about]);
  leave();
});

test("who was found in the list is not read again: every look is written down", async () => {
  const { service, leave } = await searched(FOUND);

  await tap("Rojas Paredes, Miguel Ángel");
  expect(await screen.findByText("DEMO-100003")).toBeTruthy();

  expect(service.sent("Inmate")).toEqual([]);
  leave();
});

test("an address of somebody who is not here any more shows nobody, and leads to the search", async () => {
  const { service, leave } = await atOffice("/office/people/i1", {
    ...FOUND,
    Inmate: refusal("NOT_FOUND", "No encontramos lo que busca."),
  });

  expect(await screen.findByText(/Esta persona ya no figura en este lugar/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Buscar a una persona" }).props.href).toBe("/office/people");
  expect(service.sent("CustodyEvents")).toEqual([]);
  leave();
});

test("an address without signal says so", async () => {
  const { leave } = await atOffice("/office/people/i1", { ...FOUND, Inmate: SILENCE });

  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  leave();
});
