/** The app has no tabs: there is nobody to tell. */
export function tellTabs(_what: string): void {}

/** Nobody tells anything. */
export function onTold(_call: (what: string) => void): () => void {
  return () => {};
}
