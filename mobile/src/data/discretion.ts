/** Discretion on this phone: nothing shows before a tap, and titles say nothing. The wish lies sealed with the profile. */
import { useSyncExternalStore } from "react";
import { sayNoTitles } from "@/platform/screen";
import type { OpenProfile } from "./vault";

type Discretion = {
  discreet: boolean;
  /** Nothing is shown until somebody taps. */
  covered: boolean;
};

const KEPT = "discreet";
const OPEN: Discretion = { discreet: false, covered: false };

let now = OPEN;
const listeners = new Set<() => void>();

/** What whoever is in wants, and every change of it. */
export function useDiscretion(): Discretion {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
    () => now,
  );
}

/** Somebody comes in: covered at once if that is what they want. */
export async function beginDiscretion(profile: OpenProfile): Promise<void> {
  const discreet = (await profile.read<boolean>(KEPT)) ?? false;
  become({ discreet, covered: discreet });
}

/** Somebody has left. */
export function endDiscretion(): void {
  become(OPEN);
}

/** From now on so, on this phone. */
export async function setDiscretion(profile: OpenProfile, discreet: boolean): Promise<void> {
  if (discreet !== now.discreet) become({ discreet, covered: false });
  await profile.write(KEPT, discreet);
}

/** The screen is left, or looked at again with a tap. */
export function cover(covered: boolean): void {
  if (now.discreet) become({ ...now, covered });
}

function become(next: Discretion): void {
  now = next;
  sayNoTitles(now.discreet);
  for (const listener of listeners) listener();
}
