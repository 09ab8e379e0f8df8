import { screen, waitFor } from "@testing-library/react-native";
import { atOffice, me, tap } from "@/testing/office";
import { payout } from "@/testing/pay";
import { SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";
import { standing } from "@/testing/work";
import { lastMonth } from "./months";

// A room is a chunk of its own: read before anything waits for it.
import "./WorkWaits";

const WAITS = {
  MonthClosing: ({ month }: { month?: string }) =>
    standing({ exitsLeft: 1, workshopsLeft: month === lastMonth() ? [{ workshopId: "w1" }] : [] }),
  StatementQuestions: { statementQuestions: [{ id: "q1", dueOn: "2026-12-10" }] },
  WaitingCorrections: { waitingCorrections: { adjustments: [{ id: "j1" }], advances: [{ id: "a1" }] } },
  Remittances: { remittances: page([payout()], "next") },
};

test("what waits for the chief of work is counted on the first screen", async () => {
  const { leave } = await atOffice("/", { ...WAITS, Me: me(["lurigancho", "WORK_CHIEF"]) });

  expect(await screen.findByText("1 taller por revisar.")).toBeTruthy();
  expect(await screen.findByText("2 cuentas por confirmar.")).toBeTruthy();
  expect(await screen.findByText("1 pregunta espera. La primera vence el 10/12/2026.")).toBeTruthy();
  expect(await screen.findByText("2 por aprobar.")).toBeTruthy();
  expect(await screen.findByText("Más de 1 por aprobar.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Meses" }).props.href).toBe(`/office/months/${lastMonth()}`);
  expect(screen.queryByRole("link", { name: "Visitas" })).toBeNull();
  leave();
});

test("a director asks for it when it is wanted; no look is written down before", async () => {
  const { service, leave } = await atOffice("/", { ...WAITS, Me: me(["lurigancho", "DIRECTOR"]) });
  await screen.findByText("Ver lo que espera en el trabajo");
  expect(service.sent("StatementQuestions")).toEqual([]);

  await tap("Ver lo que espera en el trabajo");

  expect(await screen.findByText("1 taller por revisar.")).toBeTruthy();
  leave();
});

test("without signal each line says so", async () => {
  const { leave } = await atOffice("/", {
    Me: me(["lurigancho", "WORK_CHIEF"]),
    MonthClosing: SILENCE,
    StatementQuestions: SILENCE,
    WaitingCorrections: SILENCE,
    Remittances: SILENCE,
  });

  await waitFor(() =>
    expect(screen.getAllByText("No hay señal. Ábralo para volver a intentar.")).toHaveLength(5),
  );
  leave();
});
