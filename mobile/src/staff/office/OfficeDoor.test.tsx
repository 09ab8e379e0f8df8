import { screen } from "@testing-library/react-native";
import { atOffice, me, tap } from "@/testing/office";
import { problem, SILENCE } from "@/testing/service";

const TWO = {
  Me: me(["lurigancho", "VISITS_REGISTRAR"], ["huaraz", "DIRECTOR"], ["huaraz", "GATE_OFFICER"]),
};

test("who serves at one place is there at once", async () => {
  const { leave } = await atOffice("/");

  expect(await screen.findByText("Lurigancho")).toBeTruthy();
  expect(screen.getByText("Rosa Inventada · Registro de visitas")).toBeTruthy();
  leave();
});

test("who serves at several chooses one, and the phone remembers which", async () => {
  const { profile, leave } = await atOffice("/", TWO);
  expect(await screen.findByText("¿Dónde trabaja ahora?")).toBeTruthy();
  expect(await screen.findByText("Dirección, Puerta")).toBeTruthy();

  await tap("Huaraz");
  expect(await screen.findByText("Rosa Inventada · Dirección, Puerta")).toBeTruthy();
  leave();

  const again = await atOffice("/", TWO, profile);
  expect(await screen.findByText("Rosa Inventada · Dirección, Puerta")).toBeTruthy();
  await tap("Lurigancho");
  expect(await screen.findByText("Rosa Inventada · Registro de visitas")).toBeTruthy();
  again.leave();
});

test("a role that has ended meanwhile is not remembered", async () => {
  const { profile, leave } = await atOffice("/", TWO);
  await tap("Huaraz");
  await screen.findByText("Rosa Inventada · Dirección, Puerta");
  leave();

  const Me = me(["lurigancho", "VISITS_REGISTRAR"], ["ica", "DIRECTOR"]);
  const again = await atOffice("/", { Me }, profile);

  expect(await screen.findByText("¿Dónde trabaja ahora?")).toBeTruthy();
  again.leave();
});

test("who serves nowhere is told what to do", async () => {
  const { leave } = await atOffice("/", { Me: me() });

  expect(await screen.findByText(/todavía no tiene una función/)).toBeTruthy();
  leave();
});

test("without signal it says so, and settings can still be reached", async () => {
  const { leave } = await atOffice("/", { Me: SILENCE });

  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Ajustes" }).props.href).toBe("/settings");
  leave();
});

test("a refusal is shown in the service's words", async () => {
  const { leave } = await atOffice("/", { Me: { me: problem("NOT_ALLOWED", "No tiene permiso.") } });

  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  leave();
});

test("the bar leads only to what a role may do", async () => {
  const gate = await atOffice("/", { Me: me(["lurigancho", "GATE_OFFICER"]) });
  expect(await screen.findByRole("link", { name: "Visitas" })).toBeTruthy();
  expect(screen.queryByRole("link", { name: "Pedidos" })).toBeNull();
  expect(screen.queryByRole("link", { name: "Personas" })).toBeNull();
  gate.leave();

  const plans = await atOffice("/", { Me: me(["lurigancho", "PROGRAMME_COORDINATOR"]) });
  expect(await screen.findByRole("link", { name: "Actividades" })).toBeTruthy();
  expect(screen.queryByRole("link", { name: "Visitas" })).toBeNull();
  plans.leave();

  const work = await atOffice("/", { Me: me(["lurigancho", "AUDITOR"]) });
  expect(await screen.findByText("Para su función todavía no hay nada que hacer aquí.")).toBeTruthy();
  expect(screen.queryByRole("link", { name: "Visitas" })).toBeNull();
  expect(work.service.sent("DayBookings")).toEqual([]);
  work.leave();
});
