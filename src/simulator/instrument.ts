/**
 * One symbol's market: orders come and meet in its matching engine, and all that can be asked of it is what came of that.
 *
 * Its path is a function of the seed, the symbol's settings and the time at which it opened, and of nothing else: whoever
 * asks, whenever, finds the same events. So it is never moved by a look: what is due happens event by event, however late
 * (up to `MOST_EVENTS`).
 */
import type { Bars } from './bars.js'
import { DepthWatch } from './depth-watch.js'
import { MatchingEngine } from './engine/matching-engine.js'
import { type Depth, OrderBook, type Touch } from './engine/order-book.js'
import { OrderFlow } from './engine/order-flow.js'
import type { AggregateTrade, Trade } from './engine/trade-log.js'
import { type AggregateQuery, History } from './history.js'
import { MINUTE, SECOND } from './intervals.js'
import type { Listing } from './listing.js'
import { drawPast, LONGEST_PAST } from './past.js'
import { createRandom, hash, type Random } from './random.js'
import { averageUnits, referenceTicks, type Statistics, statisticsSince } from './statistics.js'

// Taken from Math once: in a vm context, such as Jest's, each look at a global is slow.
const { ceil, floor, max, min, round } = Math

/** Who wants to hear of each event as it happens. */
export interface InstrumentEvents {
  trade?: ((trade: Trade) => void) | undefined
  aggTrade?: ((trade: AggregateTrade) => void) | undefined
  blockTrade?: ((trade: Trade) => void) | undefined
  /** An order, or its going, has changed the best price or its quantity on either side. */
  touch?: (() => void) | undefined
}

/**
 * Events that are caught up with one by one, so that nobody waits for more than seconds: 30 hours at the usual rate, 9 of a wild day. Lost
 * time beyond that is drawn in bars, and only then does the path depend on when somebody asked.
 */
const MOST_EVENTS = 4_000_000

/** A new market has traded for a minute, but for no more than so many events. */
const EARLIER = { time: MINUTE, events: 3_000 } as const

export class Instrument {
  readonly events: InstrumentEvents = {}
  readonly book: OrderBook
  /** Market time up to which everything has happened, epoch ms. */
  time: number
  /** Epoch ms of the next event; Infinity in a market without any. */
  nextAt = Infinity
  /** The same in fractions of a millisecond, by which no two instruments' events coincide. */
  nextClock: number
  private readonly history: History
  private readonly flow: OrderFlow
  private readonly random: Random
  private readonly watches = new Set<DepthWatch>()
  private readonly blocksPerSecond: number
  /** When the newest event happened, in fractions of a millisecond. */
  private clock: number

  /** @param opened when the exchange came into being, epoch ms */
  constructor(
    readonly listing: Listing,
    seed: number,
    opened: number,
  ) {
    const random = (this.random = createRandom(hash(`${seed}:${listing.symbol}`)))
    const tradeId = 1_000_000 + floor(random.next() * 1_000_000)
    this.book = new OrderBook(10_000_000 + floor(random.next() * 10_000_000))
    const engine = new MatchingEngine(this.book)
    this.flow = new OrderFlow(engine, listing, random)
    this.blocksPerSecond = listing.blockTradesPerMinute / 60
    const earlier = ceil(min(EARLIER.time, (EARLIER.events / this.rate) * SECOND))
    this.time = this.clock = this.nextClock = opened - earlier
    this.history = new History(tradeId, listing.price, this.time - LONGEST_PAST)
    drawPast(this.history, this.flow.value, listing, random, {
      from: this.time - LONGEST_PAST,
      until: this.time,
      last: listing.price,
    })
    this.report(engine)
    this.flow.open()
    this.plan()
    this.advanceTo(opened)
  }

  get bars(): Bars {
    return this.history.bars
  }

  /** In ticks. */
  get lastPrice(): number {
    return this.history.lastPrice
  }

  /** How much the last trade was. */
  get lastLots(): number {
    return this.history.lastLots
  }

  get lastTradeTime(): number {
    return this.history.lastTradeTime
  }

  /** The id of the newest trade: it moves when, and only when, something was traded. */
  get newestTradeId(): number {
    return this.history.tradeId
  }

  /** The newest trades, oldest first: at most `limit` of the last 1,000. */
  recentTrades(limit: number): Trade[] {
    return this.history.trades.newest(limit)
  }

  /** Trades from an id on, oldest first; only the last 1,000 are remembered. */
  tradesFrom(id: number, limit: number): Trade[] {
    return this.history.trades.from(id, limit)
  }

  /** Aggregate trades, oldest first; only the last 10,000 are remembered. */
  aggregateTrades(query: AggregateQuery): AggregateTrade[] {
    return this.history.aggregates(query)
  }

  /** Block trades from an id on, oldest first; only the last 1,000 are remembered. */
  blockTradesFrom(id: number, limit: number): Trade[] {
    return this.history.blockTrades.from(id, limit)
  }

  /** The best `limit` levels of each side, at most 5,000, and the id of the change that made them so. */
  depth(limit: number): Depth {
    return this.book.depth(min(limit, 5_000))
  }

  /** The best quotes. */
  touch(): Touch {
    return this.book.touch()
  }

  /** What was traded in the last `window` ms (from the beginning of that minute on) up to now; at most 46 days. */
  statistics(window: number): Statistics {
    return statisticsSince(this, this.time - window, this.time)
  }

  /** The mean price of the last five minutes, weighted by quantity, in units of 0.00000001. */
  averageUnits(): number {
    return averageUnits(this, this.time)
  }

  /** The arithmetic mean of the closes of the last ten seconds, in ticks. */
  referencePrice(): number {
    return referenceTicks(this, this.time)
  }

  /** Collects the changes of the book from now on. */
  watch(): DepthWatch {
    const watch = new DepthWatch(this.book.updateId)
    this.watches.add(watch)
    return watch
  }

  unwatch(watch: DepthWatch): void {
    this.watches.delete(watch)
  }

  /** Whether there is so much to catch up with that it would be drawn. */
  isLost(now: number): boolean {
    return (now - this.time) * this.rate > MOST_EVENTS * SECOND
  }

  /** Lets everything happen that is due up to and with `now`. */
  advanceTo(now: number): void {
    if (this.isLost(now)) this.leap(now)
    while (this.nextAt <= now) this.step()
    this.time = max(this.time, now)
  }

  /** Lets the next event happen. */
  step(): void {
    const { flow } = this
    const { touch } = this.events
    const { bids, asks } = this.book
    this.time = this.nextAt
    flow.value.pass(this.nextClock - this.clock)
    this.clock = this.nextClock
    if (touch === undefined) this.happen()
    else {
      const { best: bid, bestLots: bidLots } = bids
      const { best: ask, bestLots: askLots } = asks
      this.happen()
      if (bid !== bids.best || bidLots !== bids.bestLots || ask !== asks.best || askLots !== asks.bestLots)
        touch()
    }
    this.plan()
  }

  /** Events a second, about. */
  private get rate(): number {
    return this.flow.usualRate + this.blocksPerSecond
  }

  private happen(): void {
    const { flow, random, blocksPerSecond } = this
    if (random.next() * (flow.rate + blocksPerSecond) < blocksPerSecond) this.block()
    else flow.step()
  }

  private plan(): void {
    const rate = this.flow.rate + this.blocksPerSecond
    this.nextClock += rate > 0 ? (this.random.exponential() / rate) * SECOND : Infinity
    this.nextAt = floor(this.nextClock)
  }

  /** Takes down what the engine tells, and passes it on to those who want to hear it. */
  private report(engine: MatchingEngine): void {
    const { history, events, watches } = this
    let firstId = 0
    engine.events.traded = (_taker, _maker, from, price, lots) => {
      const { time } = this
      const buyerIsMaker = from === 'bids'
      const id = history.trade(time, price, lots, buyerIsMaker)
      if (firstId === 0) firstId = id
      events.trade?.({ id, price, lots, time, buyerIsMaker })
    }
    engine.events.swept = (_taker, from, price, lots) => {
      const { time } = this
      const buyerIsMaker = from === 'bids'
      const id = history.aggregate(time, price, lots, buyerIsMaker, firstId)
      const lastId = history.tradeId
      events.aggTrade?.({ id, price, lots, time, buyerIsMaker, firstId, lastId })
      firstId = 0
    }
    engine.events.changed = (side, price, lots) => {
      for (const watch of watches) watch[side].set(price, lots)
    }
  }

  /** A large trade beside the book; no kline and no ticker counts it. */
  private block(): void {
    const { flow, history, listing, random, time } = this
    const lots = ceil(listing.meanLots * 500 * (1 + random.exponential()))
    const price = max(1, round(flow.value.ticks))
    const buyerIsMaker = random.next() < 0.5
    const id = history.block(time, price, lots, buyerIsMaker)
    this.events.blockTrade?.({ id, price, lots, time, buyerIsMaker })
  }

  /** Draws lost time in bars, at whose end the book is new. */
  private leap(now: number): void {
    const { flow, history, listing, random } = this
    const from = max(this.time, now - LONGEST_PAST)
    flow.value.pass(max(0, from - this.clock))
    flow.clear()
    drawPast(history, flow.value, listing, random, { from, until: now })
    this.time = this.clock = this.nextClock = now
    flow.open()
    this.plan()
  }
}
