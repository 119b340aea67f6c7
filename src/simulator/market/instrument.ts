/**
 * One symbol's market: a matching engine, the order flow that drives it, and the history of its
 * trades.
 *
 * Its path depends on the seed, the symbol's settings and the time at which it opened, and on
 * nothing else: reading never changes it. Due events happen one by one, however late (up to
 * `MAX_CATCH_UP_EVENTS`).
 */
import { MINUTE, SECOND } from '../durations.js'
import { MatchingEngine } from '../engine/matching-engine.js'
import { type Depth, OrderBook, type Touch } from '../engine/order-book.js'
import { OrderFlow } from '../engine/order-flow.js'
import type { SymbolSpec } from '../engine/symbol-spec.js'
import { createRandom, hash, type Random } from '../random.js'
import type { Bars } from './bars.js'
import { DepthDeltas } from './depth-deltas.js'
import { addEmptyHistory, generateHistory, MAX_HISTORY } from './generate-history.js'
import { History } from './history.js'
import { type InstrumentListeners, recordTrades } from './record-trades.js'
import { averageUnits, referenceTicks, type Statistics, statisticsSince } from './statistics.js'

// Read from Math once: in a vm context, such as Jest's, each access to a global is slow.
const { ceil, floor, max, min, round } = Math

/**
 * The maximum of events to catch up with one by one, so that a caller waits for seconds only: 30
 * hours at the usual rate, 9 of a wild day. A longer gap is generated in bars, and only then does
 * the path depend on when it was read.
 */
const MAX_CATCH_UP_EVENTS = 4_000_000

/** The age of a new market, and the maximum of its past events. */
const WARM_UP = { time: MINUTE, events: 3_000 } as const

/** The ids of a new market: of its newest trade, and of the newest change of its book. */
const firstIds = (random: Random): readonly [tradeId: number, updateId: number] => [
  1_000_000 + floor(random.next() * 1_000_000),
  10_000_000 + floor(random.next() * 10_000_000),
]

/** The most levels of a side that a reader gets. */
export const MAX_LEVELS = 5_000

export class Instrument {
  readonly listeners: InstrumentListeners = {}
  readonly book: OrderBook
  readonly history: History
  /** Market time up to which everything has happened, epoch ms. */
  time: number
  /** Epoch ms of the next event; Infinity in a market without any. */
  nextAt = Infinity
  /** The same in fractions of a millisecond, by which no two instruments' events coincide. */
  nextClock: number
  readonly #flow: OrderFlow
  readonly #random: Random
  readonly #deltas = new Set<DepthDeltas>()
  readonly #blocksPerSecond: number
  /** Time of the newest event, in fractions of a millisecond. */
  #clock: number

  /**
   * @param openedAt when the exchange was created, or restarted, epoch ms
   * @param restarts how often it was restarted. After a restart nothing is left of what was before:
   *   ids begin at 1, and all klines are empty
   */
  constructor(
    readonly spec: SymbolSpec,
    seed: number,
    openedAt: number,
    restarts = 0,
  ) {
    const isNew = restarts > 0
    const random = (this.#random = createRandom(
      hash(isNew ? `${seed}:${spec.symbol}:${restarts}` : `${seed}:${spec.symbol}`),
    ))
    const [tradeId, updateId] = isNew ? [0, 0] : firstIds(random)
    this.book = new OrderBook(updateId)
    const engine = new MatchingEngine(this.book)
    this.#flow = new OrderFlow(engine, spec, random)
    this.#blocksPerSecond = spec.blockTradesPerMinute / 60
    const warmUp = isNew ? 0 : ceil(min(WARM_UP.time, (WARM_UP.events / this.#expectedRate) * SECOND))
    this.time = this.#clock = this.nextClock = openedAt - warmUp
    this.history = new History(tradeId, spec.price, this.time - MAX_HISTORY)
    if (isNew) addEmptyHistory(this.history, openedAt)
    else {
      generateHistory(this.history, this.#flow.value, spec, random, {
        from: this.time - MAX_HISTORY,
        until: this.time,
        last: spec.price,
      })
    }
    recordTrades(engine, this, this.history, this.listeners, this.#deltas)
    this.#flow.open()
    this.#scheduleNext()
    this.advanceTo(openedAt)
  }

  get bars(): Bars {
    return this.history.bars
  }

  /** In ticks. */
  get lastPrice(): number {
    return this.history.lastPrice
  }

  /** Quantity of the last trade. */
  get lastLots(): number {
    return this.history.lastLots
  }

  get lastTradeTime(): number {
    return this.history.lastTradeTime
  }

  /** The id of the newest trade; changes exactly when something is traded. */
  get newestTradeId(): number {
    return this.history.tradeId
  }

  /** The best `limit` levels of each side, at most `MAX_LEVELS`, and the id of the last change. */
  depth(limit: number): Depth {
    return this.book.depth(min(limit, MAX_LEVELS))
  }

  /** The best quotes. */
  touch(): Touch {
    return this.book.touch()
  }

  /** Statistics of the last `window` ms, from the minute's boundary before; at most 46 days. */
  statistics(window: number): Statistics {
    return statisticsSince(this, this.time - window, this.time)
  }

  /** The volume-weighted mean price of the last five minutes, in units of 0.00000001. */
  averageUnits(): number {
    return averageUnits(this, this.time)
  }

  /** The arithmetic mean of the closes of the last ten seconds, in ticks. */
  referencePrice(): number {
    return referenceTicks(this, this.time)
  }

  /** Collects the changes of the book from now on. */
  collectDeltas(): DepthDeltas {
    const deltas = new DepthDeltas(this.book.updateId)
    this.#deltas.add(deltas)
    return deltas
  }

  stopCollecting(deltas: DepthDeltas): void {
    this.#deltas.delete(deltas)
  }

  /** Whether the missing time is so long that it would be generated in bars. */
  isTooFarBehind(now: number): boolean {
    return (now - this.time) * this.#expectedRate > MAX_CATCH_UP_EVENTS * SECOND
  }

  /** Generates every event that is due up to and including `now`. */
  advanceTo(now: number): void {
    if (this.isTooFarBehind(now)) this.#fastForward(now)
    while (this.nextAt <= now) this.step()
    this.time = max(this.time, now)
  }

  /** Generates the next event. */
  step(): void {
    const { touch } = this.listeners
    const { bids, asks } = this.book
    this.time = this.nextAt
    this.#flow.value.advance(this.nextClock - this.#clock)
    this.#clock = this.nextClock
    if (touch === undefined) this.#generateEvent()
    else {
      const { best: bid, bestLots: bidLots } = bids
      const { best: ask, bestLots: askLots } = asks
      this.#generateEvent()
      if (bid !== bids.best || bidLots !== bids.bestLots || ask !== asks.best || askLots !== asks.bestLots)
        touch()
    }
    this.#scheduleNext()
  }

  /** Events per second, on average. */
  get #expectedRate(): number {
    return this.#flow.expectedRate + this.#blocksPerSecond
  }

  #generateEvent(): void {
    const flow = this.#flow
    const blocksPerSecond = this.#blocksPerSecond
    if (this.#random.next() * (flow.rate + blocksPerSecond) < blocksPerSecond) this.#generateBlockTrade()
    else flow.step()
  }

  #scheduleNext(): void {
    const rate = this.#flow.rate + this.#blocksPerSecond
    this.nextClock += rate > 0 ? (this.#random.exponential() / rate) * SECOND : Infinity
    this.nextAt = floor(this.nextClock)
  }

  /** A large trade off the book; no kline and no ticker counts it. */
  #generateBlockTrade(): void {
    const { spec, time } = this
    const random = this.#random
    const lots = ceil(spec.meanLots * 500 * (1 + random.exponential()))
    const price = max(1, round(this.#flow.value.ticks))
    const buyerIsMaker = random.next() < 0.5
    const id = this.history.addBlock(time, price, lots, buyerIsMaker)
    this.listeners.blockTrade?.({ id, price, lots, time, buyerIsMaker })
  }

  /** Generates the missing time in bars, with a new book at its end. */
  #fastForward(now: number): void {
    const flow = this.#flow
    const from = max(this.time, now - MAX_HISTORY)
    flow.value.advance(max(0, from - this.#clock))
    flow.clear()
    generateHistory(this.history, flow.value, this.spec, this.#random, { from, until: now })
    this.time = this.#clock = this.nextClock = now
    flow.open()
    this.#scheduleNext()
  }
}
