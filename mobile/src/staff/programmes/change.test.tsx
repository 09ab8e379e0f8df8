import { screen } from "@testing-library/react-native";
import { atOffice, me, tap, write } from "@/testing/office";
import { problem } from "@/testing/service";
import { programme } from "./invented";
// A room is a chunk of its own: read before anything waits for it.
import "./ProgrammeScreens";

const AT = "/office/programmes";
const COORDINATOR = { Me: me(["lurigancho", "PROGRAMME_COORDINATOR"]) };
const CHANGED = { __typename: "EventChanged", id: "p1", version: null };

test("a programme of this place is called otherwise, and ended on a day that has come", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    Programmes: { programmes: [programme()] },
    EditProgramme: { editProgramme: CHANGED },
    EndProgramme: { endProgramme: problem("ALREADY_DECIDED", "Ya terminó.") },
  });
  await tap("Recitales");
  await tap("Cambiar el programa");
  await write("Nombre del programa", "  ");
  expect(await screen.findByText("Escriba un título.")).toBeTruthy();
  await tap("Guardar");
  expect(service.sent("EditProgramme")).toEqual([]);
  await write("Nombre del programa", "Conciertos");
  await tap("Guardar");
  expect(await screen.findByText("Guardado: Conciertos.")).toBeTruthy();
  expect(service.sent("EditProgramme")).toEqual([
    { programmeId: "p1", title: "Conciertos", summary: "Música para todos.", requestId: expect.any(String) },
  ]);

  await tap("Terminar el programa");
  await write("Último día", "01/01/2100");
  expect(await screen.findByText("Ese día todavía no llega.")).toBeTruthy();
  await tap("Guardar");
  expect(service.sent("EndProgramme")).toEqual([]);
  await write("Último día", "31/12/2025");
  await tap("Guardar");
  expect(await screen.findByText("Ya terminó.")).toBeTruthy();
  service.say("EndProgramme", { endProgramme: CHANGED });
  service.say("Programmes", { programmes: [] });
  await tap("Guardar");
  expect(await screen.findByText("Terminado: Recitales.")).toBeTruthy();
  expect(await screen.findByText("Este lugar todavía no tiene programas.")).toBeTruthy();
  expect(service.sent("EndProgramme")[1]).toMatchObject({ programmeId: "p1", endedOn: "2025-12-31" });
  leave();
});

test("one of the whole country is not changed here", async () => {
  const { leave } = await atOffice(AT, {
    ...COORDINATOR,
    Programmes: { programmes: [programme({ national: true })] },
  });
  await tap("Recitales");
  expect(await screen.findByText("De todo el país")).toBeTruthy();
  expect(screen.queryByText("Cambiar el programa")).toBeNull();
  leave();
});
