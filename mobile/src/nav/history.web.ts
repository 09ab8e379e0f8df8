import { useSyncExternalStore } from "react";

/** The browser's own history: its back button, its tabs and its reload keep working. */
const listeners = new Set<() => void>();
const changed = () => {
  for (const listener of listeners) listener();
};
let returned = false;
addEventListener("popstate", () => {
  returned = true;
  changed();
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
    () => location.pathname,
  );
}

/** Show a screen; `replace`: in the place of this one, to which nobody should come back. */
export function go(path: string, { replace = false } = {}): void {
  if (path === location.pathname) return;
  const inside = replace ? history.state?.inside : true;
  history[replace ? "replaceState" : "pushState"]({ inside }, "", path);
  returned = false;
  changed();
}

/** Back to where the person came from; to `otherwise` when this is where they came in. */
export function back(otherwise: string): void {
  if (history.state?.inside) history.back();
  else go(otherwise, { replace: true });
}

/** Of this tab alone, so that a reload knows it and a link that is opened anew leads where it says. */
const OWNER = "owner";

/** Somebody is in: whoever comes after somebody else begins at `beginning`, not where that one was. */
export function arrive(who: string, beginning: string): void {
  const before = sessionStorage.getItem(OWNER);
  sessionStorage.setItem(OWNER, who);
  if (before === null || before === who) return;
  // Nothing inside of the app lies before it: the screens' way back leads no further.
  history.replaceState({}, "", beginning);
  changed();
}
