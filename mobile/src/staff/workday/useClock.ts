import { useEffect, useState } from "react";
import { clockAhead, recallClock, serviceTime } from "@/data/send";
import { readOfDevice, writeOfDevice } from "@/data/vault";
import { type Day, dayAt } from "@/l10n/dates";
import { useNow } from "@/ui/clock";

/** What the service's clock said last, and by how much it was ahead of this phone's. */
type Heard = { ahead: number; at: number };

const KEPT = "clock";
const EVERY = 30_000;

/** Milliseconds by which a clock may be wrong before anybody needs to know. */
const WRONG = 10 * 60_000;

export type Clock = {
  /** Today in Lima, by the clock of the service. */
  today: Day;
  /** The phone's own clock is wrong, and the service's is used in its place. */
  corrected: boolean;
  /** Time seems to have gone backwards since the service was heard: nobody knows what day it is. */
  doubtful: boolean;
};

/** The clock by which work is recorded; what the service told outlives the app. */
export function useClock(): Clock {
  useNow(EVERY);
  const [heard, setHeard] = useState<Heard>();
  useEffect(() => {
    void readOfDevice<Heard>(KEPT).then((known) => {
      if (known) recallClock(known.ahead);
      setHeard(known ?? { ahead: 0, at: 0 });
    });
  }, []);
  const ahead = clockAhead();
  const now = serviceTime();
  const doubtful = heard !== undefined && heard.at - now > WRONG;
  const worthKeeping =
    heard && !doubtful && (Math.abs(heard.ahead - ahead) > EVERY || now - heard.at > WRONG);
  useEffect(() => {
    if (!worthKeeping) return;
    const next = { ahead, at: serviceTime() };
    setHeard(next);
    void writeOfDevice(KEPT, next);
  }, [worthKeeping, ahead]);
  return { today: dayAt(now), corrected: Math.abs(ahead) > WRONG, doubtful };
}
