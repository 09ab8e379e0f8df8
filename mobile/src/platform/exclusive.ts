const last = new Map<string, Promise<unknown>>();

/** Run the work while nobody else runs work of the same name. The app has one process, so a queue is enough. */
export function exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  last.set(
    name,
    mine.catch(() => undefined),
  );
  return mine;
}
