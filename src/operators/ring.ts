/** A queue with two ends in one array that is reused: what the windows keep their events in. */

const SMALLEST = 8

/**
 * A double-ended queue. Every call is O(1) amortised; it grows by doubling, and shrinks again when three quarters are empty,
 * so that a burst is not paid for after it has left.
 */
export class Ring<T> {
  readonly #blank: T | undefined
  // Always a power of two long, so that an index is wrapped by a mask.
  #slots: (T | undefined)[] = new Array<T | undefined>(SMALLEST)
  #head = 0
  #size = 0

  /** @param blank what an empty slot holds. A ring of numbers is given one, as an array of numbers and nothing else is not boxed */
  constructor(blank?: T) {
    this.#blank = blank
  }

  get size(): number {
    return this.#size
  }

  /** The oldest, if any. */
  first(): T | undefined {
    return this.#size === 0 ? undefined : this.#slots[this.#head]
  }

  /** The newest, if any. */
  last(): T | undefined {
    return this.#size === 0
      ? undefined
      : this.#slots[(this.#head + this.#size - 1) & (this.#slots.length - 1)]
  }

  push(item: T): void {
    if (this.#size === this.#slots.length) this.#resize(this.#slots.length * 2)
    this.#slots[(this.#head + this.#size) & (this.#slots.length - 1)] = item
    this.#size++
  }

  /** Takes the oldest out. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined
    const item = this.#slots[this.#head]
    this.#slots[this.#head] = this.#blank
    this.#head = (this.#head + 1) & (this.#slots.length - 1)
    this.#size--
    this.#shrink()
    return item
  }

  /** Takes the newest out. */
  pop(): T | undefined {
    if (this.#size === 0) return undefined
    this.#size--
    const index = (this.#head + this.#size) & (this.#slots.length - 1)
    const item = this.#slots[index]
    this.#slots[index] = this.#blank
    this.#shrink()
    return item
  }

  #shrink(): void {
    const length = this.#slots.length
    if (length > SMALLEST && this.#size <= length / 4) this.#resize(length / 2)
  }

  #resize(length: number): void {
    const slots = new Array<T | undefined>(length)
    const mask = this.#slots.length - 1
    for (let index = 0; index < this.#size; index++) slots[index] = this.#slots[(this.#head + index) & mask]
    this.#slots = slots
    this.#head = 0
  }
}
