/**
 * One side of an order book: levels sorted by price, the best at the end, where most of them
 * change.
 */
import type { PriceLevel } from '../model/event.js'

const START_CAPACITY = 256
/** Levels up to which a loop moves them faster than `copyWithin`. */
const FEW = 24

/**
 * Keys are prices, negated for asks, so that the best level of either side has the greatest key.
 * Key and quantity of a level lie side by side in one array: one search and one move for both. If
 * prices are not doubles, the received level is kept beside its doubles.
 */
export class BookSide<N> {
  #cells = new Float64Array(2 * START_CAPACITY)
  #size = 0
  readonly #sign: 1 | -1
  /** The levels as received, in the order of the cells; `undefined` where these are doubles. */
  #exact: PriceLevel<N>[] | undefined

  constructor(sign: 1 | -1, isExact: boolean) {
    this.#sign = sign
    this.#exact = isExact ? [] : undefined
  }

  get size(): number {
    return this.#size
  }

  /** The price at `index`, 0 for the best. The caller stays below `size`. */
  price(index: number): number {
    return this.#sign * (this.#cells[2 * (this.#size - 1 - index)] as number)
  }

  /** The quantity at `index`, 0 for the best. The caller stays below `size`. */
  quantity(index: number): number {
    return this.#cells[2 * (this.#size - 1 - index) + 1] as number
  }

  /** The level at `index` as it was received; `undefined` where cells hold all of it. */
  exact(index: number): PriceLevel<N> | undefined {
    return this.#exact?.[this.#size - 1 - index]
  }

  /**
   * Writes the best `count` levels, as handed out, into two arrays. The caller stays within `size`.
   */
  copyInto(count: number, prices: N[], quantities: N[]): void {
    prices.length = count
    quantities.length = count
    const exact = this.#exact
    const cells = this.#cells
    const sign = this.#sign
    for (let index = 0, position = this.#size - 1; index < count; index++, position--) {
      const level = exact?.[position]
      prices[index] = level === undefined ? ((sign * (cells[2 * position] as number)) as N) : level[0]
      quantities[index] = level === undefined ? (cells[2 * position + 1] as N) : level[1]
    }
  }

  /**
   * The index of the level at `price`; where there is none, -1 minus the index that it would have.
   */
  indexOf(price: number): number {
    const key = this.#sign * price
    const position = this.#search(key)
    const found = position < this.#size && this.#cells[2 * position] === key
    return found ? this.#size - 1 - position : position - this.#size - 1
  }

  /** The quantity at `price`, 0 where there is no level. */
  quantityAt(price: number): number {
    const index = this.indexOf(price)
    return index < 0 ? 0 : this.quantity(index)
  }

  /**
   * Sets the quantity at `price`; 0 removes the level. Returns the quantity before, 0 where there
   * was no level.
   */
  set(price: number, quantity: number, exact: PriceLevel<N>): number {
    const key = this.#sign * price
    const position = this.#search(key)
    const cell = 2 * position
    if (position < this.#size && this.#cells[cell] === key) {
      const before = this.#cells[cell + 1] as number
      if (quantity === 0) {
        this.#remove(cell)
        this.#exact?.splice(position, 1)
      } else {
        this.#cells[cell + 1] = quantity
        if (this.#exact !== undefined) this.#exact[position] = exact
      }
      return before
    }
    if (quantity !== 0) {
      this.#insert(cell, key, quantity)
      this.#exact?.splice(position, 0, exact)
    }
    return 0
  }

  /** A copy of the best `count` levels. */
  copy(count: number): BookSide<N> {
    const copy = new BookSide<N>(this.#sign, this.#exact !== undefined)
    copy.#size = Math.min(count, this.#size)
    const start = this.#size - copy.#size
    copy.#cells = this.#cells.slice(2 * start, 2 * this.#size)
    copy.#exact = this.#exact?.slice(start)
    return copy
  }

  /**
   * Replaces the levels at `price` and better by those of another book's side, and keeps the worse
   * ones.
   */
  replaceFrom(price: number, better: BookSide<N>): void {
    const key = this.#sign * price
    const kept = this.#search(key)
    const start = better.#search(key)
    const size = kept + better.#size - start
    const cells = new Float64Array(2 * Math.max(size, START_CAPACITY))
    cells.set(this.#cells.subarray(0, 2 * kept))
    cells.set(better.#cells.subarray(2 * start, 2 * better.#size), 2 * kept)
    this.#cells = cells
    this.#size = size
    this.#exact = this.#exact?.slice(0, kept).concat(better.#exact?.slice(start) ?? [])
  }

  /** The first position with a key of at least `key`. */
  #search(key: number): number {
    const cells = this.#cells
    let low = 0
    let high = this.#size
    // Half of the changes are among the best hundred levels: a few steps from the end find their
    // range.
    for (let step = 8; step < high; step *= 4) {
      if ((cells[2 * (high - step)] as number) < key) {
        low = high - step + 1
        break
      }
      high -= step
    }
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((cells[2 * middle] as number) < key) low = middle + 1
      else high = middle
    }
    return low
  }

  #insert(cell: number, key: number, quantity: number): void {
    const end = 2 * this.#size++
    if (end === this.#cells.length) this.#grow()
    const cells = this.#cells
    if (end - cell > 2 * FEW) cells.copyWithin(cell + 2, cell, end)
    else for (let at = end - 1; at >= cell; at--) cells[at + 2] = cells[at] as number
    cells[cell] = key
    cells[cell + 1] = quantity
  }

  #remove(cell: number): void {
    const end = 2 * this.#size--
    const cells = this.#cells
    if (end - cell > 2 * FEW) cells.copyWithin(cell, cell + 2, end)
    else for (let at = cell + 2; at < end; at++) cells[at - 2] = cells[at] as number
  }

  #grow(): void {
    const cells = new Float64Array(Math.max(2 * START_CAPACITY, 2 * this.#cells.length))
    cells.set(this.#cells)
    this.#cells = cells
  }
}
