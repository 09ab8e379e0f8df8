const channel = new BroadcastChannel("encuentro");

/** Tell the other tabs that something on this phone has changed. */
export function tellTabs(what: string): void {
  channel.postMessage(what);
}

/** Hear what other tabs changed. Answers how to stop. */
export function onTold(call: (what: string) => void): () => void {
  const heard = (event: MessageEvent<string>) => call(event.data);
  channel.addEventListener("message", heard);
  return () => channel.removeEventListener("message", heard);
}
