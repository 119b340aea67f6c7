/**
 * Zero-intelligence order flow: each kind of order is a Poisson process around a hidden fair value.
 *
 * - Limit orders arrive at a constant rate on either side. The distance from the wanted quote (half
 *   the spread from the fair value, never through the other side's touch) is heavy-tailed, as
 *   measured by Bouchaud, Mézard, Potters, "Statistical properties of stock order books",
 *   Quantitative Finance 2 (2002) 251–256.
 * - Takers arrive at a constant rate. A taker that finds quotes beyond the fair value takes all of
 *   them: in this way the value moves the price. Any other takes a random quantity from a random
 *   side.
 * - Each resting order is cancelled at the same rate, so that cancellations are proportional to the
 *   resting orders. Every other cancellation withdraws a quote beyond the fair value, if there is
 *   one.
 * - Quantities are exponential: makers' on average twice the takers'; none is below the filters'
 *   minimum.
 *
 * The last level of a side is never taken or cancelled.
 *
 * Sources: Smith, Farmer, Gillemot, Krishnamurthy, "Statistical theory of the continuous double
 * auction", Quantitative Finance 3 (2003) 481–514; Cont, Stoikov, Talreja, "A stochastic model for
 * order book dynamics", Operations Research 58 (2010) 549–563. The fair value and the takers that
 * know it are ours: without them the price would follow the orders.
 */
import { MIN_NOTIONAL, type SymbolSpec } from './symbol-spec.js'
import { UNITS } from '../decimal.js'
import type { Random } from '../random.js'
import type { MatchingEngine } from './matching-engine.js'
import type { Side } from './order-book.js'
import { FairValue } from './fair-value.js'

// Read from Math once: in a vm context, such as Jest's, each access to a global is slow.
const { ceil, floor, max, min } = Math

/** Resting orders that a taker order fills, on average. */
const ORDERS_PER_TAKER = 1.6

/**
 * Part of `ORDERS_PER_TAKER` placed and cancelled in addition, so that a market of takers alone
 * keeps the size of its book.
 */
const SLACK = 0.25

/**
 * The smallest typical distance of a limit order from the wanted quote, in ticks: where a tick is
 * wider than the spread.
 */
const MIN_DISTANCE = 2

export class OrderFlow {
  readonly value: FairValue
  readonly #engine: MatchingEngine
  readonly #spec: SymbolSpec
  readonly #random: Random
  /** Orders per second. */
  readonly #marketOrderRate: number
  readonly #limitOrderRate: number
  /** Cancellations per second, for each resting order. */
  readonly #cancelRate: number
  /** The minimum value of an order, in ticks times lots. */
  readonly #minNotional: number

  constructor(engine: MatchingEngine, spec: SymbolSpec, random: Random) {
    this.#engine = engine
    this.#spec = spec
    this.#random = random
    const { tradesPerSecond, quotesPerSecond, levels, price, tick, lot } = spec
    this.value = new FairValue(price, spec, random)
    const cancels = quotesPerSecond / 2 + SLACK * ORDERS_PER_TAKER * tradesPerSecond
    this.#marketOrderRate = tradesPerSecond
    this.#limitOrderRate = cancels + ORDERS_PER_TAKER * tradesPerSecond
    this.#cancelRate = cancels / (2 * levels)
    this.#minNotional = (MIN_NOTIONAL * UNITS * UNITS) / (tick * lot)
  }

  /** Events per second with the orders that rest now. */
  get rate(): number {
    return this.#marketOrderRate + this.#limitOrderRate + this.#cancelRate * this.#engine.book.orders.count
  }

  /** Events per second while the book has its intended size. */
  get expectedRate(): number {
    return this.#marketOrderRate + this.#limitOrderRate + this.#cancelRate * 2 * this.#spec.levels
  }

  /** Fills an empty book around the value. */
  open(): void {
    for (let order = 0; order < this.#spec.levels; order++) {
      this.#place('bids')
      this.#place('asks')
    }
  }

  /** Cancels every resting order. */
  clear(): void {
    const { orders } = this.#engine.book
    while (orders.count > 0) this.#engine.cancel(orders.at(0))
  }

  /** Submits or cancels the next order. */
  step(): void {
    const sample = this.#random.next() * this.rate
    if (sample < this.#limitOrderRate) this.#place(this.#random.next() < 0.5 ? 'bids' : 'asks')
    else if (sample < this.#limitOrderRate + this.#marketOrderRate) this.#submitTaker()
    else this.#cancel()
  }

  /** Never crosses the other side's touch, so that a limit order does not trade at once. */
  #place(side: Side): void {
    const { value } = this
    const engine = this.#engine
    const spec = this.#spec
    const random = this.#random
    const { bids, asks } = engine.book
    const gap = spec.spread * value.ticks
    const away = min(value.ticks / 2, max(MIN_DISTANCE, gap) * (1 / random.next() - 1))
    const wanted =
      side === 'bids'
        ? floor(min(value.ticks - gap / 2, asks.length > 0 ? asks.best - 1 : Infinity) - away)
        : ceil(max(value.ticks + gap / 2, bids.length > 0 ? bids.best + 1 : 0) + away)
    const price = max(1, wanted)
    engine.submitLimit(side, price, this.#size(2, price))
  }

  #submitTaker(): void {
    const { value } = this
    const engine = this.#engine
    const random = this.#random
    const { bids, asks } = engine.book
    if (asks.best < value.ticks) this.#sweep('asks', min(ceil(value.ticks) - 1, asks.worst - 1))
    else if (bids.best > value.ticks) this.#sweep('bids', max(floor(value.ticks) + 1, bids.worst + 1))
    else {
      const from = random.next() < 0.5 ? 'asks' : 'bids'
      const { best, worst, length } = engine.book[from]
      const lots = this.#size(1, best)
      if (length > 1) engine.submitMarket(from, lots, from === 'asks' ? worst - 1 : worst + 1)
    }
  }

  #sweep(from: Side, worst: number): void {
    const lots = this.#engine.book[from].lotsTo(worst)
    if (lots > 0) this.#engine.submitMarket(from, lots)
  }

  #cancel(): void {
    const engine = this.#engine
    const random = this.#random
    const { book } = engine
    const mispriced = random.next() < 0.5 ? this.#mispricedSide() : undefined
    const id =
      mispriced === undefined
        ? book.orders.at(floor(random.next() * book.orders.count))
        : book.first(mispriced)
    if (book[mispriced ?? book.sideOf(id)].length > 1) engine.cancel(id)
  }

  /** The side with a best quote on the wrong side of the fair value. */
  #mispricedSide(): Side | undefined {
    const { bids, asks } = this.#engine.book
    return bids.best > this.value.ticks ? 'bids' : asks.best < this.value.ticks ? 'asks' : undefined
  }

  #size(mean: number, price: number): number {
    const { meanLots, maxLots } = this.#spec
    const lots = 1 + floor(mean * meanLots * this.#random.exponential())
    return min(maxLots, max(lots, ceil(this.#minNotional / price)))
  }
}
