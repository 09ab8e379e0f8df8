/** Run the work while nobody else, in this tab or another, runs work of the same name. */
export function exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(name, work) as Promise<T>;
}
