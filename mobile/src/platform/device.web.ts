/** What the owner of the account will read in the list of devices. */
export function deviceLabel(): string {
  const agent = navigator.userAgent;
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? "";
  const browser = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0] ?? "";
  return [browser === "Edg" ? "Edge" : browser, system].filter(Boolean).join(", ");
}

/** The languages its owner prefers, best first. */
export function preferredLanguages(): readonly string[] {
  return navigator.languages;
}

/** Whether its owner told the browser to load as little as it can. */
export function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
