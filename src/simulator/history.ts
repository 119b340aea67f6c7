/** What has been traded in one symbol: the bars of its past, its newest trades, and the last of them. */
import { type Bar, Bars } from './bars.js'
import { type AggregateTrade, type Trade, TradeLog } from './engine/trade-log.js'

/** How many of each kind are remembered one by one. */
export const REMEMBERED = { trades: 1_000, aggregateTrades: 10_000, blockTrades: 1_000 } as const

/** Which aggregate trades: from an id or a time on, else the newest; none after `endTime`. Both times are included. */
export interface AggregateQuery {
  readonly fromId?: number | undefined
  /** Epoch ms. */
  readonly startTime?: number | undefined
  /** Epoch ms. */
  readonly endTime?: number | undefined
  readonly limit: number
}

/** Aggregate trades to a trade, about. */
const AGGREGATES = 0.6

export class History {
  readonly bars = new Bars()
  readonly trades = new TradeLog(REMEMBERED.trades)
  readonly aggregateTrades = new TradeLog(REMEMBERED.aggregateTrades)
  readonly blockTrades = new TradeLog(REMEMBERED.blockTrades)
  lastLots = 0
  private aggregateId: number
  private blockId = 0

  /**
   * @param tradeId the id of the newest trade
   * @param lastPrice what it was traded at
   * @param lastTradeTime when, epoch ms
   */
  constructor(
    public tradeId: number,
    public lastPrice: number,
    public lastTradeTime: number,
  ) {
    this.aggregateId = Math.floor(tradeId * AGGREGATES)
  }

  /** Takes down a trade. */
  trade(time: number, price: number, lots: number, buyerIsMaker: boolean): Trade['id'] {
    const id = ++this.tradeId
    this.bars.addTrade(time, id, price, lots, !buyerIsMaker)
    this.trades.add(id, time, price, lots, buyerIsMaker)
    this.lastPrice = price
    this.lastLots = lots
    this.lastTradeTime = time
    return id
  }

  /** Takes down the newest trades, from `firstId` on, as one. */
  aggregate(
    time: number,
    price: number,
    lots: number,
    buyerIsMaker: boolean,
    firstId: number,
  ): AggregateTrade['id'] {
    const id = ++this.aggregateId
    this.aggregateTrades.add(id, time, price, lots, buyerIsMaker, firstId, this.tradeId)
    return id
  }

  /** Oldest first. */
  aggregates({ fromId, startTime, endTime, limit }: AggregateQuery): AggregateTrade[] {
    if (fromId !== undefined) return this.aggregateTrades.from(fromId, limit)
    if (startTime === undefined) return this.aggregateTrades.until(endTime ?? Infinity, limit)
    return this.aggregateTrades.between(startTime, endTime ?? Infinity, limit)
  }

  /** Takes down a trade beside the book: no bar counts it. */
  block(time: number, price: number, lots: number, buyerIsMaker: boolean): Trade['id'] {
    this.blockTrades.add(++this.blockId, time, price, lots, buyerIsMaker)
    return this.blockId
  }

  /** Takes down trades that only a bar of `length` ms is known of, which ended at `until`. */
  drawn(from: number, until: number, length: number, bar: Bar, lastLots: number): void {
    this.bars.add(from, bar, length)
    if (bar.count === 0) return
    this.tradeId = bar.last
    this.aggregateId += Math.ceil(bar.count * AGGREGATES)
    this.lastPrice = bar.close
    this.lastLots = lastLots
    this.lastTradeTime = until - 1
  }
}
