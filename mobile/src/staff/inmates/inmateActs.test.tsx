import { screen, userEvent } from "@testing-library/react-native";
import { atOffice, choose, held, me, tap, write } from "@/testing/office";
import { problem, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";

const TIE = {
  id: "t1",
  version: 3,
  kinship: "MOTHER",
  confirmedAt: "2036-01-05T15:00:00Z",
  capacity: "OWN",
  givenNames: "María",
  surnames: "Inventada",
  documentKind: "DNI",
  documentNumber: "00099101",
};
const BLOCK = {
  id: "r1",
  kind: "PROTECTIVE_BLOCK",
  inmate: { id: "i1", givenNames: "Miguel Ángel", surnames: "Rojas Paredes" },
  document: "foreigner_card 000123456",
  visitTypes: null,
  validFrom: "2036-01-05",
  validTo: null,
  reason: "COURT_ORDER",
  recordedAt: "2036-01-05T15:00:00Z",
  establishment: null,
};
const SANCTION = {
  ...BLOCK,
  id: "r2",
  kind: "INMATE_SANCTION",
  document: null,
  visitTypes: ["intimate"],
  validTo: "2036-02-01",
  reason: "DISCIPLINE",
};
const OTHERS = { ...SANCTION, id: "r3", inmate: { id: "i9", givenNames: "Otra", surnames: "Persona" } };

async function atPerson(answers: Record<string, unknown> = {}) {
  const shown = await atOffice("/office/people", {
    Inmates: { inmates: page([held("i1")]) },
    CustodyEvents: { custodyEvents: page([]) },
    InmateTies: { inmateTies: page([TIE]) },
    Restrictions: { restrictions: page([BLOCK, SANCTION, OTHERS]) },
    ...answers,
  });
  await write("Nombre, apellido o número de registro", "rojas");
  await tap("Buscar");
  await tap("Rojas Paredes, Miguel Ángel");
  return shown;
}

test("a confirmed tie is ended with a reason, and the visits it called off are told", async () => {
  const { service, leave } = await atPerson({
    EndTie: { endTie: { __typename: "TieEnded", tieId: "t1", calledOff: 1 } },
  });
  expect(await screen.findByText("Madre · DNI 00099101")).toBeTruthy();
  expect(screen.getByText("Confirmado el 05/01/2036")).toBeTruthy();

  await tap("Terminar el vínculo");
  expect(screen.getByText(/sus visitas reservadas se cancelarán/)).toBeTruthy();
  await tap("Sí, terminar el vínculo");
  expect(service.sent("EndTie")).toEqual([]);
  await choose("Lo pidió la persona");
  await tap("Sí, terminar el vínculo");

  expect(await screen.findByText("El vínculo terminó y se canceló 1 visita.")).toBeTruthy();
  expect(service.sent("EndTie")).toEqual([
    { tieId: "t1", version: 3, reason: "INMATE_ASKED", requestId: expect.any(String) },
  ]);
  leave();
});

test("a tie that changed meanwhile is read again", async () => {
  const { service, leave } = await atPerson({
    EndTie: { endTie: problem("ALREADY_DECIDED", "Otra persona ya lo resolvió.") },
  });
  await tap("Terminar el vínculo");
  await choose("Por protección");
  await tap("Sí, terminar el vínculo");
  expect(await screen.findByText("Otra persona ya lo resolvió.")).toBeTruthy();

  service.say("InmateTies", { inmateTies: page([]) });
  await tap("Actualizar la lista");

  expect(await screen.findByText("Nadie tiene un vínculo confirmado.")).toBeTruthy();
  leave();
});

test("a claim code is shown once, large, with whom it is for and until when", async () => {
  const { service, leave } = await atPerson({ IssueClaimCode: SILENCE });
  await tap("Entregar un código a un familiar");
  await write("Número de documento", "00099199");
  await tap("Hacer el código");
  expect(service.sent("IssueClaimCode")).toEqual([]);
  await tap("Otro parentesco");
  await choose("Madrina o padrino");
  await tap("Hacer el código");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("IssueClaimCode", {
    issueClaimCode: { __typename: "ClaimCode", claimCode: "K7M-P3Q-X9T", expiresAt: "2036-12-22T15:00:00Z" },
  });
  await tap("Hacer el código");

  expect(await screen.findByText("K7M-P3Q-X9T")).toBeTruthy();
  expect(
    screen.getByText("Solo sirve para DNI 00099199, una vez, hasta el lunes 22 de diciembre de 2036."),
  ).toBeTruthy();
  const [first, second] = service.sent("IssueClaimCode");
  expect(second).toEqual(first);
  expect(first).toMatchObject({
    inmateId: "i1",
    documentKind: "DNI",
    documentNumber: "00099199",
    kinship: "GODPARENT",
  });
  await tap("Cerrar");
  expect(screen.queryByText("K7M-P3Q-X9T")).toBeNull();
  leave();
});

test("a protection in the way of a code is told", async () => {
  const { leave } = await atPerson({
    IssueClaimCode: { issueClaimCode: problem("TIE_BLOCKED", "Hay una protección vigente.") },
  });
  await tap("Entregar un código a un familiar");
  await write("Número de documento", "00099199");
  await choose("Madre");
  await tap("Hacer el código");

  expect(await screen.findByText("Hay una protección vigente.")).toBeTruthy();
  leave();
});

test("restrictions of one person, asked for only when wanted; a protection is ended by a director", async () => {
  const { service, leave } = await atPerson({
    EndRestriction: { endRestriction: { __typename: "Changed", id: "r2" } },
  });
  expect(service.sent("Restrictions")).toEqual([]);
  await tap("Ver sus restricciones");

  expect(await screen.findByText("Protección entre dos personas")).toBeTruthy();
  expect(screen.getByText("Carné de extranjería 000123456")).toBeTruthy();
  expect(screen.getByText("Desde el 05/01/2036, sin fecha de fin")).toBeTruthy();
  expect(screen.getByText("Solo la dirección puede terminarla.")).toBeTruthy();
  expect(screen.getByText("Del 05/01/2036 al 31/01/2036")).toBeTruthy();
  expect(screen.getByText("Disciplina · Visita íntima")).toBeTruthy();
  expect(screen.queryByText("Otra Persona")).toBeNull();

  await tap("Terminar la restricción");
  service.say("Restrictions", { restrictions: page([BLOCK]) });
  await tap("Sí, terminar");
  expect(service.sent("EndRestriction")).toEqual([{ restrictionId: "r2", requestId: expect.any(String) }]);
  leave();
});

test("a director ends a protection, and sees all restrictions of the place", async () => {
  const { leave } = await atOffice("/office/people", {
    Me: me(["lurigancho", "DIRECTOR"]),
    Restrictions: { restrictions: page([BLOCK, OTHERS]) },
  });

  await tap("Ver las restricciones de este lugar");

  expect(await screen.findByText("Otra Persona")).toBeTruthy();
  expect(screen.getAllByText("Terminar la restricción")).toHaveLength(2);
  leave();
});

test("visits are barred for a time: the last day is told to the service as the first without it", async () => {
  const { service, leave } = await atPerson({
    RestrictVisits: { restrictVisits: { __typename: "Changed", id: "r9", calledOff: 0 } },
  });
  await tap("Poner una restricción");
  await choose("Disciplina");
  expect(screen.queryByRole("button", { name: "Poner la restricción" })).toBeNull();
  await write("Primer día", "01122036");
  await write("Último día", "24122036");
  await tap("Poner la restricción");
  expect(
    screen.getByText(/no recibirá visitas\. Las visitas reservadas que toca se cancelarán/),
  ).toBeTruthy();
  await tap("Sí, poner y cancelar lo reservado");

  expect(await screen.findByText("Restricción puesta. No había visitas que cancelar.")).toBeTruthy();
  expect(service.sent("RestrictVisits")).toEqual([
    {
      kind: "INMATE_SANCTION",
      establishmentId: "lurigancho",
      inmateId: "i1",
      validFrom: "2036-12-01",
      validTo: "2036-12-25",
      reason: "DISCIPLINE",
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("a person may be kept away from one, or by a director from everybody everywhere", async () => {
  const { service, leave } = await atPerson({
    Me: me(["lurigancho", "DIRECTOR"]),
    RestrictVisits: { restrictVisits: problem("DOCUMENT_NOT_VALID", "El número no es válido.") },
  });
  await tap("Poner una restricción");
  await choose(/^Protección entre dos personas/);
  await write("Número de documento", "00099101");
  await choose("Orden judicial");
  await tap("Poner la restricción");
  await tap("Sí, poner y cancelar lo reservado");
  expect(await screen.findByText("El número no es válido.")).toBeTruthy();

  await choose(/^Una persona no puede visitar/);
  await userEvent.press(screen.getByRole("switch", { name: "En todos los lugares, no solo aquí" }));
  await tap("Sí, poner y cancelar lo reservado");

  const [block, everywhere] = service.sent("RestrictVisits");
  expect(block).toMatchObject({ kind: "PROTECTIVE_BLOCK", inmateId: "i1", documentNumber: "00099101" });
  expect(block).not.toHaveProperty("everywhere");
  expect(everywhere).toMatchObject({ kind: "VISITOR_SANCTION", everywhere: true });
  expect(everywhere).not.toHaveProperty("inmateId");
  leave();
});
