import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { act, render, screen, userEvent } from "@testing-library/react-native";
import { AppState, type AppStateStatus } from "react-native";
import { beginDiscretion, cover, endDiscretion, setDiscretion, useDiscretion } from "@/data/discretion";
import { somebody } from "@/testing/service";
import { Curtain } from "./Curtain";

let becomes: (state: AppStateStatus) => void = () => {};

function Covered() {
  const { covered } = useDiscretion();
  return (
    <I18nProvider i18n={i18n}>
      <Curtain covered={covered} onLeave={leave} onLook={look} />
    </I18nProvider>
  );
}
const leave = () => cover(true);
const look = () => cover(false);

beforeEach(() => {
  jest.spyOn(AppState, "addEventListener").mockImplementation((_, listener) => {
    becomes = (state) => act(() => (listener as typeof becomes)(state));
    return { remove: () => {} } as never;
  });
});

afterEach(() => {
  act(endDiscretion);
  jest.restoreAllMocks();
});

test("the screen is covered while somebody looks elsewhere, and open again at once", () => {
  render(<Covered />);
  expect(screen.toJSON()).toBeNull();

  becomes("background");
  expect(screen.toJSON()).not.toBeNull();
  becomes("active");

  expect(screen.toJSON()).toBeNull();
});

test("who wants discretion finds the screen covered at the start, until a tap", async () => {
  const profile = await somebody();
  await setDiscretion(profile, true);
  await beginDiscretion(profile);
  render(<Covered />);

  await userEvent.press(screen.getByRole("button", { name: "Mostrar" }));

  expect(screen.toJSON()).toBeNull();
});

test("and after having looked elsewhere", async () => {
  const profile = await somebody();
  await setDiscretion(profile, true);
  render(<Covered />);
  expect(screen.toJSON()).toBeNull();

  becomes("background");
  becomes("active");

  expect(screen.getByRole("button", { name: "Mostrar" })).toBeTruthy();
});

test("one person's wish is not the next person's", async () => {
  const profile = await somebody();
  await setDiscretion(profile, true);
  endDiscretion();

  await beginDiscretion(await somebody());
  render(<Covered />);

  expect(screen.toJSON()).toBeNull();
});
