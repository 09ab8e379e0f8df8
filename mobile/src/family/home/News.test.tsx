import { screen, waitFor } from "@testing-library/react-native";
import { inboxOf, notice, OFF, seen } from "@/testing/notices";
import { Service, SILENCE, show } from "@/testing/service";
import { homeWith, untilKept } from "@/testing/visit";
import { FamilyScreens } from "../FamilyScreens";
import NoticesScreen from "../notices/NoticesScreen";
import { HomeScreen } from "./HomeScreen";

const SEEN = "2020-11-04T13:15:00Z";
const MANY = ["n1", "n2", "n3", "n4"].map((id) => notice(id, { message: `Aviso ${id}.` }));
const HOME = <FamilyScreens route={{ name: "home", given: {} }} />;

test("the first screen shows the newest three, which are new, and how many there are to see", async () => {
  new Service({ Home: homeWith([]), Inbox: inboxOf(MANY) });
  const { leave } = await show(HOME);

  expect(await screen.findByText("Aviso n3.")).toBeTruthy();
  expect(screen.queryByText("Aviso n4.")).toBeNull();
  expect(screen.getAllByText("Nuevo")).toHaveLength(3);
  const all = screen.getByRole("link", { name: /Ver todos los avisos/ });
  expect(all.props.href).toBe("/notices");
  expect(all).toHaveTextContent(/4 avisos sin ver/);
  expect(screen.getByRole("link", { name: "Inicio, 4 avisos sin ver" })).toHaveTextContent(/4/);
  leave();
});

test("more than nine are many; one is said as one", async () => {
  const service = new Service({ Home: homeWith([]), Inbox: inboxOf([OFF], { unseen: 12 }) });
  const many = await show(HOME);
  expect(await screen.findByText("9+")).toBeTruthy();
  many.leave();

  service.say("Inbox", inboxOf([OFF]));
  const { leave } = await show(HOME);
  expect(await screen.findByRole("link", { name: "Inicio, 1 aviso sin ver" })).toBeTruthy();
  leave();
});

test("with nothing to see nothing is counted, and with no notice there is no list", async () => {
  const service = new Service({ Home: homeWith([]), Inbox: inboxOf([notice("n1", { seenAt: SEEN })]) });
  const seenAll = await show(HOME);
  await screen.findByText(/Se canceló su visita/);
  expect(screen.getByRole("link", { name: "Inicio" })).toBeTruthy();
  expect(screen.queryByText("Nuevo")).toBeNull();
  seenAll.leave();

  service.say("Inbox", inboxOf([]));
  const { leave } = await show(HOME);
  await screen.findByText(/^Para reservar su primera visita/);
  expect(screen.queryByText("Ver todos los avisos")).toBeNull();
  leave();
});

test("what was opened in the inbox is not counted any more, even before the service knows", async () => {
  const service = new Service({ Home: homeWith([]), Inbox: inboxOf([OFF]), SeeNotices: SILENCE });
  const inbox = await show(<NoticesScreen />);
  await waitFor(() => expect(service.sent("SeeNotices")).toHaveLength(1));
  await untilKept();
  inbox.leave();

  service.say("Inbox", SILENCE);
  const { leave } = await show(<HomeScreen />, inbox.profile);
  await screen.findByText(/Se canceló su visita/);
  expect(screen.queryByText(/sin ver/)).toBeNull();
  service.say("SeeNotices", seen(0));
  leave();
});
