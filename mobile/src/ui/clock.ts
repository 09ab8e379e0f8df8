import { useEffect, useState } from "react";
import { onWake } from "@/platform/wake";

/** The time of the moment, looked at every so many milliseconds and whenever the screen is seen again. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const look = () => setNow(Date.now());
    const timer = setInterval(look, every);
    const stop = onWake(look);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [every]);
  return now;
}

/** Whole seconds until an instant, never less than none. */
export function secondsUntil(instant: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - now) / 1000));
}
