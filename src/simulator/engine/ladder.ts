/**
 * One side of a book: its price levels in order, on integer ticks and lots, each with the ends of
 * its queue.
 */
import { copyInto, NONE } from './order-pool.js'

// Read from Math once: in a vm context, such as Jest's, each access to a global is slow.
const { max } = Math

/** `[price in ticks, quantity in lots]`. */
export type Level = readonly [price: number, lots: number]

/**
 * Levels are sorted in a flat array, the best one last, near which almost all changes are: finding
 * the best costs nothing, and a new level moves only the better ones. A level keeps its row as long
 * as it exists.
 */
export class Ladder {
  /** Price times sign of each level, ascending. */
  #keys = new Float64Array(64)
  /** The row of each level, in the order of the keys. */
  #rows = new Int32Array(64)
  /** By row: all lots of the level, and the first and the last order of its queue. */
  lots = new Float64Array(64)
  head = new Int32Array(64)
  tail = new Int32Array(64)
  /** By row: the key of the level; of a free row, the next free one. */
  #keyOf = new Float64Array(64)
  #freeRow = NONE
  #usedRows = 0
  /** The number of levels. */
  length = 0

  readonly #sign: 1 | -1

  /** @param sign 1 where the highest price is best (bids), -1 where the lowest is (asks) */
  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  /** The best price; NaN on an empty side. */
  get best(): number {
    return this.priceAt(0)
  }

  /** Lots at the best price; 0 on an empty side. */
  get bestLots(): number {
    return this.length === 0 ? 0 : (this.lots[this.bestRow] ?? 0)
  }

  /** The row of the best level. */
  get bestRow(): number {
    return this.#rows[this.length - 1] ?? NONE
  }

  /** The worst price; NaN on an empty side. */
  get worst(): number {
    return this.priceAt(this.length - 1)
  }

  /** The price that is `depth` levels behind the best; NaN beyond the last. */
  priceAt(depth: number): number {
    const index = this.length - 1 - depth
    return index < 0 || depth < 0 ? NaN : (this.#keys[index] ?? NaN) * this.#sign
  }

  /** The price of a level. */
  priceOf(row: number): number {
    return (this.#keyOf[row] ?? NaN) * this.#sign
  }

  /** Lots at a price, 0 when there is no such level. */
  lotsAt(price: number): number {
    const index = this.#find(price * this.#sign)
    return this.#holds(index, price * this.#sign) ? (this.lots[this.#rows[index] ?? NONE] ?? 0) : 0
  }

  /** All lots at a price or a better one. */
  lotsTo(price: number): number {
    let lots = 0
    for (let i = this.length - 1; i >= 0 && (this.#keys[i] ?? NaN) >= price * this.#sign; i--) {
      lots += this.lots[this.#rows[i] ?? NONE] ?? 0
    }
    return lots
  }

  /** Whether a taker with this limit price reaches the best level. */
  reaches(limit: number): boolean {
    return this.length > 0 && (this.#keys[this.length - 1] ?? NaN) >= limit * this.#sign
  }

  /** The best levels, best first. */
  top(count: number): Level[] {
    const levels: Level[] = []
    for (let i = this.length - 1; i >= 0 && levels.length < count; i--) {
      levels.push([(this.#keys[i] ?? NaN) * this.#sign, this.lots[this.#rows[i] ?? NONE] ?? 0])
    }
    return levels
  }

  /** The row of the level at a price; creates the level if needed. */
  open(price: number): number {
    const key = price * this.#sign
    const index = this.#find(key)
    if (this.#holds(index, key)) return this.#rows[index] ?? NONE
    if (this.length === this.#keys.length) this.#grow()
    const row = this.#claim()
    this.#keys.copyWithin(index + 1, index, this.length)
    this.#rows.copyWithin(index + 1, index, this.length)
    this.length++
    this.#keys[index] = key
    this.#rows[index] = row
    this.#keyOf[row] = key
    this.lots[row] = 0
    this.head[row] = this.tail[row] = NONE
    return row
  }

  /** Removes an empty level. */
  close(row: number): void {
    const index = this.#find(this.#keyOf[row] ?? NaN)
    this.#keys.copyWithin(index, index + 1, this.length)
    this.#rows.copyWithin(index, index + 1, this.length)
    this.length--
    this.#keyOf[row] = this.#freeRow
    this.#freeRow = row
  }

  /** Index of the first key that is not below `key`; searched from the best, where it mostly is. */
  #find(key: number): number {
    const { length } = this
    const keys = this.#keys
    let step = 1
    while (step <= length && (keys[length - step] ?? NaN) >= key) step *= 2
    let low = max(0, length - step)
    let high = length - (step >>> 1)
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((keys[middle] ?? NaN) < key) low = middle + 1
      else high = middle
    }
    return low
  }

  #holds(index: number, key: number): boolean {
    return index < this.length && this.#keys[index] === key
  }

  #claim(): number {
    if (this.#freeRow === NONE) return this.#usedRows++
    const row = this.#freeRow
    this.#freeRow = this.#keyOf[row] ?? NONE
    return row
  }

  #grow(): void {
    const size = 2 * this.#keys.length
    this.#keys = copyInto(new Float64Array(size), this.#keys)
    this.#rows = copyInto(new Int32Array(size), this.#rows)
    this.lots = copyInto(new Float64Array(size), this.lots)
    this.head = copyInto(new Int32Array(size), this.head)
    this.tail = copyInto(new Int32Array(size), this.tail)
    this.#keyOf = copyInto(new Float64Array(size), this.#keyOf)
  }
}
