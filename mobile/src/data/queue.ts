/**
 * Something kept that several tabs change, and that is sent when somebody answers: changed by one at a time, sent by
 * one at a time, told to all.
 */
import { exclusive } from "@/platform/exclusive";
import { onTold, tellTabs } from "@/platform/tabs";
import { onWake } from "@/platform/wake";

export type Shared<S> = {
  now: () => S;
  subscribe: (listener: () => void) => () => void;
  /** Kept before it is shown; from what is kept now, which another tab may have changed. */
  change: (next: (state: S) => S) => Promise<void>;
  reload: () => Promise<void>;
  close: () => void;
};

type Keeping<S> = { read: () => Promise<S>; write: (state: S) => Promise<void> };

/** What is kept under a name, and every change of it. */
export async function openShared<S extends object>(
  name: string,
  { read, write }: Keeping<S>,
): Promise<Shared<S>> {
  const listeners = new Set<() => void>();
  let state: S = await read();
  const show = (next: S) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const reload = async () => show(await read());
  const stopHearing = onTold((what) => {
    if (what === name) void reload();
  });
  return {
    now: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: (next) =>
      exclusive(name, async () => {
        const changed = next(await read());
        await write(changed);
        show(changed);
        tellTabs(name);
      }),
    reload,
    close: stopHearing,
  };
}

export type Sender = { flush: () => Promise<void>; close: () => void };

const EVERY = 30_000;

/** Sends what waits, at once and whenever there may be a signal. `step` sends one thing: false when nobody answers. */
export function openSender<S>(
  name: string,
  { now, reload }: Shared<S>,
  waits: (state: S) => boolean,
  step: (state: S) => Promise<boolean>,
): Sender {
  let closed = false;
  // One sender a phone: a second tab waits its turn and then finds nothing left to send.
  const flush = () =>
    exclusive(`${name}-sending`, async () => {
      if (!closed) await reload();
      // Somebody else may be in by now: in their name nothing of this profile is sent.
      while (!closed && waits(now()) && (await step(now())));
    });
  const stopWaking = onWake(() => void flush());
  const timer = setInterval(() => {
    if (waits(now())) void flush();
  }, EVERY);
  return {
    flush,
    close: () => {
      closed = true;
      clearInterval(timer);
      stopWaking();
    },
  };
}
