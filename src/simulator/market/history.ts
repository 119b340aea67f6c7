/** The trade history of one symbol: bars, the newest trades, and the last trade. */
import { type AggregateTrade, type Trade, TradeLog } from '../engine/trade-log.js'
import type { Bar } from './bar.js'
import { Bars } from './bars.js'

/** The number of elements of each kind that are remembered individually. */
export const CAPACITY = { trades: 1_000, aggregateTrades: 10_000, blockTrades: 1_000 } as const

/**
 * Selects aggregate trades: from an id or a time on, else the newest; none after `endTime`. Both
 * times are inclusive.
 */
export interface AggregateQuery {
  readonly fromId?: number | undefined
  /** Epoch ms. */
  readonly startTime?: number | undefined
  /** Epoch ms. */
  readonly endTime?: number | undefined
  readonly limit: number
}

/** Aggregate trades per trade, on average. */
const AGGREGATES_PER_TRADE = 0.6

export class History {
  readonly bars = new Bars()
  readonly trades = new TradeLog(CAPACITY.trades)
  readonly aggregateTrades = new TradeLog(CAPACITY.aggregateTrades)
  readonly blockTrades = new TradeLog(CAPACITY.blockTrades)
  lastLots = 0
  #aggregateId: number
  #blockId = 0

  /**
   * @param tradeId id of the newest trade
   * @param lastPrice its price
   * @param lastTradeTime its time, epoch ms
   */
  constructor(
    public tradeId: number,
    public lastPrice: number,
    public lastTradeTime: number,
  ) {
    this.#aggregateId = Math.floor(tradeId * AGGREGATES_PER_TRADE)
  }

  /** Records a trade. */
  addTrade(time: number, price: number, lots: number, buyerIsMaker: boolean): Trade['id'] {
    const id = ++this.tradeId
    this.bars.addTrade(time, id, price, lots, !buyerIsMaker)
    this.trades.add(id, time, price, lots, buyerIsMaker)
    this.lastPrice = price
    this.lastLots = lots
    this.lastTradeTime = time
    return id
  }

  /** Records the newest trades, from `firstId` on, as one aggregate trade. */
  addAggregate(
    time: number,
    price: number,
    lots: number,
    buyerIsMaker: boolean,
    firstId: number,
  ): AggregateTrade['id'] {
    const id = ++this.#aggregateId
    this.aggregateTrades.add(id, time, price, lots, buyerIsMaker, firstId, this.tradeId)
    return id
  }

  /** Oldest first. */
  aggregates({ fromId, startTime, endTime, limit }: AggregateQuery): AggregateTrade[] {
    if (fromId !== undefined) return this.aggregateTrades.from(fromId, limit)
    if (startTime === undefined) return this.aggregateTrades.until(endTime ?? Infinity, limit)
    return this.aggregateTrades.between(startTime, endTime ?? Infinity, limit)
  }

  /** Records a block trade; no bar counts it. */
  addBlock(time: number, price: number, lots: number, buyerIsMaker: boolean): Trade['id'] {
    this.blockTrades.add(++this.#blockId, time, price, lots, buyerIsMaker)
    return this.#blockId
  }

  /** Records the trades of a generated bar of `length` ms, which ended at `until`. */
  addGenerated(from: number, until: number, length: number, bar: Bar, lastLots: number): void {
    this.bars.add(from, bar, length)
    if (bar.count === 0) return
    this.tradeId = bar.last
    this.#aggregateId += Math.ceil(bar.count * AGGREGATES_PER_TRADE)
    this.lastPrice = bar.close
    this.lastLots = lastLots
    this.lastTradeTime = until - 1
  }
}
