import { screen } from "@testing-library/react-native";
import { refusal, Service, SILENCE, show } from "@/testing/service";
import { ActingScreen } from "./ActingScreen";

const person = (id: string, capacity: string, givenNames: string, guardianId: string | null = null) => ({
  id,
  capacity,
  guardianId,
  givenNames,
  surnames: "Quispe",
});
const people = (...nodes: unknown[]) => ({
  myPeople: { nodes, pageInfo: { endCursor: null, hasNextPage: false } },
});

test("everybody is explained in a sentence, and leads to their own screen", async () => {
  new Service({
    MyPeople: people(
      person("p1", "OWN", "María"),
      person("p2", "REPRESENTED", "Rosa"),
      person("p3", "SHARED_PHONE", "Elena"),
      person("p4", "MINOR", "Luis", "p1"),
      person("p5", "MINOR", "Ana", "elsewhere"),
    ),
  });
  const { leave } = await show(<ActingScreen />);

  expect(await screen.findByText("Es usted. Usted reserva para sí.")).toBeTruthy();
  expect(screen.getByText("Usted actúa por Rosa, con su permiso.")).toBeTruthy();
  expect(
    screen.getByText("Elena usa este mismo celular: quien lo abre puede reservar por Elena."),
  ).toBeTruthy();
  expect(screen.getByText("Es menor de edad: va siempre con María.")).toBeTruthy();
  expect(screen.getByText("Es menor de edad: va siempre con un adulto de su lista.")).toBeTruthy();
  expect(screen.getAllByRole("link").map((each) => each.props.href)).toContain("/people/p2");
  leave();
});

test("an empty list says where to begin", async () => {
  new Service({ MyPeople: people() });
  const { leave } = await show(<ActingScreen />);

  expect(await screen.findByText("Todavía no hay personas en su lista.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Ir a Mi gente" })).toBeTruthy();
  leave();
});

test("without signal it says so", async () => {
  new Service({ MyPeople: SILENCE });
  const { leave } = await show(<ActingScreen />);

  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  leave();
});

test("a phone that is not trusted yet reads the service's words", async () => {
  new Service({ MyPeople: refusal("DEVICE_NOT_TRUSTED", "Este celular es nuevo.") });
  const { leave } = await show(<ActingScreen />);

  expect(await screen.findByText("Este celular es nuevo.")).toBeTruthy();
  leave();
});
