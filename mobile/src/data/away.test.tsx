import { act, renderHook } from "@testing-library/react-native";
import { AppState, type AppStateStatus } from "react-native";
import { Service, SILENCE, somebody } from "@/testing/service";
import { AWAY, useLockWhenAway } from "./away";
import { useSession } from "./session";

type Listener = (state: AppStateStatus) => void;

/** The phone as the app hears of it. */
function phone(): { becomes: Listener } {
  const listeners = new Set<Listener>();
  jest.spyOn(AppState, "addEventListener").mockImplementation((_, listener) => {
    listeners.add(listener as Listener);
    return { remove: () => listeners.delete(listener as Listener) } as never;
  });
  const tell = (state: AppStateStatus) => {
    for (const each of listeners) each(state);
  };
  return { becomes: (state) => act(() => tell(state)) };
}

async function opened(hasPin: boolean) {
  new Service({ LockSession: SILENCE });
  await somebody();
  const shown = phone();
  const session = renderHook(() => {
    useLockWhenAway(hasPin);
    return useSession().state;
  });
  return { ...shown, state: () => session.result.current };
}

const settled = () => act(async () => void (await new Promise((resolve) => setTimeout(resolve, 50))));

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

test("a phone that was away for five minutes asks for the PIN", async () => {
  const { becomes, state } = await opened(true);

  becomes("background");
  const later = Date.now() + AWAY;
  jest.spyOn(Date, "now").mockReturnValue(later);
  becomes("active");
  await settled();

  expect(state()).not.toBe("in");
});

test("a phone that was away for less goes on", async () => {
  const { becomes, state } = await opened(true);

  becomes("inactive");
  becomes("background");
  const later = Date.now() + AWAY - 1000;
  jest.spyOn(Date, "now").mockReturnValue(later);
  becomes("active");
  await settled();

  expect(state()).toBe("in");
});

test("time away is counted from the first moment, and anew each time", async () => {
  const { becomes, state } = await opened(true);
  const begun = Date.now();
  const clock = jest.spyOn(Date, "now").mockReturnValue(begun);

  becomes("inactive");
  clock.mockReturnValue(begun + AWAY - 1000);
  becomes("background");
  becomes("active");
  clock.mockReturnValue(begun + AWAY + 1000);
  becomes("background");
  becomes("active");
  await settled();

  expect(state()).toBe("in");
});

test("where the app goes on running in the background it locks there", async () => {
  const { becomes, state } = await opened(true);
  jest.useFakeTimers();

  becomes("background");
  await act(() => jest.advanceTimersByTimeAsync(AWAY));
  jest.useRealTimers();
  await settled();

  expect(state()).not.toBe("in");
});

test("without a PIN nothing locks", async () => {
  const { becomes, state } = await opened(false);

  becomes("background");
  const later = Date.now() + 2 * AWAY;
  jest.spyOn(Date, "now").mockReturnValue(later);
  becomes("active");
  await settled();

  expect(state()).toBe("in");
});
