/**
 * A local order book: both sides, kept by snapshots and diffs, and the range in which every level
 * is known.
 */
import type { LevelChange, Side } from '../model/book.js'
import type { PriceLevel } from '../model/event.js'
import { BookSide } from './book-side.js'

/** The levels of a diff. */
export interface LevelsDiff<V> {
  readonly bids: readonly PriceLevel<V>[]
  readonly asks: readonly PriceLevel<V>[]
}

/** The levels of a snapshot that was asked for `limit` levels a side. */
export interface LevelsSnapshot<V> extends LevelsDiff<V> {
  readonly lastUpdateId: number
}

/** Converts prices and quantities: received as `V`, compared as doubles, returned as `N`. */
export interface LevelValues<V, N> {
  /** `true` where `V` is a double, so that nothing else needs storing. */
  readonly areDoubles: boolean
  /** The value returned for a price without a level. */
  readonly zero: N
  toDouble(value: V): number
  /** Converts a received value to a returned one. */
  convert(value: V): N
}

/**
 * Never trimmed: a level beyond those asked for becomes the best one day, and one that a diff has
 * named is known from then on.
 *
 * Source of the rules: binance-spot-api-docs, web-socket-streams.md, "How to manage a local order
 * book correctly".
 */
export class OrderBook<V, N> {
  readonly values: LevelValues<V, N>
  bids: BookSide<V>
  asks: BookSide<V>
  /** The last update that is in the book. */
  updateId = 0
  /** Every bid at this price or above is known. */
  knownLow = Infinity
  /** Every ask at this price or below is known. */
  knownHigh = -Infinity
  /** Increases with each change, so that a view can detect that it has been superseded. */
  version = 0
  /**
   * The smallest step between two prices of the snapshot; 0 where it has too few to conclude from.
   */
  #tick = 0
  /**
   * Levels of the last diff, as received, for {@link changes}; the bids are before `#bidChanges`.
   */
  #diff: LevelsDiff<V> | undefined
  /** The quantity that each of them had before; `NaN` where it was not known. */
  #before: number[] = []
  #quantitiesBefore: (V | undefined)[] = []

  constructor(values: LevelValues<V, N>) {
    this.values = values
    this.bids = new BookSide(1, !values.areDoubles)
    this.asks = new BookSide(-1, !values.areDoubles)
  }

  side(side: Side): BookSide<V> {
    return side === 'bid' ? this.bids : this.asks
  }

  /** Whether it is known if there is a level at `price`. */
  isKnown(side: Side, price: number): boolean {
    return side === 'bid' ? price >= this.knownLow : price <= this.knownHigh
  }

  /** Replaces the book by a snapshot that was asked for `limit` levels a side. */
  reset(snapshot: LevelsSnapshot<V>, limit: number): void {
    this.version++
    this.#diff = undefined
    this.bids = new BookSide(1, !this.values.areDoubles)
    this.asks = new BookSide(-1, !this.values.areDoubles)
    // From the worst on, so that each is appended.
    for (let n = snapshot.bids.length - 1; n >= 0; n--)
      this.#set(this.bids, snapshot.bids[n] as PriceLevel<V>)
    for (let n = snapshot.asks.length - 1; n >= 0; n--)
      this.#set(this.asks, snapshot.asks[n] as PriceLevel<V>)
    this.updateId = snapshot.lastUpdateId
    // A side with fewer levels than were asked for is all there is.
    this.knownLow = this.bids.size < limit ? 0 : this.bids.price(this.bids.size - 1)
    this.knownHigh = this.asks.size < limit ? Infinity : this.asks.price(this.asks.size - 1)
    this.#tick = smallestStep(this.bids, this.asks)
  }

  /**
   * Applies a diff that follows: both sides at once, as the sides of one diff may touch at one
   * price.
   */
  apply(diff: LevelsDiff<V>, lastUpdateId: number): void {
    this.version++
    this.#diff = diff
    this.updateId = lastUpdateId
    const { bids, asks } = diff
    for (let n = 0; n < bids.length; n++) this.#change(this.bids, 'bid', bids[n] as PriceLevel<V>, n)
    for (let n = 0; n < asks.length; n++) {
      this.#change(this.asks, 'ask', asks[n] as PriceLevel<V>, bids.length + n)
    }
  }

  /**
   * The changes of the last diff; none after a snapshot. Levels that it repeats unchanged are left
   * out.
   */
  changes(): readonly LevelChange<N>[] {
    if (this.#diff === undefined) return []
    const { bids, asks } = this.#diff
    const changes: LevelChange<N>[] = []
    for (let n = 0; n < bids.length; n++) this.#collect(changes, 'bid', bids[n] as PriceLevel<V>, n)
    for (let n = 0; n < asks.length; n++) {
      this.#collect(changes, 'ask', asks[n] as PriceLevel<V>, bids.length + n)
    }
    return changes
  }

  /** Forgets what the last diff changed, where a subscriber has not seen the book before it. */
  clearChanges(): void {
    this.#diff = undefined
  }

  /**
   * Takes over the levels of a newer book of the same update, and keeps levels that only this one
   * has.
   */
  adopt(newer: OrderBook<V, N>): void {
    this.version++
    this.#diff = undefined
    this.bids.replaceFrom(newer.knownLow, newer.bids)
    this.asks.replaceFrom(newer.knownHigh, newer.asks)
    this.knownLow = Math.min(this.knownLow, newer.knownLow)
    this.knownHigh = Math.max(this.knownHigh, newer.knownHigh)
  }

  /** The number of levels of a side that are known without a hole, from the best on. */
  depth(side: Side): number {
    const { size } = this.side(side)
    if (size === 0 || this.isKnown(side, this.side(side).price(size - 1))) return size
    const index = this.side(side).indexOf(side === 'bid' ? this.knownLow : this.knownHigh)
    const known = index < 0 ? -1 - index : index + 1
    return known === 0 && this.#isTight() ? 1 : known
  }

  /** The price of the level at `index`, 0 for the best; `undefined` where it is not known. */
  price(side: Side, index: number): N | undefined {
    if (!this.#isCertain(side, index)) return undefined
    const level = this.side(side).exact(index)
    return this.values.convert(level === undefined ? (this.side(side).price(index) as V) : level[0])
  }

  /** The quantity of the level at `index`, 0 for the best; `undefined` where it is not known. */
  quantity(side: Side, index: number): N | undefined {
    if (!this.#isCertain(side, index)) return undefined
    const level = this.side(side).exact(index)
    return this.values.convert(level === undefined ? (this.side(side).quantity(index) as V) : level[1])
  }

  /** The quantity at a price, zero where there is no level; `undefined` where that is not known. */
  quantityAt(side: Side, price: number): N | undefined {
    const levels = this.side(side)
    const index = levels.indexOf(price)
    // A level that a diff has named is known wherever it is.
    if (index < 0) return this.isKnown(side, price) ? this.values.zero : undefined
    return this.values.convert(levels.exact(index)?.[1] ?? (levels.quantity(index) as V))
  }

  /** Whether the level at `index` is known, with none unknown before it. */
  #isCertain(side: Side, index: number): boolean {
    const levels = this.side(side)
    if (!(index >= 0 && index < levels.size)) return false
    return this.isKnown(side, levels.price(index)) || (index === 0 && this.#isTight())
  }

  /**
   * Whether best bid and best ask are one tick apart: no level can lie between, even beyond the
   * known ones.
   */
  #isTight(): boolean {
    const { bids, asks } = this
    return bids.size > 0 && asks.size > 0 && asks.price(0) - bids.price(0) < 1.5 * this.#tick
  }

  /** Whether the side has no more than `depth` levels. */
  isWhole(side: Side): boolean {
    return side === 'bid' ? this.knownLow <= 0 : this.knownHigh === Infinity
  }

  /** A copy of the best `count` levels of each side. */
  copy(count: number): OrderBook<V, N> {
    const copy = new OrderBook<V, N>(this.values)
    copy.bids = this.bids.copy(count)
    copy.asks = this.asks.copy(count)
    copy.updateId = this.updateId
    copy.#tick = this.#tick
    const { bids, asks } = copy
    const hasAllBids = bids.size === this.bids.size
    const hasAllAsks = asks.size === this.asks.size
    copy.knownLow = hasAllBids ? this.knownLow : Math.max(this.knownLow, bids.price(bids.size - 1))
    copy.knownHigh = hasAllAsks ? this.knownHigh : Math.min(this.knownHigh, asks.price(asks.size - 1))
    copy.#diff = this.#diff
    copy.#before = [...this.#before]
    copy.#quantitiesBefore = [...this.#quantitiesBefore]
    return copy
  }

  #set(side: BookSide<V>, level: PriceLevel<V>): number {
    const { values } = this
    return side.set(values.toDouble(level[0]), values.toDouble(level[1]), level)
  }

  #change(side: BookSide<V>, name: Side, level: PriceLevel<V>, n: number): void {
    const price = this.values.toDouble(level[0])
    if (!this.values.areDoubles) {
      const index = side.indexOf(price)
      this.#quantitiesBefore[n] = index < 0 ? undefined : side.exact(index)?.[1]
    }
    const before = side.set(price, this.values.toDouble(level[1]), level)
    this.#before[n] = before === 0 && !this.isKnown(name, price) ? NaN : before
  }

  #collect(changes: LevelChange<N>[], side: Side, level: PriceLevel<V>, n: number): void {
    const { values } = this
    const before = this.#before[n] as number
    const [price, after] = level
    if (before === values.toDouble(after)) return
    changes.push({
      side,
      price: values.convert(price),
      before: Number.isNaN(before) ? undefined : this.#exactBefore(before, n),
      after: values.convert(after),
    })
  }

  /** The quantity before the change, as handed out. */
  #exactBefore(before: number, n: number): N {
    if (before === 0) return this.values.zero
    return this.values.convert(this.values.areDoubles ? (before as V) : (this.#quantitiesBefore[n] as V))
  }
}

/** Levels from which the smallest step between two of them is taken for the tick of the symbol. */
const MIN_LEVELS = 100

function smallestStep(...sides: readonly BookSide<unknown>[]): number {
  let step = Infinity
  let levels = 0
  for (const side of sides) {
    levels += side.size
    for (let n = 1; n < side.size; n++) step = Math.min(step, Math.abs(side.price(n) - side.price(n - 1)))
  }
  return levels < MIN_LEVELS ? 0 : step
}
