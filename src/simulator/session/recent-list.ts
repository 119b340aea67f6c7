/** A list that forgets its oldest entries. */

/** Holds the newest `capacity` entries, internally at most twice as many. */
export class RecentList<T> {
  readonly #capacity: number
  #entries: T[] = []

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  append(entry: T): void {
    this.#entries.push(entry)
    if (this.#entries.length > 2 * this.#capacity) this.#entries = this.#entries.slice(-this.#capacity)
  }

  /** Oldest first. */
  list(): T[] {
    return this.#entries.slice(-this.#capacity)
  }
}
