import { screen, userEvent } from "@testing-library/react-native";
import { refusal, Service, SILENCE, show } from "@/testing/service";
import { page, untilKept } from "@/testing/visit";
import NoticesScreen from "./NoticesScreen";

const OFF = {
  id: "n1",
  kind: "visit_called_off",
  message: "Se canceló su visita del 22/11/2036.",
  toldAt: "2020-11-03T13:15:00Z",
  bookingId: "v1",
};
const TIE = {
  ...OFF,
  id: "n2",
  kind: "tie_decided",
  message: "Hay respuesta a un pedido suyo.",
  bookingId: null,
};
const PHONE = { ...OFF, id: "n3", kind: "sign_in_new_device", message: "Alguien ingresó.", bookingId: null };
const NEW_KIND = { ...OFF, id: "n4", kind: "something_else", message: "Algo nuevo.", bookingId: null };
const notices = (nodes: object[], next?: string) => ({ myNotices: page(nodes, next) });

test("each notice says when, and leads to what it is about", async () => {
  new Service({ MyNotices: notices([OFF, TIE, PHONE, NEW_KIND]) });
  const { leave } = await show(<NoticesScreen />);

  const about = await screen.findByRole("link", { name: /Se canceló su visita/ });
  expect(about.props.href).toBe("/visits/v1");
  expect(about).toHaveTextContent(/el 3 de noviembre a las 8:15 a\. m\./);
  expect(screen.getByRole("link", { name: /Hay respuesta/ }).props.href).toBe("/ties");
  expect(screen.getByRole("link", { name: /Alguien ingresó/ }).props.href).toBe("/settings/devices");
  expect(screen.getByText("Algo nuevo.")).toBeTruthy();
  expect(screen.queryByRole("link", { name: /Algo nuevo/ })).toBeNull();
  leave();
});

test("they come by tens", async () => {
  const service = new Service({
    MyNotices: ({ after }: { after?: string }) => (after ? notices([TIE]) : notices([OFF], "c1")),
  });
  const { leave } = await show(<NoticesScreen />);

  await userEvent.press(await screen.findByText("Ver más"));

  expect(await screen.findByText("Hay respuesta a un pedido suyo.")).toBeTruthy();
  expect(service.sent("MyNotices")).toEqual([{}, { after: "c1" }]);
  leave();
});

test("with none it says what will be told here", async () => {
  new Service({ MyNotices: notices([]) });
  const { leave } = await show(<NoticesScreen />);

  expect(await screen.findByText(/No tiene avisos/)).toBeTruthy();
  leave();
});

test("without signal they are those of the last answer; with nothing kept it says so", async () => {
  const service = new Service({ MyNotices: SILENCE });
  const empty = await show(<NoticesScreen />);
  await screen.findByText(/No hay señal/);
  service.say("MyNotices", notices([OFF]));
  await userEvent.press(screen.getByText("Volver a intentar"));
  await screen.findByText(/Se canceló su visita/);
  await untilKept();
  empty.leave();

  service.say("MyNotices", SILENCE);
  const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  const { leave } = await show(<NoticesScreen />, empty.profile);
  expect(await screen.findByText(/^Sin señal. Esto es lo que se sabía/)).toBeTruthy();
  expect(screen.getByText(/Se canceló su visita/)).toBeTruthy();
  later.mockRestore();
  leave();
});

test("a refusal is shown in the service's words", async () => {
  new Service({ MyNotices: refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto.") });
  const { leave } = await show(<NoticesScreen />);

  expect(await screen.findByText("Su cuenta no tiene permiso para esto.")).toBeTruthy();
  leave();
});
