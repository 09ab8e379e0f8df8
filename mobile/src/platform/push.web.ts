/** A page is not pushed to: its inbox, and text messages, tell what is new. */
export const PUSHES = false;

/** Nobody could be interrupted. */
export function lookedAt(_now: boolean): void {}

/** Nothing to begin. */
export function beginPushes(): void {}

/** There is nothing to ask for. */
export async function pushPermission(): Promise<"granted" | "open" | "refused"> {
  return "refused";
}

/** There is nothing to ask for. */
export async function askForPushes(_name: string): Promise<boolean> {
  return false;
}

/** A page has no such settings. */
export function openSystemSettings(): void {}

/** A page has no address. */
export async function pushToken(): Promise<string | undefined> {
  return undefined;
}

/** An address that is not there does not change. */
export function onPushToken(_call: () => void): () => void {
  return () => {};
}

/** Nothing comes. */
export function onPush(_call: () => void): () => void {
  return () => {};
}

/** There is nothing to tap. */
export function onPushTap(_call: () => void): () => void {
  return () => {};
}

/** There is nothing to take away. */
export async function dropPushes(): Promise<void> {}
