/** One side of a book: its price levels in order, on integer ticks and lots, each with the ends of its queue. */
import { copied, NONE } from './order-pool.js'

// Taken from Math once: in a vm context, such as Jest's, each look at a global is slow.
const { max } = Math

/** `[price in ticks, quantity in lots]`. */
export type Level = readonly [price: number, lots: number]

/**
 * Levels stand sorted in a flat array with the best last, where nearly all changes are: finding the best costs nothing
 * and a new level moves only those that are better. A level's row stays where it is as long as the level lives.
 */
export class Ladder {
  /** Price times sign of each level, rising. */
  private keys = new Float64Array(64)
  /** The row of each level, in the order of the keys. */
  private rows = new Int32Array(64)
  /** By row: all lots of the level, and the first and the last order of its queue. */
  lots = new Float64Array(64)
  head = new Int32Array(64)
  tail = new Int32Array(64)
  /** By row: the key of the level; of a free row, the next free one. */
  private keyOf = new Float64Array(64)
  private freeRow = NONE
  private usedRows = 0
  /** How many levels there are. */
  length = 0

  /** @param sign 1 where the highest price is best (bids), -1 where the lowest is (asks) */
  constructor(private readonly sign: 1 | -1) {}

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
    return this.rows[this.length - 1] ?? NONE
  }

  /** The worst price; NaN on an empty side. */
  get worst(): number {
    return this.priceAt(this.length - 1)
  }

  /** The price that is `depth` levels behind the best; NaN beyond the last. */
  priceAt(depth: number): number {
    const index = this.length - 1 - depth
    return index < 0 || depth < 0 ? NaN : (this.keys[index] ?? NaN) * this.sign
  }

  /** The price of a level. */
  priceOf(row: number): number {
    return (this.keyOf[row] ?? NaN) * this.sign
  }

  /** Lots at a price, 0 when there is no such level. */
  lotsAt(price: number): number {
    const index = this.find(price * this.sign)
    return this.holds(index, price * this.sign) ? (this.lots[this.rows[index] ?? NONE] ?? 0) : 0
  }

  /** All lots at a price or a better one. */
  lotsTo(price: number): number {
    let lots = 0
    for (let i = this.length - 1; i >= 0 && (this.keys[i] ?? NaN) >= price * this.sign; i--) {
      lots += this.lots[this.rows[i] ?? NONE] ?? 0
    }
    return lots
  }

  /** Whether a price is as good as the best of this side or better, seen by who takes from it up to `limit`. */
  reaches(limit: number): boolean {
    return this.length > 0 && (this.keys[this.length - 1] ?? NaN) >= limit * this.sign
  }

  /** The best levels, best first. */
  top(count: number): Level[] {
    const levels: Level[] = []
    for (let i = this.length - 1; i >= 0 && levels.length < count; i--) {
      levels.push([(this.keys[i] ?? NaN) * this.sign, this.lots[this.rows[i] ?? NONE] ?? 0])
    }
    return levels
  }

  /** The row of the level at a price, made when there is none. */
  open(price: number): number {
    const key = price * this.sign
    const index = this.find(key)
    if (this.holds(index, key)) return this.rows[index] ?? NONE
    if (this.length === this.keys.length) this.grow()
    const row = this.claim()
    this.keys.copyWithin(index + 1, index, this.length)
    this.rows.copyWithin(index + 1, index, this.length)
    this.length++
    this.keys[index] = key
    this.rows[index] = row
    this.keyOf[row] = key
    this.lots[row] = 0
    this.head[row] = this.tail[row] = NONE
    return row
  }

  /** Takes an empty level away. */
  close(row: number): void {
    const index = this.find(this.keyOf[row] ?? NaN)
    this.keys.copyWithin(index, index + 1, this.length)
    this.rows.copyWithin(index, index + 1, this.length)
    this.length--
    this.keyOf[row] = this.freeRow
    this.freeRow = row
  }

  /** Index of the first key that is not below `key`; looked for from the best, for that is where it mostly is. */
  private find(key: number): number {
    const { keys, length } = this
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

  private holds(index: number, key: number): boolean {
    return index < this.length && this.keys[index] === key
  }

  private claim(): number {
    if (this.freeRow === NONE) return this.usedRows++
    const row = this.freeRow
    this.freeRow = this.keyOf[row] ?? NONE
    return row
  }

  private grow(): void {
    const room = 2 * this.keys.length
    this.keys = copied(new Float64Array(room), this.keys)
    this.rows = copied(new Int32Array(room), this.rows)
    this.lots = copied(new Float64Array(room), this.lots)
    this.head = copied(new Int32Array(room), this.head)
    this.tail = copied(new Int32Array(room), this.tail)
    this.keyOf = copied(new Float64Array(room), this.keyOf)
  }
}
