/**
 * Who comes to trade: orders without intelligence, each kind a Poisson process, around a value that nobody sees.
 *
 * - Limit orders come at a constant rate to either side. Their distance from the quote that a maker would want (half the
 *   spread beside the value, but never through the other side's touch) has a power law's tail, as measured by
 *   Bouchaud, Mézard, Potters, "Statistical properties of stock order books", Quantitative Finance 2 (2002) 251–256.
 * - Takers come at a constant rate. One who finds quotes that the value has passed takes them all, which is how the value
 *   moves the price; any other takes a random quantity from a random side.
 * - Each resting order is cancelled at the same rate, so that cancellations are proportional to what rests; every other
 *   canceller withdraws a quote that the value has passed, where there is one.
 * - Quantities are exponential: makers' on average twice the takers'; none is worth less than the filters allow.
 *
 * Neither side's last level is ever taken or cancelled.
 *
 * Sources: Smith, Farmer, Gillemot, Krishnamurthy, "Statistical theory of the continuous double auction", Quantitative
 * Finance 3 (2003) 481–514; Cont, Stoikov, Talreja, "A stochastic model for order book dynamics", Operations Research 58
 * (2010) 549–563. Of ours are the value and those who know it: without them the price would go where the orders drive it.
 */
import { LEAST_NOTIONAL, type Listing } from '../listing.js'
import { UNITS } from '../decimal.js'
import type { Random } from '../random.js'
import type { MatchingEngine } from './matching-engine.js'
import type { Side } from './order-book.js'
import { Value } from './value.js'

// Taken from Math once: in a vm context, such as Jest's, each look at a global is slow.
const { ceil, floor, max, min } = Math

/** Resting orders that a taker order uses up, about. */
const USED_UP = 1.6

/** Part of `USED_UP` that is placed and cancelled on top, so that a market of takers alone keeps the size of its book. */
const SLACK = 0.25

/** The least typical distance of a limit order from the wanted quote, in ticks: where a tick is wider than the spread. */
const LEAST_REACH = 2

export class OrderFlow {
  readonly value: Value
  /** All a second. */
  private readonly takers: number
  private readonly makers: number
  /** Of each resting order. */
  private readonly cancels: number
  /** What an order is worth at least, in ticks times lots. */
  private readonly leastWorth: number

  constructor(
    private readonly engine: MatchingEngine,
    private readonly listing: Listing,
    private readonly random: Random,
  ) {
    const { tradesPerSecond, quotesPerSecond, levels, price, tick, lot } = listing
    this.value = new Value(price, listing, random)
    const cancels = quotesPerSecond / 2 + SLACK * USED_UP * tradesPerSecond
    this.takers = tradesPerSecond
    this.makers = cancels + USED_UP * tradesPerSecond
    this.cancels = cancels / (2 * levels)
    this.leastWorth = (LEAST_NOTIONAL * UNITS * UNITS) / (tick * lot)
  }

  /** Events a second to be expected now. */
  get rate(): number {
    return this.takers + this.makers + this.cancels * this.engine.book.orders.count
  }

  /** Events a second while the book has as many orders as it should. */
  get usualRate(): number {
    return this.takers + this.makers + this.cancels * 2 * this.listing.levels
  }

  /** Fills an empty book around the value. */
  open(): void {
    for (let order = 0; order < this.listing.levels; order++) {
      this.place('bids')
      this.place('asks')
    }
  }

  /** Cancels whatever rests. */
  clear(): void {
    const { orders } = this.engine.book
    while (orders.count > 0) this.engine.cancel(orders.at(0))
  }

  /** The next order comes, or goes. */
  step(): void {
    const draw = this.random.next() * this.rate
    if (draw < this.makers) this.place(this.random.next() < 0.5 ? 'bids' : 'asks')
    else if (draw < this.makers + this.takers) this.take()
    else this.cancel()
  }

  /** The wanted price is taken from the other side's touch where the value has passed that: nobody trades by mistake. */
  private place(side: Side): void {
    const { engine, listing, random, value } = this
    const { bids, asks } = engine.book
    const gap = listing.spread * value.ticks
    const away = min(value.ticks / 2, max(LEAST_REACH, gap) * (1 / random.next() - 1))
    const wanted =
      side === 'bids'
        ? floor(min(value.ticks - gap / 2, asks.length > 0 ? asks.best - 1 : Infinity) - away)
        : ceil(max(value.ticks + gap / 2, bids.length > 0 ? bids.best + 1 : 0) + away)
    const price = max(1, wanted)
    engine.limit(side, price, this.size(2, price))
  }

  private take(): void {
    const { engine, random, value } = this
    const { bids, asks } = engine.book
    if (asks.best < value.ticks) this.sweep('asks', min(ceil(value.ticks) - 1, asks.worst - 1))
    else if (bids.best > value.ticks) this.sweep('bids', max(floor(value.ticks) + 1, bids.worst + 1))
    else {
      const from = random.next() < 0.5 ? 'asks' : 'bids'
      const { best, worst, length } = engine.book[from]
      const lots = this.size(1, best)
      if (length > 1) engine.take(from, lots, from === 'asks' ? worst - 1 : worst + 1)
    }
  }

  private sweep(from: Side, worst: number): void {
    const lots = this.engine.book[from].lotsTo(worst)
    if (lots > 0) this.engine.take(from, lots)
  }

  private cancel(): void {
    const { engine, random } = this
    const { book } = engine
    const passed = random.next() < 0.5 ? this.passed() : undefined
    const id =
      passed === undefined ? book.orders.at(floor(random.next() * book.orders.count)) : book.first(passed)
    if (book[passed ?? book.sideOf(id)].length > 1) engine.cancel(id)
  }

  /** The side whose best quote the value has passed. */
  private passed(): Side | undefined {
    const { bids, asks } = this.engine.book
    return bids.best > this.value.ticks ? 'bids' : asks.best < this.value.ticks ? 'asks' : undefined
  }

  private size(mean: number, price: number): number {
    const { meanLots, mostLots } = this.listing
    const lots = 1 + floor(mean * meanLots * this.random.exponential())
    return min(mostLots, max(lots, ceil(this.leastWorth / price)))
  }
}
