/** Call when a connection may be back: the page is looked at again, or the browser says so. Answers how to stop. */
export function onWake(call: () => void): () => void {
  const seen = () => {
    if (document.visibilityState === "visible") call();
  };
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("online", call);
  return () => {
    document.removeEventListener("visibilitychange", seen);
    window.removeEventListener("online", call);
  };
}
