import { screen } from "@testing-library/react-native";
import { today } from "@/l10n/dates";
import { atOffice, me, tap, waiting } from "@/testing/office";
import { refusal, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";

test("a quiet day says that nothing waits", async () => {
  const { service, leave } = await atOffice("/");

  expect(await screen.findByText("Nadie espera.")).toBeTruthy();
  expect(screen.getByText("Ninguna reservada")).toBeTruthy();
  expect(screen.getByText("Ninguno por venir")).toBeTruthy();
  expect(service.sent("DayBookings")).toEqual([{ establishmentId: "lurigancho", day: today(), first: 50 }]);
  leave();
});

test("what waits is counted, and never as less than it is", async () => {
  const ties = Array.from({ length: 10 }, (_, index) => waiting(`r${index}`));
  const { leave } = await atOffice("/", {
    TieQueue: { tieQueue: page(ties, "next") },
    DayBookings: { dayBookings: page([BOOKED], null) },
    ClosedDays: { closedDays: page([CLOSED]) },
  });

  expect(await screen.findByText(/^Más de 10 esperan\. El más antiguo llegó el 1 de octubre/)).toBeTruthy();
  expect(screen.getByText("1 reservada")).toBeTruthy();
  expect(screen.getByText("El próximo: sábado 22 de noviembre de 2036")).toBeTruthy();
  leave();
});

test("without signal each line says so", async () => {
  const { leave } = await atOffice("/", { TieQueue: SILENCE, DayBookings: refusal("NOT_ALLOWED", "No.") });

  expect(await screen.findByText("No hay señal. Ábralo para volver a intentar.")).toBeTruthy();
  expect(await screen.findByText("No.")).toBeTruthy();
  leave();
});

test("a director sees who serves here, when that is asked for", async () => {
  const RolesAt = {
    rolesAt: page([{ id: "g1", staffId: "s1", name: "Luis Inventado", role: "GATE_OFFICER" }]),
  };
  const { service, leave } = await atOffice("/", { Me: me(["lurigancho", "DIRECTOR"]), RolesAt });
  await screen.findByText("Ver quiénes trabajan aquí");
  expect(service.sent("RolesAt")).toEqual([]);

  await tap("Ver quiénes trabajan aquí");

  expect(await screen.findByText("Luis Inventado")).toBeTruthy();
  expect(screen.getByText("Puerta")).toBeTruthy();
  expect(screen.queryByText("Confirmar el celular de una familia")).toBeNull();
  leave();
});

const CLOSED = {
  id: "c1",
  firstOn: "2036-11-22",
  lastOn: "2036-11-23",
  pavilion: null,
  visitTypes: null,
  reason: "HOLIDAY",
};

const BOOKED = {
  id: "b1",
  reference: "K7MP-3QX9",
  startsAt: "2036-11-22T14:00:00Z",
  endsAt: "2036-11-22T16:00:00Z",
  visitType: "ORDINARY",
  place: "DIRECT",
  pavilion: null,
  inmate: { id: "i1", givenNames: "Miguel", surnames: "Rojas" },
  party: [],
};
