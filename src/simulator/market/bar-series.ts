/** The newest bars of one length, without holes. */
import { addBar, type Bar, copyBar, flatBar } from './bar.js'

// Read from Math once: in a vm context, such as Jest's, each access to a global is slow.
const { floor } = Math

/** Numbers in a bar, in the order of its fields. */
const WIDTH = 11
const [HIGH, LOW, CLOSE, VOLUME, QUOTE, TAKER_VOLUME, TAKER_QUOTE, COUNT, FIRST, LAST] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const

/** Holds the newest `capacity` bars in one flat array, as there are thousands per symbol. */
export class BarSeries {
  readonly #data: Float64Array
  readonly #scratch = flatBar(0)
  #start = 0
  #length = 0

  readonly #capacity: number

  constructor(
    readonly barLength: number,
    capacity: number,
  ) {
    this.#capacity = capacity

    this.#data = new Float64Array(capacity * WIDTH)
  }

  /** Open time of the oldest bar held, Infinity when there is none. */
  get since(): number {
    return this.#length === 0 ? Infinity : this.#start * this.barLength
  }

  /** Adds the bar that contains `time` to an earlier one; nothing when it is not held. */
  addTo(total: Bar, time: number): void {
    const index = floor(time / this.barLength)
    if (index < this.#start || index >= this.#start + this.#length) return
    this.#load(index, this.#scratch)
    if (total.count === 0) copyBar(total, this.#scratch)
    else addBar(total, this.#scratch)
  }

  add(time: number, bar: Bar): void {
    const index = floor(time / this.barLength)
    if (!this.#makeSlot(index, bar.open)) return
    this.#load(index, this.#scratch)
    addBar(this.#scratch, bar)
    this.#store(index, this.#scratch)
  }

  /** Adds a trade in place, as there are millions of trades. */
  addTrade(time: number, id: number, price: number, lots: number, takerBuys: boolean): void {
    const index = floor(time / this.barLength)
    if (!this.#makeSlot(index, price)) return
    const data = this.#data
    const at = this.#offset(index)
    if (data[at + COUNT] === 0) {
      data[at] = data[at + HIGH] = data[at + LOW] = price
      data[at + FIRST] = id
    }
    if (price > (data[at + HIGH] ?? NaN)) data[at + HIGH] = price
    if (price < (data[at + LOW] ?? NaN)) data[at + LOW] = price
    data[at + CLOSE] = price
    data[at + VOLUME] = (data[at + VOLUME] ?? NaN) + lots
    data[at + QUOTE] = (data[at + QUOTE] ?? NaN) + lots * price
    if (takerBuys) {
      data[at + TAKER_VOLUME] = (data[at + TAKER_VOLUME] ?? NaN) + lots
      data[at + TAKER_QUOTE] = (data[at + TAKER_QUOTE] ?? NaN) + lots * price
    }
    data[at + COUNT] = (data[at + COUNT] ?? NaN) + 1
    data[at + LAST] = id
  }

  /**
   * Creates the slot of a bar, and empty bars before it, replacing the oldest when full. False when
   * it is too old.
   */
  #makeSlot(index: number, price: number): boolean {
    if (this.#length === 0) this.#start = index
    if (index >= this.#start + this.#length) {
      const close =
        this.#length === 0 ? price : (this.#data[this.#offset(this.#start + this.#length - 1) + CLOSE] ?? NaN)
      // After a pause longer than the capacity, only the newest slots are created.
      if (index - this.#start - this.#length >= this.#capacity) {
        this.#start = index - this.#capacity
        this.#length = 0
      }
      while (index >= this.#start + this.#length) {
        this.#store(this.#start + this.#length, flatBar(close))
        if (this.#length < this.#capacity) this.#length++
        else this.#start++
      }
    }
    return index >= this.#start
  }

  #offset(index: number): number {
    return (((index % this.#capacity) + this.#capacity) % this.#capacity) * WIDTH
  }

  #load(index: number, into: Bar): void {
    const data = this.#data
    const at = this.#offset(index)
    into.open = data[at] ?? NaN
    into.high = data[at + HIGH] ?? NaN
    into.low = data[at + LOW] ?? NaN
    into.close = data[at + CLOSE] ?? NaN
    into.volume = data[at + VOLUME] ?? NaN
    into.quote = data[at + QUOTE] ?? NaN
    into.takerVolume = data[at + TAKER_VOLUME] ?? NaN
    into.takerQuote = data[at + TAKER_QUOTE] ?? NaN
    into.count = data[at + COUNT] ?? NaN
    into.first = data[at + FIRST] ?? NaN
    into.last = data[at + LAST] ?? NaN
  }

  #store(index: number, bar: Bar): void {
    const data = this.#data
    const at = this.#offset(index)
    data[at] = bar.open
    data[at + HIGH] = bar.high
    data[at + LOW] = bar.low
    data[at + CLOSE] = bar.close
    data[at + VOLUME] = bar.volume
    data[at + QUOTE] = bar.quote
    data[at + TAKER_VOLUME] = bar.takerVolume
    data[at + TAKER_QUOTE] = bar.takerQuote
    data[at + COUNT] = bar.count
    data[at + FIRST] = bar.first
    data[at + LAST] = bar.last
  }
}
