import { act, renderHook, screen, userEvent, waitFor } from "@testing-library/react-native";
import { changePin, useSession } from "@/data/session";
import { profiles } from "@/data/vault";
import { Service, SILENCE, show, somebody } from "@/testing/service";
import app from "../../../app.json";
import manifest from "../../../package.json";
import SettingsScreens from "./SettingsScreens";
import { VERSION } from "./version";

const settings = <SettingsScreens route={{ name: "settings", given: {} }} />;
const BYE = { signOut: { __typename: "SessionsEnded", ended: 1 } };

async function tap(name: string) {
  await userEvent.press(screen.getByRole("button", { name }));
}

test("a family finds everything about its account, each by a link", async () => {
  new Service({});
  const { leave } = await show(settings);

  const links = screen.getAllByRole("link").map((each) => each.props.href);
  expect(links).toEqual([
    "/settings/language",
    "/settings/quiet",
    "/settings/pin",
    "/settings/devices",
    "/settings/acting",
    "/settings/notices",
    "/settings/helpers",
    "/events/calendar",
    "/settings/data",
  ]);
  expect(screen.getByText("900 099 001, sin PIN")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Cerrar con PIN" })).toBeNull();
  leave();
});

test("staff find what is theirs, and nothing of families", async () => {
  new Service({});
  const { leave } = await show(settings, await somebody("staff"));

  const links = screen.getAllByRole("link").map((each) => each.props.href);
  expect(links).toEqual(["/settings/language", "/settings/pin", "/settings/devices"]);
  leave();
});

test("staff who type the address of a family's screen stay at the settings", async () => {
  new Service({});
  const route = { name: "myData", given: {} } as const;
  const { leave } = await show(<SettingsScreens route={route} />, await somebody("staff"));

  expect(screen.getByRole("heading", { name: "Ajustes" })).toBeTruthy();
  leave();
});

test("signing out is asked about once more, and leaves nothing on the phone", async () => {
  const service = new Service({ SignOut: BYE });
  const { leave, profile } = await show(settings);

  await tap("Salir de la cuenta");
  expect(screen.getByText(/Sus reservas no cambian/)).toBeTruthy();
  expect(service.sent("SignOut")).toHaveLength(0);
  await tap("No, volver");
  expect(screen.getByRole("button", { name: "Salir de la cuenta" })).toBeTruthy();
  await tap("Salir de la cuenta");
  await tap("Sí, salir");
  await waitFor(() => expect(renderHook(() => useSession()).result.current.state).toBe("out"));
  leave();

  expect(service.sent("SignOut")).toHaveLength(1);
  expect((await profiles()).map((each) => each.id)).not.toContain(profile.id);
});

test("signing out works without signal", async () => {
  new Service({ SignOut: SILENCE });
  const { leave, profile } = await show(settings);

  await tap("Salir de la cuenta");
  await tap("Sí, salir");
  await waitFor(() => expect(renderHook(() => useSession()).result.current.state).toBe("out"));
  leave();

  expect((await profiles()).map((each) => each.id)).not.toContain(profile.id);
});

test("who has a PIN can close at once", async () => {
  const service = new Service({ LockSession: SILENCE });
  const { leave, profile } = await show(settings);
  await act(async () => void (await changePin("", "2580")));

  await tap("Cerrar con PIN");
  await waitFor(() => expect(renderHook(() => useSession()).result.current.state).toBe("out"));
  leave();

  expect(service.sent("LockSession")).toHaveLength(1);
  expect((await profiles()).map((each) => each.id)).toContain(profile.id);
});

test("the version that is shown is the version that is built", () => {
  expect(VERSION).toBe(manifest.version);
  expect(VERSION).toBe(app.expo.version);
});
