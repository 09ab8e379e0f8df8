import { act, fireEvent, screen, userEvent, waitFor } from "@testing-library/react-native";
import { AppState, type AppStateStatus, Dimensions, StyleSheet } from "react-native";
import * as device from "@/platform/device";
import { Service, SILENCE, show } from "@/testing/service";
import { EventScreen } from "./EventScreen";
import { EventsScreen } from "./EventsScreen";
import { CONCERT, listed, on, WHO } from "./invented";

const POSTER = {
  alt: "Una guitarra sobre un manto rojo",
  address: "/poster/abc",
  widths: [320, 720, 1280],
  width: 1400,
  height: 1000,
};
const SHOWN = { ...CONCERT, poster: POSTER };
const URI = (text: string) => `data:image/webp;base64,${btoa(text)}`;
const PHONE = { width: 360, height: 740, scale: 3, fontScale: 1 };

beforeEach(() => Dimensions.set({ window: PHONE, screen: PHONE }));
afterEach(() => jest.restoreAllMocks());

const files = (service: Service) => service.asked.map(({ name }) => name).filter((name) => name[0] === "/");
/** The picture, once it is there. */
const picture = () =>
  waitFor(() => {
    const found = screen.getByRole("img", { name: POSTER.alt });
    expect(found.props.source).toBeTruthy();
    return found;
  });

function told(more: object = {}) {
  return new Service({
    Happening: { happening: SHOWN },
    WhoMayVisit: WHO,
    WhatsOn: on([listed(SHOWN)]),
    "/poster/abc-320.webp": "small",
    "/poster/abc-720.webp": "large",
    ...more,
  });
}

test("an event shows its picture in a place that is kept, with its words; the large one only when it is wanted", async () => {
  const service = told();
  const { leave } = await show(<EventScreen id="o1" />);

  expect((await picture()).props.source).toEqual({ uri: URI("small") });
  expect(files(service)).toEqual(["/poster/abc-320.webp"]);
  await userEvent.press(await screen.findByText("Ver más grande"));
  await waitFor(async () => expect((await picture()).props.source).toEqual({ uri: URI("large") }));
  await userEvent.press(screen.getByText("Ver más pequeña"));
  expect((await picture()).props.source).toEqual({ uri: URI("small") });
  expect(files(service)).toEqual(["/poster/abc-320.webp", "/poster/abc-720.webp"]);
  leave();
});

test("before it comes its place is as large as afterwards", async () => {
  let come = (_: string) => {};
  const service = told();
  const real = globalThis.fetch;
  const waiting = new Promise((resolve) => {
    come = resolve;
  });
  globalThis.fetch = (async (address: string, request: RequestInit) => {
    if (address.includes("/poster/")) await waiting;
    return real(address, request);
  }) as typeof fetch;
  const { leave } = await show(<EventScreen id="o1" />);
  const before = placeOf(await screen.findByLabelText(POSTER.alt));
  expect(screen.queryByRole("img")?.props.source).toBeUndefined();
  expect(screen.queryByText("Ver más grande")).toBeNull();
  come("now");
  await screen.findByText("Ver más grande");

  expect(placeOf(await picture())).toEqual(before);
  expect(before).toEqual([328, 1.4]);
  expect(files(service)).toHaveLength(1);
  leave();
});

/** Pixels across and the shape of the place that something is in. */
function placeOf(element: ReturnType<typeof screen.getByRole>): unknown {
  let at: typeof element.parent = element.parent;
  while (at && !(at.type === ("View" as never) && StyleSheet.flatten(at.props.style)?.maxWidth))
    at = at.parent;
  const { width, aspectRatio } = StyleSheet.flatten(at?.props.style);
  return [width, aspectRatio];
}

test("what comes and is no picture is no broken drawing", async () => {
  told();
  const { leave } = await show(<EventScreen id="o1" />);
  fireEvent(await picture(), "error");

  expect(await screen.findByText(POSTER.alt)).toBeTruthy();
  leave();
});

test("a picture that cannot be had says in its place what it shows, and makes no noise", async () => {
  told({ "/poster/abc-320.webp": SILENCE });
  const { leave } = await show(<EventScreen id="o1" />);

  expect(await screen.findByText(POSTER.alt)).toBeTruthy();
  expect(screen.queryByText("Ver más grande")).toBeNull();
  expect(screen.queryByText(/No hubo respuesta|No hay señal|Sin señal/)).toBeNull();
  leave();
});

test("to whom it is not shown it is as if there were none: asked again once, with a new token, and then let be", async () => {
  const tokens = { __typename: "Tokens", accessToken: "fresh", refreshToken: "fresh" };
  const service = told({ RefreshSession: { refreshSession: tokens } });
  service.say("/poster/abc-320.webp", undefined);
  const { leave } = await show(<EventScreen id="o1" />);

  expect(await screen.findByText(POSTER.alt)).toBeTruthy();
  expect(files(service)).toHaveLength(2);
  expect(service.sent("RefreshSession")).toHaveLength(1);
  leave();
});

test("in a list it is small, and loses nobody the words of its line", async () => {
  const service = told();
  const { leave } = await show(<EventsScreen />);

  expect((await picture()).props.source).toEqual({ uri: URI("small") });
  expect(screen.getByRole("link", { name: /Concierto de Navidad/ })).toBeTruthy();
  expect(files(service)).toEqual(["/poster/abc-320.webp"]);
  leave();
});

test("what was fetched is not paid for again when somebody comes back to the app", async () => {
  const calls = new Set<(state: AppStateStatus) => void>();
  jest.spyOn(AppState, "addEventListener").mockImplementation((_, call) => {
    calls.add(call as (state: AppStateStatus) => void);
    return { remove: () => undefined } as never;
  });
  const service = told();
  const { leave } = await show(<EventScreen id="o1" />);
  await picture();
  for (const call of calls) await act(async () => call("active"));

  await waitFor(() => expect(service.sent("Happening").length).toBeGreaterThan(1));
  expect(files(service)).toHaveLength(1);
  leave();
});

test("who saves data sees words, and the picture once it is asked for", async () => {
  jest.spyOn(device, "savesData").mockReturnValue(true);
  const service = told();
  const list = await show(<EventsScreen />);
  await screen.findByText("Concierto de Navidad");
  expect(files(service)).toEqual([]);
  list.leave();

  const { leave } = await show(<EventScreen id="o1" />);
  expect(await screen.findByText(POSTER.alt)).toBeTruthy();
  expect(files(service)).toEqual([]);
  await userEvent.press(screen.getByText("Ver la imagen"));
  await picture();
  expect(files(service)).toEqual(["/poster/abc-320.webp"]);
  leave();
});
