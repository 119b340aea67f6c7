/** Book: the state of a local order book, as `book$` emits it. */
import type { PriceLevel } from './event.js'

/** A side of an order book. */
export type Side = 'bid' | 'ask'

/**
 * `syncing`: has no snapshot yet. `live`: equals the exchange's book at `updateId`. `stale`:
 * equalled it at `updateId`, but what came after is not complete.
 */
export type BookState = 'syncing' | 'live' | 'stale'

/** A level that a diff changed. */
export interface LevelChange<N = number> {
  readonly side: Side
  readonly price: N
  /**
   * The quantity before the diff; 0 where there was no level, `undefined` where that was not known
   * (see {@link Book.known}).
   */
  readonly before: N | undefined
  /** The quantity after the diff; 0 where the level was removed. */
  readonly after: N
}

/** The result of a market order. */
export interface Fill {
  /** In the base asset. */
  readonly quantity: number
  /** Average price, in the quote asset. */
  readonly averagePrice: number
  /** Price of the last level that it reaches. */
  readonly worstPrice: number
}

/** The best levels of both sides, best first, in arrays that can be used again. */
export interface BookTop<N = number> {
  bidPrices: N[]
  bidQuantities: N[]
  askPrices: N[]
  askQuantities: N[]
}

/** The prices between which every level is known. */
export interface KnownRange {
  /** The lowest; 0 when all bids are known. */
  readonly low: number
  /** The highest; `Infinity` when all asks are known. */
  readonly high: number
}

/**
 * A local order book after one diff. A small object: the levels stay in the living book, which the
 * methods read without allocating. Prices and quantities are `N` (see `numeric`), derived figures
 * are doubles.
 *
 * A read that needs an unknown level returns `undefined`, never a guess: a snapshot has at most
 * 5,000 levels a side, and levels beyond are unknown until a diff names them.
 *
 * Gotcha: the methods and `changes` read the living book, so they work until the next emission and
 * throw `BOOK_MOVED` afterwards. Keep a copy with {@link Book.freeze} where a book is used later,
 * such as behind `auditTime` or `bufferCount`.
 */
export interface Book<N = number> {
  readonly type: 'book'
  readonly symbol: string
  readonly state: BookState
  /** The last update in it, as `lastUpdateId` of a diff; 0 before the first snapshot. */
  readonly updateId: number
  /** `eventTime` of the last diff in it: the exchange's clock. 0 before the first diff. */
  readonly eventTime: number
  /** When the last diff or the snapshot was received: our clock, epoch milliseconds. */
  readonly receivedAt: number
  /** Best bid price; `undefined` when there is none, or none is known. */
  readonly bidPrice: N | undefined
  /** Quantity at the best bid, in the base asset. */
  readonly bidQuantity: N | undefined
  /** Best ask price; `undefined` when there is none, or none is known. */
  readonly askPrice: N | undefined
  /** Quantity at the best ask, in the base asset. */
  readonly askQuantity: N | undefined
  /**
   * The levels that this diff changed. Empty for the first emission of a subscriber, and after a
   * snapshot.
   */
  readonly changes: readonly LevelChange<N>[]
  /** The prices between which every level is known. */
  readonly known: KnownRange
  /**
   * The place of the book's snapshot among the requests that wait for the exchange's weight limit,
   * 1 for the next; `undefined` where none waits. Before the first snapshot, a book is emitted each
   * time that this changes.
   */
  readonly queuePosition: number | undefined

  /** The number of levels of a side that are known without a hole, from the best on. */
  depth(side: Side): number
  /** The price of the level at `index`, 0 for the best. */
  price(side: Side, index: number): N | undefined
  /** The quantity of the level at `index`, 0 for the best. */
  quantity(side: Side, index: number): N | undefined
  /**
   * The quantity at a price, on whichever side it lies; 0 where there is no level. `price` is as
   * the book hands it out, or a double.
   */
  quantityAt(price: N | number): N | undefined
  /** The quantity of one side at a price. */
  quantityAt(side: Side, price: N | number): N | undefined
  /** The best `count` levels of both sides, fewer where fewer are known, written into `into`. */
  top(count: number, into?: BookTop<N>): BookTop<N>
  /** The known levels of a side, best first. */
  levels(side: Side): IterableIterator<PriceLevel<N>>

  /** Halfway between best bid and best ask. */
  readonly midPrice: number | undefined
  /**
   * The mid price weighted by the quantities of the opposite sides: nearer to the ask when more is
   * bid.
   */
  readonly microPrice: number | undefined
  /**
   * Bid minus ask quantity of the best `count` levels over their sum: 1 when all is bid, -1 when
   * all is asked.
   */
  imbalance(count: number): number | undefined
  /** The cost of a market order for `quantity` of the base asset; negative quantities sell. */
  priceFor(quantity: number): Fill | undefined
  /** The cost of a market order for `notional` of the quote asset; negative amounts sell. */
  depthTo(notional: number): Fill | undefined
  /** The quantities within `bps` basis points (hundredths of a percent) of the mid price. */
  quantityWithin(bps: number): { readonly bid: number; readonly ask: number } | undefined

  /** A permanent copy of the best `count` levels (default: all). */
  freeze(count?: number): Book<N>
}

/** Options of `book$`. */
export interface BookOptions {
  /** Milliseconds between two diffs. @default 100 */
  readonly speed?: 100 | 1000
  /**
   * Levels of each side that a snapshot has, 1 to 5,000. More levels cost more of the exchange's
   * request weight, which is 6,000 a minute: 5 up to 100 levels, 25 up to 500, 50 up to 1,000, 250
   * up to 5,000. @default 1000
   */
  readonly snapshot?: number
  /**
   * Checks the living book. A number compares it with a snapshot every so many milliseconds (at
   * least 1,000); `bookTicker` compares its touch with the exchange's at each change. Differences
   * are reported on `errors$` as `BOOK_MISMATCH`, and the exchange's levels are taken over.
   * Default: no checks.
   */
  readonly audit?: number | 'bookTicker'
  /**
   * Pins the stream of diffs to one connection of the pool, counted from 0. Default: the pool
   * decides.
   */
  readonly connection?: number
}
