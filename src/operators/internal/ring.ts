/** A queue with two ends in one array that is reused: what the windows keep their events in. */

const MIN_SLOTS = 8

interface Slots<T> {
  [index: number]: T | undefined
  readonly length: number
}

/**
 * A double-ended queue. Every call is O(1) amortised. It grows by doubling, and shrinks again when
 * three quarters are empty, so that a burst does not hold memory for good.
 */
export class Ring<T> {
  readonly #allocate: (length: number) => Slots<T>
  readonly #emptySlot: T | undefined
  // Always a power of two long, so that an index is wrapped by a mask.
  #slots: Slots<T>
  #head = 0
  #size = 0

  /**
   * @param allocate makes an array of so many slots
   * @param blank what an empty slot holds
   */
  constructor(
    allocate: (length: number) => Slots<T> = length => new Array<T | undefined>(length),
    blank?: T,
  ) {
    this.#allocate = allocate
    this.#emptySlot = blank
    this.#slots = allocate(MIN_SLOTS)
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
    this.#slots[this.#head] = this.#emptySlot
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
    this.#slots[index] = this.#emptySlot
    this.#shrink()
    return item
  }

  #shrink(): void {
    const length = this.#slots.length
    if (length > MIN_SLOTS && this.#size <= length / 4) this.#resize(length / 2)
  }

  #resize(length: number): void {
    const slots = this.#allocate(length)
    const mask = this.#slots.length - 1
    for (let index = 0; index < this.#size; index++) slots[index] = this.#slots[(this.#head + index) & mask]
    this.#slots = slots
    this.#head = 0
  }
}

/**
 * A ring of numbers: eight bytes each. An array of the language holds them so only until it has
 * once held something else.
 */
export function ringOfNumbers(): Ring<number> {
  return new Ring(length => new Float64Array(length), 0)
}
