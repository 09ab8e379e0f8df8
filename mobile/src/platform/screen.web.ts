let title = "Encuentro";
let untitled = false;

/** What a browser shows of a screen outside of it: title, language, the place of the reader. */
export function announce(said: string): void {
  title = said;
  document.title = untitled ? "Encuentro" : title;
}

/** Tabs, histories and lists of recent pages shall tell nothing but the neutral name. */
export function sayNoTitles(none: boolean): void {
  untitled = none;
  announce(title);
}

/** Readers of the screen pronounce by it. */
export function setLanguageOfScreen(language: string): void {
  document.documentElement.lang = language;
}

/** Put the reader at the beginning of the new screen. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("#root h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** Lead the reader to the first field of which something is wrong. */
export function showFault(): void {
  const field = document.querySelector("#root [role=alert][id]")?.parentElement;
  field?.scrollIntoView({ block: "center" });
  field
    ?.querySelector<HTMLElement>("input, textarea, [role=radio], [role=checkbox]")
    ?.focus({ preventScroll: true });
}

/** How much larger than usual its owner wants letters: 2 is 200 %. */
export function letterScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
}

/** Take the words away that stood there while the app was loading. */
export function dropShell(): void {
  document.getElementById("shell")?.remove();
}

/** A page to try things out with tells where its invented people are. */
export function demoAddress(): string | undefined {
  return document.documentElement.dataset.demo;
}

/** From the second visit on the page opens without a connection. */
export function keepForLater(): void {
  if (!("serviceWorker" in navigator) || process.env.NODE_ENV !== "production") return;
  void navigator.serviceWorker.register("/sw.js");
  // What was loaded before the worker was there, such as the words of a language, passes it once more: the browser has it.
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    for (const { name } of performance.getEntriesByType("resource")) {
      if (name.includes("/_expo/")) void fetch(name);
    }
  });
}

/** Nothing to do: the curtain covers the page. */
export function hideInSwitcher(): void {}
