/**
 * One symbol's little market: a price that wanders, a book around it, and trades at its touch.
 * Everything published comes from the events of this one engine, so that all of it agrees.
 */
import { absorb, type Bar, Bars, flatBar } from './bars.js'
import { type AggregateTrade, type Trade, TradeLog } from './engine/trade-log.js'
import { HOUR, MINUTE, SECOND } from './intervals.js'
import type { Listing } from './listing.js'
import { type Level, OrderBook } from './order-book.js'
import { drawBar, LONGEST_PAST, type Stretch, stretchesOf } from './past.js'
import { createRandom, hash, type Random } from './random.js'
import { averageUnits, referenceTicks, type Statistics, statisticsSince } from './statistics.js'

/** Who wants to hear of each event as it happens. */
export interface InstrumentEvents {
  trade?: ((trade: Trade) => void) | undefined
  aggTrade?: ((trade: AggregateTrade) => void) | undefined
  blockTrade?: ((trade: Trade) => void) | undefined
  /** The best price or its quantity changed, on either side. */
  touch?: (() => void) | undefined
}

/** The best quote of each side: prices in ticks, quantities in lots. */
export interface Touch {
  readonly bid: number
  readonly bidLots: number
  readonly ask: number
  readonly askLots: number
}

/** The book at one moment, best prices first. */
export interface Depth {
  readonly lastUpdateId: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

/** Which aggregate trades: from an id, or between two times (both included); the newest when neither is given. */
export interface AggregateQuery {
  readonly fromId?: number | undefined
  /** Epoch ms. */
  readonly startTime?: number | undefined
  /** Epoch ms. */
  readonly endTime?: number | undefined
  readonly limit: number
}

/** How many of each kind an instrument remembers. */
export const REMEMBERED = { trades: 1_000, aggregateTrades: 10_000, blockTrades: 1_000 } as const

const YEAR = 365.25 * 24 * HOUR
/** Beyond this much lost time (ms) the past is drawn in bars instead of trade by trade. */
export const LEAP = MINUTE

export class Instrument {
  readonly book: OrderBook
  readonly bars = new Bars()
  readonly events: InstrumentEvents = {}
  lastPrice: number
  lastLots = 0
  lastTradeTime: number
  /** Market time up to which everything has happened, epoch ms. */
  time: number
  /** Epoch ms of the next event; Infinity in a market without any. */
  nextAt = Infinity
  private readonly tradeLog = new TradeLog(REMEMBERED.trades)
  private readonly aggregateLog = new TradeLog(REMEMBERED.aggregateTrades)
  private readonly blockLog = new TradeLog(REMEMBERED.blockTrades)
  private tradeId: number
  private aggregateId: number
  private blockId = 0
  /** The price that quotes gather around, in ticks, not whole. */
  private middle: number
  private clock: number
  private readonly random: Random
  private readonly rate: number
  /** Typical distance of a quote from the touch, in ticks. */
  private readonly reach: number

  constructor(
    readonly listing: Listing,
    seed: number,
    now: number,
  ) {
    this.random = createRandom(hash(`${seed}:${listing.symbol}`))
    this.tradeId = 1_000_000 + Math.floor(this.random.next() * 1_000_000)
    this.aggregateId = Math.floor(this.tradeId * 0.6)
    this.book = new OrderBook(10_000_000 + Math.floor(this.random.next() * 10_000_000))
    const { tradesPerSecond, quotesPerSecond, blockTradesPerMinute } = listing
    this.rate = (tradesPerSecond + quotesPerSecond + blockTradesPerMinute / 60) / SECOND
    this.reach = Math.max(6, listing.price * 4e-5)
    this.middle = this.lastPrice = listing.price
    this.time = this.clock = this.lastTradeTime = now - LONGEST_PAST
    this.leap(now, listing.price)
  }

  /** The id of the newest trade: it moves when, and only when, something was traded. */
  get newestTradeId(): number {
    return this.tradeId
  }

  /** The newest trades, oldest first: at most `limit` of the last 1,000. */
  recentTrades(limit: number): Trade[] {
    return this.tradeLog.newest(limit)
  }

  /** Trades from an id on, oldest first; only the last 1,000 are remembered. */
  tradesFrom(id: number, limit: number): Trade[] {
    return this.tradeLog.from(id, limit)
  }

  /** Aggregate trades, oldest first; only the last 10,000 are remembered. */
  aggregateTrades({ fromId, startTime, endTime, limit }: AggregateQuery): AggregateTrade[] {
    if (fromId !== undefined) return this.aggregateLog.from(fromId, limit)
    if (startTime === undefined && endTime === undefined) return this.aggregateLog.newest(limit)
    return this.aggregateLog.between(startTime ?? 0, endTime ?? Infinity, limit)
  }

  /** Block trades from an id on, oldest first; only the last 1,000 are remembered. */
  blockTradesFrom(id: number, limit: number): Trade[] {
    return this.blockLog.from(id, limit)
  }

  /** The best `limit` levels of each side, at most 5,000, and the id of the change that made them so. */
  depth(limit: number): Depth {
    const { updateId, bids, asks } = this.book
    const count = Math.min(limit, 5_000)
    return { lastUpdateId: updateId, bids: bids.top(count), asks: asks.top(count) }
  }

  /** The best quotes. */
  touch(): Touch {
    const { bids, asks } = this.book
    return { bid: bids.best, bidLots: bids.bestLots, ask: asks.best, askLots: asks.bestLots }
  }

  /** What was traded in the last `window` ms (rounded up to a whole minute's beginning) up to now; at most 46 days. */
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

  /** Lets everything happen that is due up to and with `now`. */
  advanceTo(now: number): void {
    if (now - this.time > LEAP) this.leap(now)
    while (this.nextAt <= now) this.step()
    this.time = Math.max(this.time, now)
  }

  /** Lets the next event happen. */
  step(): void {
    const { book, listing, random } = this
    this.wander(this.nextAt - this.time)
    this.time = this.nextAt
    const { best: bid, bestLots: bidLots } = book.bids
    const { best: ask, bestLots: askLots } = book.asks
    this.settle()
    const draw = random.next() * this.rate * SECOND
    if (draw < listing.tradesPerSecond) this.take()
    else if (draw < listing.tradesPerSecond + listing.quotesPerSecond) this.quote()
    else this.block()
    this.plan()
    if (
      this.events.touch !== undefined &&
      (bid !== book.bids.best ||
        bidLots !== book.bids.bestLots ||
        ask !== book.asks.best ||
        askLots !== book.asks.bestLots)
    ) {
      this.events.touch()
    }
  }

  private plan(): void {
    this.clock += this.rate > 0 ? this.random.exponential() / this.rate : Infinity
    this.nextAt = Math.floor(this.clock)
  }

  /** A step of a geometric random walk; never below 50 ticks. */
  private wander(elapsed: number): void {
    this.middle = Math.max(50, this.middle * this.factor(elapsed))
  }

  private factor(elapsed: number): number {
    const deviation = this.listing.volatility * Math.sqrt(Math.max(0, elapsed) / YEAR)
    return Math.exp(deviation * this.random.normal())
  }

  /** Withdraws quotes that the price has passed and follows it with new ones: the book cannot cross. */
  private settle(): void {
    const { bids, asks } = this.book
    const bid = Math.floor(this.middle - 0.5)
    const ask = Math.max(bid + 1, Math.ceil(this.middle + 0.5))
    while (bids.best > bid) this.book.set('bids', bids.best, 0)
    while (asks.best < ask) this.book.set('asks', asks.best, 0)
    const slack = this.reach / 20
    if (!(bids.best >= bid - slack)) this.book.set('bids', bid, this.size())
    if (!(asks.best <= ask + slack)) this.book.set('asks', ask, this.size())
  }

  private size(): number {
    return 1 + Math.floor(2 * this.listing.meanLots * this.random.exponential())
  }

  private distance(): number {
    return Math.floor(this.reach * this.random.exponential() * (this.random.next() < 0.3 ? 20 : 1))
  }

  /** Someone places, changes or cancels a resting order. */
  private quote(): void {
    const { random, book } = this
    const side = random.next() < 0.5 ? 'bids' : 'asks'
    const ladder = book[side]
    while (ladder.length > 2 * this.listing.levels) book.set(side, ladder.priceAt(ladder.length - 1), 0)
    const crowded = ladder.length > this.listing.levels
    if (ladder.length > 1 && random.next() < (crowded ? 0.7 : 0.3)) {
      const price = ladder.priceAt(Math.floor(random.next() * ladder.length))
      book.set(side, price, crowded || random.next() < 0.5 ? 0 : this.size())
    } else {
      const away = this.distance()
      book.set(side, Math.max(1, side === 'bids' ? ladder.best - away : ladder.best + away), this.size())
    }
  }

  /** A taker meets what rests at the touch, through at most three levels. */
  private take(): void {
    const { random, book } = this
    const buys = random.next() < 0.5
    const side = buys ? 'asks' : 'bids'
    const ladder = book[side]
    let wanted = Math.ceil(this.listing.meanLots * random.exponential())
    for (let level = 0; level < 3 && wanted > 0 && ladder.length > 1; level++) {
      const { best: price, bestLots: resting } = ladder
      const lots = Math.min(wanted, resting)
      wanted -= lots
      book.set(side, price, resting - lots)
      this.fill(price, lots, !buys)
    }
  }

  /** Splits what was taken at a price over one to three makers, and tells it. */
  private fill(price: number, lots: number, buyerIsMaker: boolean): void {
    const firstId = this.tradeId + 1
    const makers = Math.min(lots, 1 + Math.floor(3 * this.random.next() ** 2))
    for (let maker = 0, left = lots; maker < makers; maker++) {
      const part = maker === makers - 1 ? left : Math.ceil(left / 2)
      left -= part
      if (part === 0) break
      const trade = { id: ++this.tradeId, price, lots: part, time: this.time, buyerIsMaker }
      this.bars.add(this.time, barOf(trade))
      this.lastLots = part
      this.tradeLog.add(trade.id, trade.time, price, part, buyerIsMaker)
      this.events.trade?.(trade)
    }
    this.lastPrice = price
    this.lastTradeTime = this.time
    const aggregate = {
      id: ++this.aggregateId,
      price,
      lots,
      time: this.time,
      buyerIsMaker,
      firstId,
      lastId: this.tradeId,
    }
    this.aggregateLog.add(aggregate.id, this.time, price, lots, buyerIsMaker, firstId, this.tradeId)
    this.events.aggTrade?.(aggregate)
  }

  /** A large trade beside the book; no kline and no ticker counts it. */
  private block(): void {
    const lots = Math.ceil(this.listing.meanLots * 500 * (1 + this.random.exponential()))
    const price = Math.max(1, Math.round(this.middle))
    const trade = {
      id: ++this.blockId,
      price,
      lots,
      time: this.time,
      buyerIsMaker: this.random.next() < 0.5,
    }
    this.blockLog.add(trade.id, trade.time, price, lots, trade.buyerIsMaker)
    this.events.blockTrade?.(trade)
  }

  /**
   * Draws lost time in bars (long ones first, seconds for the newest) and sets the book up anew around the price.
   * @param price where the walk must end: the past of a new market is drawn to lead to its listed price
   */
  private leap(now: number, price?: number): void {
    const from = Math.max(this.time, now - LONGEST_PAST)
    this.wander(from - this.time)
    this.time = from
    const stretches = stretchesOf(from, now)
    const factors = stretches.map(({ from, until }) => this.factor(until - from))
    if (price !== undefined) {
      this.middle = price / factors.reduce((product, factor) => product * factor, 1)
      this.lastPrice = Math.max(1, Math.round(this.middle))
    }
    stretches.forEach((stretch, i) => this.pass(stretch, factors[i] ?? 1))
    this.settle()
    for (const side of ['bids', 'asks'] as const) {
      for (
        let tries = 0;
        this.book[side].length < this.listing.levels && tries < 4 * this.listing.levels;
        tries++
      ) {
        const { best } = this.book[side]
        const away = 1 + this.distance()
        this.book.set(side, Math.max(1, side === 'bids' ? best - away : best + away), this.size())
      }
    }
    this.clock = now
    this.plan()
  }

  /** Lets a stretch of time pass in a single drawn bar. */
  private pass({ from, until, length }: Stretch, factor: number): void {
    const { random, listing } = this
    this.middle = Math.max(50, this.middle * factor)
    const seconds = (until - from) / SECOND
    const bar = drawBar(random, listing, this.lastPrice, Math.round(this.middle), seconds, this.tradeId)
    this.bars.add(from, bar, length)
    this.time = until
    if (bar.count === 0) return
    this.tradeId = bar.last
    this.aggregateId += Math.ceil(bar.count * 0.6)
    this.lastPrice = bar.close
    this.lastTradeTime = until - 1
    this.lastLots = Math.max(1, Math.round(listing.meanLots))
  }
}

/** A bar of a single trade. */
export function barOf({ id, price, lots, buyerIsMaker }: Trade): Bar {
  const bar = flatBar(price)
  const taker = buyerIsMaker ? 0 : lots
  absorb(bar, {
    ...bar,
    volume: lots,
    quote: lots * price,
    takerVolume: taker,
    takerQuote: taker * price,
    count: 1,
    first: id,
    last: id,
  })
  return bar
}
