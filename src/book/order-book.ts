/**
 * A local order book: both sides, kept by snapshots and diffs, and the range in which every level
 * is known.
 */
import type { KnownRange, LevelChange, Side } from '../model/book.js'
import type { PriceLevel } from '../model/event.js'
import { BookSide } from './book-side.js'

/** The levels of a diff. */
export interface LevelsDiff<N> {
  readonly bids: readonly PriceLevel<N>[]
  readonly asks: readonly PriceLevel<N>[]
}

/** The levels of a snapshot that was asked for `limit` levels a side. */
export interface LevelsSnapshot<N> extends LevelsDiff<N> {
  readonly lastUpdateId: number
}

/** Compares prices and quantities of type `N` as doubles. */
export interface LevelValues<N> {
  /** `true` where `N` is a double, so that nothing else needs storing. */
  readonly areDoubles: boolean
  /** The value returned for a price without a level. */
  readonly zero: N
  toDouble(value: N): number
}

/**
 * Never trimmed: a level beyond those asked for becomes the best one day, and one that a diff has
 * named is known from then on.
 *
 * Source of the rules: binance-spot-api-docs, web-socket-streams.md, "How to manage a local order
 * book correctly".
 */
export class OrderBook<N> {
  readonly values: LevelValues<N>
  bids: BookSide<N>
  asks: BookSide<N>
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
  #known: KnownRange = { low: Infinity, high: -Infinity }
  /**
   * Levels of the last diff, as received, for {@link changes}: those before `#bidChanges` are bids.
   */
  #diff: LevelsDiff<N> | undefined
  /** The quantity that each of them had before; `NaN` where it was not known. */
  #before: number[] = []
  #quantitiesBefore: (N | undefined)[] = []

  constructor(values: LevelValues<N>) {
    this.values = values
    this.bids = new BookSide(1, !values.areDoubles)
    this.asks = new BookSide(-1, !values.areDoubles)
  }

  side(side: Side): BookSide<N> {
    return side === 'bid' ? this.bids : this.asks
  }

  /** The prices between which every level is known: the same object until it changes. */
  get known(): KnownRange {
    if (this.#known.low !== this.knownLow || this.#known.high !== this.knownHigh)
      this.#known = { low: this.knownLow, high: this.knownHigh }
    return this.#known
  }

  /** Whether a bid is not below an ask, which no complete book shows. */
  get isCrossed(): boolean {
    const { bids, asks } = this
    return bids.size > 0 && asks.size > 0 && bids.price(0) >= asks.price(0)
  }

  /** Whether the level at `price` is known, be it there or not. */
  isKnown(side: Side, price: number): boolean {
    return side === 'bid' ? price >= this.knownLow : price <= this.knownHigh
  }

  /** Replaces the book by a snapshot that was asked for `limit` levels a side. */
  reset(snapshot: LevelsSnapshot<N>, limit: number): void {
    this.version++
    this.#diff = undefined
    this.bids = new BookSide(1, !this.values.areDoubles)
    this.asks = new BookSide(-1, !this.values.areDoubles)
    // From the worst on, so that each is appended.
    for (let n = snapshot.bids.length - 1; n >= 0; n--)
      this.#set(this.bids, snapshot.bids[n] as PriceLevel<N>)
    for (let n = snapshot.asks.length - 1; n >= 0; n--)
      this.#set(this.asks, snapshot.asks[n] as PriceLevel<N>)
    this.updateId = snapshot.lastUpdateId
    // A side with fewer levels than were asked for is all there is.
    this.knownLow = snapshot.bids.length < limit ? 0 : this.bids.price(this.bids.size - 1)
    this.knownHigh = snapshot.asks.length < limit ? Infinity : this.asks.price(this.asks.size - 1)
    this.#tick = gridOf(this.bids, this.asks)
  }

  /**
   * Applies a diff that follows: both sides at once, as the sides of one diff may touch at one
   * price.
   */
  apply(diff: LevelsDiff<N>, lastUpdateId: number): void {
    this.version++
    this.#diff = diff
    this.updateId = lastUpdateId
    const { bids, asks } = diff
    for (let n = 0; n < bids.length; n++) this.#change(this.bids, 'bid', bids[n] as PriceLevel<N>, n)
    for (let n = 0; n < asks.length; n++) {
      this.#change(this.asks, 'ask', asks[n] as PriceLevel<N>, bids.length + n)
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
    for (let n = 0; n < bids.length; n++) this.#collect(changes, 'bid', bids[n] as PriceLevel<N>, n)
    for (let n = 0; n < asks.length; n++) {
      this.#collect(changes, 'ask', asks[n] as PriceLevel<N>, bids.length + n)
    }
    return changes
  }

  /** Makes the views so far ones of the past, where a book is emitted that no diff has changed. */
  supersede(): void {
    this.version++
    this.#diff = undefined
  }

  /**
   * Takes over the levels of a newer book of the same update, and keeps those that only this one
   * knows.
   */
  adopt(newer: OrderBook<N>): void {
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
    return level === undefined ? (this.side(side).price(index) as N) : level[0]
  }

  /** The quantity of the level at `index`, 0 for the best; `undefined` where it is not known. */
  quantity(side: Side, index: number): N | undefined {
    if (!this.#isCertain(side, index)) return undefined
    const level = this.side(side).exact(index)
    return level === undefined ? (this.side(side).quantity(index) as N) : level[1]
  }

  /** The quantity at a price, zero where there is no level; `undefined` where that is not known. */
  quantityAt(side: Side, price: number): N | undefined {
    const levels = this.side(side)
    const index = levels.indexOf(price)
    // A level that a diff has named is known wherever it is.
    if (index < 0) return this.isKnown(side, price) ? this.values.zero : undefined
    return levels.exact(index)?.[1] ?? (levels.quantity(index) as N)
  }

  /** The same on whichever side `price` lies: zero between best bid and best ask. */
  quantityAtEither(price: number): N | undefined {
    const isBid = this.bids.size > 0 && price <= this.bids.price(0)
    const isAsk = this.asks.size > 0 && price >= this.asks.price(0)
    if (isBid || isAsk) return this.quantityAt(isBid ? 'bid' : 'ask', price)
    return this.isKnown('bid', price) && this.isKnown('ask', price) ? this.values.zero : undefined
  }

  /** Whether the level at `index` is known, with none unknown before it. */
  #isCertain(side: Side, index: number): boolean {
    const levels = this.side(side)
    if (!(index >= 0 && index < levels.size && Number.isInteger(index))) return false
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
  copy(count: number): OrderBook<N> {
    const copy = new OrderBook<N>(this.values)
    copy.bids = this.bids.copy(count)
    copy.asks = this.asks.copy(count)
    copy.updateId = this.updateId
    copy.#tick = this.#tick
    const { bids, asks } = copy
    const hasAllBids = bids.size === this.bids.size
    const hasAllAsks = asks.size === this.asks.size
    copy.knownLow = hasAllBids ? this.knownLow : Math.max(this.knownLow, worstOf(bids, Infinity))
    copy.knownHigh = hasAllAsks ? this.knownHigh : Math.min(this.knownHigh, worstOf(asks, -Infinity))
    return copy
  }

  #set(side: BookSide<N>, level: PriceLevel<N>): number {
    const { values } = this
    return side.set(values.toDouble(level[0]), values.toDouble(level[1]), level)
  }

  #change(side: BookSide<N>, name: Side, level: PriceLevel<N>, n: number): void {
    const { values } = this
    let [price, quantity] = level as PriceLevel
    if (!values.areDoubles) {
      price = values.toDouble(level[0])
      quantity = values.toDouble(level[1])
      const index = side.indexOf(price)
      this.#quantitiesBefore[n] = index < 0 ? undefined : side.exact(index)?.[1]
    }
    const before = side.set(price, quantity, level)
    if (before !== 0 || this.isKnown(name, price)) {
      this.#before[n] = before
      return
    }
    this.#before[n] = NaN
    if (this.#tick > 0) this.#tick = commonDivisor(price, this.#tick)
  }

  #collect(changes: LevelChange<N>[], side: Side, level: PriceLevel<N>, n: number): void {
    const { values } = this
    const before = this.#before[n] as number
    const [price, after] = level
    if (before === values.toDouble(after)) return
    changes.push({
      side,
      price,
      before: Number.isNaN(before) ? undefined : this.#exactBefore(before, n),
      after,
    })
  }

  /** The quantity before the change, as handed out. */
  #exactBefore(before: number, n: number): N {
    if (before === 0) return this.values.zero
    return this.values.areDoubles ? (before as N) : (this.#quantitiesBefore[n] as N)
  }
}

/** Levels from which the grid of a symbol's prices is concluded. */
const MIN_LEVELS = 100
/** Places that the exchange's prices have at most. */
const UNITS = 1e8

/**
 * The greatest step of which all prices are multiples: the tick of the symbol, or a multiple where
 * no price shows it.
 */
function gridOf(...sides: readonly BookSide<unknown>[]): number {
  let grid = 0
  let levels = 0
  for (const side of sides) {
    levels += side.size
    for (let n = 0; n < side.size; n++) grid = commonDivisor(side.price(n), grid)
  }
  return levels < MIN_LEVELS ? 0 : grid
}

/** The greatest common divisor of two prices, in the places that the exchange's prices have. */
function commonDivisor(price: number, other: number): number {
  let a = Math.round(price * UNITS)
  let b = Math.round(other * UNITS)
  while (b > 0) [a, b] = [b, a % b]
  return a / UNITS
}

/** The price of the worst level, or what stands for it where there is none. */
const worstOf = (side: BookSide<unknown>, none: number): number =>
  side.size === 0 ? none : side.price(side.size - 1)
