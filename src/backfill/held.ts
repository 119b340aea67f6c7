/** Holds what arrives during a backfill, in order, with the time of its arrival. */
export interface HeldItem<T> {
  readonly item: T
  /** Milliseconds, on the monotonic clock. */
  readonly at: number
}

export class Held<T> {
  #items: HeldItem<T>[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  /** The first; `undefined` where none is held. */
  peek(): HeldItem<T> | undefined {
    return this.#items[this.#head]
  }

  find<U extends T>(matches: (item: T) => item is U): U | undefined {
    for (let i = this.#head; i < this.#items.length; i++) {
      const { item } = this.#items[i] as HeldItem<T>
      if (matches(item)) return item
    }
    return undefined
  }

  forEach(visit: (item: T) => void): void {
    for (let i = this.#head; i < this.#items.length; i++) visit((this.#items[i] as HeldItem<T>).item)
  }

  push(item: T, at: number): void {
    this.#items.push({ item, at })
  }

  /** Removes the first. */
  shift(): void {
    this.#head++
    // Not at each removal, which would move all others.
    if (this.#head < this.size) return
    this.#items = this.#items.slice(this.#head)
    this.#head = 0
  }

  clear(): void {
    this.#items = []
    this.#head = 0
  }
}
