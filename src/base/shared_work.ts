/** Work that several callers ask for: done once while it is in progress, or once for all. */
export class SharedWork {
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #kept = new Map<string, Promise<unknown>>();

  /** Runs `make`, or waits for the run for `key` that is in progress and gives its result. One key has one type. */
  join<T>(key: string, make: () => Promise<T>): Promise<T> {
    return this.#of(this.#running, key, () => make().finally(() => this.#running.delete(key)));
  }

  /** The result of the first `make` for `key`. One key has one type. */
  keep<T>(key: string, make: () => Promise<T>): Promise<T> {
    return this.#of(this.#kept, key, make);
  }

  #of<T>(results: Map<string, Promise<unknown>>, key: string, make: () => Promise<T>): Promise<T> {
    let result = results.get(key);
    if (result === undefined) results.set(key, result = make());
    return result as Promise<T>;
  }
}
