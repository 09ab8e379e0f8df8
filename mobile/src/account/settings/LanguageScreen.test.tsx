import { i18n } from "@lingui/core";
import { act, screen, userEvent } from "@testing-library/react-native";
import { speak } from "@/l10n/l10n";
import { store } from "@/platform/store";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { LanguageScreen } from "./LanguageScreen";

const SAID = { setLanguage: { __typename: "Me", language: "en" } };

async function choose(name: RegExp | string) {
  await userEvent.press(screen.getByRole("radio", { name }));
}

afterEach(async () => {
  await act(async () => void (await speak("es")));
});

test("four languages stand there by their own names, drafts marked as such", async () => {
  new Service({});
  const { leave } = await show(<LanguageScreen />);

  const names = screen.getAllByRole("radio").map((each) => each.props.accessibilityLabel);
  expect(names).toEqual(["Español", "Runasimi. Borrador", "Aymar aru. Borrador", "English"]);
  expect(screen.getByText(/todavía no los revisó una persona que los habla/)).toBeTruthy();
  leave();
});

test("a language is spoken at once, kept for this phone and told to the account", async () => {
  const service = new Service({ SetLanguage: SAID });
  const { leave } = await show(<LanguageScreen />);

  await choose("English");

  expect(i18n.locale).toBe("en");
  expect(await store.read("language")).toBe("en");
  expect(service.sent("SetLanguage")[0]).toMatchObject({ language: "en" });
  leave();
});

test("without signal the phone speaks it, and the account is told with the next tap", async () => {
  const service = new Service({ SetLanguage: SILENCE });
  const { leave } = await show(<LanguageScreen />);
  await choose(/Runasimi/);
  expect(i18n.locale).toBe("quz");
  await choose("Español");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("SetLanguage", SAID);
  await choose("Español");

  expect(screen.queryByText(/No hubo respuesta/)).toBeNull();
  const [, second, third] = service.sent("SetLanguage");
  expect(third).toEqual(second);
  leave();
});

test("a refusal is shown in the service's words", async () => {
  new Service({ SetLanguage: { setLanguage: problem("NOT_ALLOWED", "No se puede ahora.") } });
  const { leave } = await show(<LanguageScreen />);

  await choose("Español");

  expect(await screen.findByText("No se puede ahora.")).toBeTruthy();
  leave();
});
