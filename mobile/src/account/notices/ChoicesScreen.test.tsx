import { screen, userEvent, within } from "@testing-library/react-native";
import { refusal, Service, SILENCE, show } from "@/testing/service";
import { ChoicesScreen } from "./ChoicesScreen";

const kind = (name: string, push = true, sms = "NEVER") => ({
  __typename: "NoticeChoices",
  kind: name,
  name: `De ${name}`,
  push,
  sms,
});
const ALL = [
  kind("visit_go", true, "INSTEAD"),
  kind("rule_changed"),
  kind("offer_made", false, "ALWAYS"),
  kind("event_published", false),
  kind("statement_ready"),
];

test("every kind stands with its like, and says how it comes", async () => {
  new Service({ NoticeChoices: { noticeChoices: ALL } });
  const { leave } = await show(<ChoicesScreen />);

  const visits = await screen.findByLabelText("Visitas");
  expect(within(visits).getByText("De visit_go")).toBeTruthy();
  expect(within(visits).getByText("aviso en el celular, mensaje de texto si no llega")).toBeTruthy();
  expect(within(visits).getByText("De rule_changed")).toBeTruthy();
  expect(screen.getByLabelText("Lugares que se liberan")).toHaveTextContent(
    /De offer_made.*mensaje de texto/,
  );
  expect(screen.getByLabelText("Actividades")).toHaveTextContent(/De event_published.*solo en la aplicación/);
  expect(screen.getByLabelText("Sus pedidos y su cuenta")).toHaveTextContent(/De statement_ready/);
  const links = screen.getAllByRole("link").map((each) => each.props.href);
  expect(links).toEqual(["/notices", "/settings/push", "/settings/quiet"]);
  leave();
});

test("a kind opens in its place, and what is chosen is kept at once", async () => {
  const service = new Service({
    NoticeChoices: { noticeChoices: ALL },
    SetNoticeChoice: { setNoticeChoice: kind("visit_go", true, "ALWAYS") },
  });
  const { leave } = await show(<ChoicesScreen />);
  await userEvent.press(await screen.findByRole("button", { name: /De visit_go/ }));
  service.say("NoticeChoices", { noticeChoices: [kind("visit_go", true, "ALWAYS")] });

  await userEvent.press(screen.getByRole("radio", { name: "Siempre" }));

  expect(await screen.findByText("Guardado.")).toBeTruthy();
  expect(service.sent("SetNoticeChoice")).toEqual([
    { kind: "visit_go", push: true, sms: "ALWAYS", requestId: expect.any(String) },
  ]);
  expect(await screen.findByText("aviso en el celular, mensaje de texto")).toBeTruthy();
  leave();
});

test.each([
  [SILENCE, /No hay señal/],
  [refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto."), "Su cuenta no tiene permiso para esto."],
  [{ noticeChoices: [] }, "No hay avisos que se puedan elegir."],
])("without kinds the screen says why", async (says, words) => {
  new Service({ NoticeChoices: says });
  const { leave } = await show(<ChoicesScreen />);

  expect(await screen.findByText(words)).toBeTruthy();
  leave();
});
