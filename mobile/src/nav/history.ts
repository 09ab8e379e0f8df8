import { useSyncExternalStore } from "react";
import { BackHandler } from "react-native";

let stack = ["/"];
let returned = false;
const listeners = new Set<() => void>();

function become(next: string[]): void {
  returned = next.length < stack.length;
  stack = next;
  for (const listener of listeners) listener();
}

BackHandler.addEventListener("hardwareBackPress", () => {
  if (stack.length < 2) return false;
  become(stack.slice(0, -1));
  return true;
});

/** Whether the screen that is shown was come back to. */
export function cameBack(): boolean {
  return returned;
}

/** The address of the screen that is shown. */
export function usePath(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => stack[stack.length - 1] ?? "/",
  );
}

/** Show a screen; `replace`: in the place of this one, to which nobody should come back. */
export function go(path: string, { replace = false } = {}): void {
  if (path !== stack[stack.length - 1]) become([...(replace ? stack.slice(0, -1) : stack), path]);
}

/** Back to where the person came from; to `otherwise` when this is where they came in. */
export function back(otherwise: string): void {
  if (stack.length > 1) become(stack.slice(0, -1));
  else go(otherwise, { replace: true });
}

let owner: string | undefined;

/** Somebody is in: whoever comes after somebody else begins at `beginning`, and cannot go back to where that one was. */
export function arrive(who: string, beginning: string): void {
  const another = owner !== undefined && owner !== who;
  owner = who;
  if (another) become([beginning]);
}
