import { useSyncExternalStore } from "react";

/** The browser's own history: its back button, its tabs and its reload keep working. */
const listeners = new Set<() => void>();
const changed = () => {
  for (const listener of listeners) listener();
};
addEventListener("popstate", changed);

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
  const scrolled = { ...history.state, y: window.scrollY };
  history.replaceState(scrolled, "");
  history[replace ? "replaceState" : "pushState"]({ inside: true }, "", path);
  window.scrollTo(0, 0);
  changed();
}

/** Back to where the person came from; to `otherwise` when this is where they came in. */
export function back(otherwise: string): void {
  if (history.state?.inside) history.back();
  else go(otherwise, { replace: true });
}
