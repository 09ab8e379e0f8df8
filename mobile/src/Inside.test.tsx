import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { act, render, screen } from "@testing-library/react-native";
import { CODE_TO_KEEP, enter, lock, useSession } from "./data/session";
import Inside from "./Inside";
import { back, go } from "./nav/history";
import { Service, SILENCE, somebody } from "./testing/service";
import { homeWith } from "./testing/visit";

const LOCKED = { lockSession: { __typename: "SessionLocked", lockedAt: "2026-11-22T12:00:00Z" } };
const ADDRESS = "/advice/huaraz/2036-11-22";

/** As the app does it: whoever is in is inside, on whatever address the phone shows. */
function Phone() {
  const session = useSession();
  return session.state === "in" ? <Inside key={session.profile.id} profile={session.profile} /> : null;
}

/** A phone of two people, on which one has opened a screen and locked it. */
async function lockedPhone() {
  const service = new Service({ Home: homeWith([]), LockSession: LOCKED, VisitAdvice: SILENCE });
  const other = await somebody();
  const owner = await somebody();
  const shown = render(
    <I18nProvider i18n={i18n}>
      <Phone />
    </I18nProvider>,
  );
  await screen.findByText("1. Agregue sus datos");
  act(() => go(ADDRESS));
  await screen.findByText("Qué llevar y cómo ir");
  await act(() => lock());
  return { service, other, owner, leave: () => shown.unmount() };
}

test("who comes in after somebody else begins at home, and cannot go back to where that one was", async () => {
  const { service, other, leave } = await lockedPhone();
  const before = service.sent("VisitAdvice").length;
  await act(async () => void (await enter(other.id)));

  expect(await screen.findByText("1. Agregue sus datos")).toBeTruthy();
  expect(screen.queryByText("Qué llevar y cómo ir")).toBeNull();
  act(() => back("/"));
  expect(await screen.findByText("1. Agregue sus datos")).toBeTruthy();
  expect(service.sent("VisitAdvice")).toHaveLength(before);
  leave();
});

test("who comes back finds the screen that they left", async () => {
  const { owner, leave } = await lockedPhone();
  await act(async () => void (await enter(owner.id)));

  expect(await screen.findByText("Qué llevar y cómo ir")).toBeTruthy();
  leave();
});

test("a newcomer sees nothing else before the code to keep, however slowly it is read", async () => {
  new Service({ Home: homeWith([]) });
  const owner = await somebody();
  await owner.write(CODE_TO_KEEP, "ABCD-EFGH");
  let answer = () => {};
  const read = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const plain = owner.read;
  owner.read = async <T,>(name: string) => {
    if (name === CODE_TO_KEEP) await read;
    return plain<T>(name);
  };
  const shown = render(
    <I18nProvider i18n={i18n}>
      <Phone />
    </I18nProvider>,
  );
  await screen.findByLabelText("Cargando");
  await act(() => new Promise((passed) => setTimeout(passed, 100)));
  expect(screen.queryByText("Ajustes")).toBeNull();
  await act(async () => answer());

  expect(await screen.findByText("ABCD-EFGH")).toBeTruthy();
  expect(screen.queryByText("Ajustes")).toBeNull();
  shown.unmount();
});
