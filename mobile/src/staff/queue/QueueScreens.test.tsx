import { act, screen, userEvent } from "@testing-library/react-native";
import { Dimensions } from "react-native";
import { atOffice, candidate, choose, tap, waiting } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";

const BERTA = waiting("r2", { kinship: "SPOUSE" }, { givenNames: "Berta", surnames: "Segunda" });
const queue = (...nodes: object[]) => ({ TieQueue: { tieQueue: page(nodes) } });
const decided = (approved: boolean) => ({
  decideTie: { __typename: "TieDecided", tieId: "r1", approved, version: 2 },
});

async function approve() {
  await choose(/^Miguel Ángel Rojas Paredes/);
  await choose("Aprobar");
  await choose("La persona dijo que sí");
  await tap("Aprobar con Miguel Ángel Rojas Paredes");
}

test("who waits longest stands first, and each leads to its request", async () => {
  const { service, leave } = await atOffice("/office/requests", queue(waiting("r1"), BERTA));

  const list = await screen.findByLabelText("Pedidos que esperan, el más antiguo primero");
  expect(list).toHaveTextContent(/Ana Lucía Inventada Flores.*Berta Segunda/s);
  expect(screen.getByText(/^Madre · por Miguel Rojas · pidió el 1 de octubre/)).toBeTruthy();
  expect(screen.getByRole("link", { name: /Berta/ }).props.href).toBe("/office/requests/r2");
  expect(service.sent("TieQueue")).toEqual([{ establishmentId: "lurigancho" }]);
  leave();
});

test("a long queue comes by tens", async () => {
  const { service, leave } = await atOffice("/office/requests", {
    TieQueue: ({ after }: { after?: string }) => ({
      tieQueue: after ? page([BERTA]) : page([waiting("r1")], "cursor"),
    }),
  });

  await tap("Ver más");

  expect(await screen.findByText("Berta Segunda")).toBeTruthy();
  expect(screen.getByText("Ana Lucía Inventada Flores")).toBeTruthy();
  expect(screen.queryByText("Ver más")).toBeNull();
  expect(service.sent("TieQueue")[1]).toEqual({ establishmentId: "lurigancho", after: "cursor" });
  leave();
});

test("nobody waits, no signal, not allowed: each says so", async () => {
  const empty = await atOffice("/office/requests");
  expect(await screen.findByText(/^Nadie espera/)).toBeTruthy();
  empty.leave();

  const silent = await atOffice("/office/requests", { TieQueue: SILENCE });
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  silent.leave();

  const refused = await atOffice("/office/requests", {
    TieQueue: refusal("NOT_ALLOWED", "No tiene permiso."),
  });
  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  refused.leave();
});

test("a request shows the whole document, what was asked, who may be meant and how likely", async () => {
  const { leave } = await atOffice("/office/requests/r1", queue(waiting("r1")));

  for (const words of ["00099111", "17/05/1980", "Mujer", "Madre", "DEMO-100003"])
    expect(await screen.findByText(words)).toBeTruthy();
  expect(
    screen.getByText(
      "Registro DEMO-100003. Nació el 02/08/1990. Pabellón 4. Coincide: los apellidos, el año de nacimiento. Parecido: 85 de 100; es solo una pista.",
    ),
  ).toBeTruthy();
  leave();
});

test("two people of one name and one year of birth are told apart", async () => {
  const twins = [
    candidate("i1"),
    candidate("i2", { registerNumber: "DEMO-100004", bornOn: null, pavilion: null }),
  ];
  const { leave } = await atOffice("/office/requests/r1", queue(waiting("r1", { candidates: twins })));

  expect(
    await screen.findByText(/^Registro DEMO-100003\. Nació el 02\/08\/1990\. Pabellón 4\./),
  ).toBeTruthy();
  expect(screen.getByText(/^Registro DEMO-100004\. Coincide/)).toBeTruthy();
  leave();
});

test("protections and sanctions are said in words, and who is protected cannot be chosen", async () => {
  const { service, leave } = await atOffice(
    "/office/requests/r1",
    queue(
      waiting(
        "r1",
        { candidates: [candidate("i1", { protected: true, sanctioned: true })] },
        { protected: true, sanctioned: true },
      ),
    ),
  );

  expect(await screen.findByText(/no debe acercarse a alguien de este lugar/)).toBeTruthy();
  expect(screen.getByText(/tiene una sanción vigente/)).toBeTruthy();
  expect(screen.getByText(/Protección vigente: no se puede aprobar/)).toBeTruthy();
  await choose(/^Miguel Ángel/);
  await choose("Aprobar");
  await choose("La persona dijo que sí");
  await userEvent.press(screen.getByRole("button", { name: "Aprobar" }));
  expect(service.sent("DecideTie")).toEqual([]);
  leave();
});

test("approved for one candidate with a reason, and the next request follows", async () => {
  const { service, leave } = await atOffice("/office/requests/r1", {
    ...queue(waiting("r1"), BERTA),
    DecideTie: () => {
      service.say("TieQueue", { tieQueue: page([BERTA]) });
      return decided(true);
    },
  });

  await approve();

  expect(service.sent("DecideTie")).toEqual([
    {
      tieId: "r1",
      version: 1,
      decision: "APPROVE",
      reason: "INMATE_AGREED",
      inmateId: "i1",
      requestId: expect.any(String),
    },
  ]);
  expect(
    await screen.findByText("Aprobado: Ana Lucía Inventada Flores con Miguel Ángel Rojas Paredes."),
  ).toBeTruthy();
  expect(await screen.findByRole("heading", { name: "Berta Segunda" })).toBeTruthy();
  leave();
});

test("refused with a reason; after the last one the empty queue follows", async () => {
  const { service, leave } = await atOffice("/office/requests/r1", {
    ...queue(waiting("r1", { candidates: [] })),
    DecideTie: () => {
      service.say("TieQueue", { tieQueue: page([]) });
      return decided(false);
    },
  });
  expect(await screen.findByText(/Solo puede rechazarlo/)).toBeTruthy();

  await choose("Rechazar");
  await tap("Rechazar el pedido");
  expect(service.sent("DecideTie")).toEqual([]);
  await choose("Nadie de aquí coincide");
  await tap("Rechazar el pedido");

  expect(service.sent("DecideTie")).toEqual([
    { tieId: "r1", version: 1, decision: "REFUSE", reason: "NO_MATCH", requestId: expect.any(String) },
  ]);
  expect(await screen.findByText(/^Nadie espera/)).toBeTruthy();
  expect(screen.getByText("Rechazado: el pedido de Ana Lucía Inventada Flores.")).toBeTruthy();
  leave();
});

test("somebody else was first: it says so, and leads on", async () => {
  const { leave } = await atOffice("/office/requests/r1", {
    ...queue(waiting("r1"), BERTA),
    DecideTie: { decideTie: problem("ALREADY_DECIDED", "Otra persona ya lo resolvió.") },
  });
  await approve();
  expect(await screen.findByText("Otra persona ya lo resolvió.")).toBeTruthy();

  await tap("Ver el siguiente pedido");

  expect(await screen.findByRole("heading", { name: "Berta Segunda" })).toBeTruthy();
  leave();
});

test("without an answer it can be sent again under the same name; a tie that exists is told", async () => {
  const { service, leave } = await atOffice("/office/requests/r1", {
    ...queue(waiting("r1")),
    DecideTie: SILENCE,
  });
  await approve();
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("DecideTie", { decideTie: problem("TIE_EXISTS", "Ese vínculo ya está confirmado.") });
  await tap("Aprobar con Miguel Ángel Rojas Paredes");

  expect(await screen.findByText("Ese vínculo ya está confirmado.")).toBeTruthy();
  const [first, second] = service.sent("DecideTie");
  expect(second).toEqual(first);
  leave();
});

test("a request that does not wait any more leads back to the queue", async () => {
  const { leave } = await atOffice("/office/requests/gone", queue(waiting("r1")));

  expect(await screen.findByText(/ya se resolvió, o está más atrás/)).toBeTruthy();
  leave();
});

test("on a desk, the list and the longest waiting request stand side by side", async () => {
  const phone = Dimensions.get("window");
  await act(async () => Dimensions.set({ window: { ...phone, width: 1280 }, screen: phone }));
  const { leave } = await atOffice("/office/requests", queue(waiting("r1"), BERTA));

  expect(await screen.findByText("Abierto")).toBeTruthy();
  expect(screen.getByText("00099111")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Días cerrados" })).toBeTruthy();
  leave();
  await act(async () => Dimensions.set({ window: phone, screen: phone }));
});
