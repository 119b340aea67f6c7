/** A bar: what was traded in a stretch of one symbol's trades. */
import type { Trade } from '../../model/event.js'

/** What bars are made of: a trade, an aggregate trade or a block trade. */
export type BarTrade = Pick<Trade, 'symbol' | 'price' | 'quantity' | 'tradeTime' | 'isBuyerMaker'> &
  ({ readonly tradeId: number } | { readonly firstTradeId: number; readonly lastTradeId: number })

/** What was traded in a stretch of one symbol's trades. The names are those of a `Kline`. */
export interface Bar {
  readonly symbol: string
  /** When its first trade was made. */
  readonly openTime: number
  /** When its last trade was made. */
  readonly closeTime: number
  readonly firstTradeId: number
  readonly lastTradeId: number
  readonly openPrice: number
  readonly highPrice: number
  readonly lowPrice: number
  readonly closePrice: number
  /** Traded volume in the base asset. */
  readonly volume: number
  /** Traded volume in the quote asset. */
  readonly quoteVolume: number
  /** Base volume that takers bought. */
  readonly takerBuyVolume: number
  /** Quote volume that takers bought. */
  readonly takerBuyQuoteVolume: number
  /** Trades; an aggregate trade counts as many as it joins. */
  readonly tradeCount: number
  /** `false` for the last bar, that completion cut short. */
  readonly isClosed: boolean
}

/** A bar that grows. */
export type RunningBar = { -readonly [K in keyof Bar]: Bar[K] }

export function openBar(trade: BarTrade): RunningBar {
  const { symbol, price, tradeTime } = trade
  const bar = {
    symbol,
    openTime: tradeTime,
    closeTime: tradeTime,
    firstTradeId: 'tradeId' in trade ? trade.tradeId : trade.firstTradeId,
    lastTradeId: 0,
    openPrice: price,
    highPrice: price,
    lowPrice: price,
    closePrice: price,
    volume: 0,
    quoteVolume: 0,
    takerBuyVolume: 0,
    takerBuyQuoteVolume: 0,
    tradeCount: 0,
    isClosed: false,
  }
  addTrade(bar, trade)
  return bar
}

export function addTrade(bar: RunningBar, trade: BarTrade): void {
  const { price, quantity, tradeTime, isBuyerMaker } = trade
  bar.closeTime = tradeTime
  bar.closePrice = price
  if (price > bar.highPrice) bar.highPrice = price
  if (price < bar.lowPrice) bar.lowPrice = price
  bar.volume += quantity
  bar.quoteVolume += price * quantity
  if (!isBuyerMaker) {
    bar.takerBuyVolume += quantity
    bar.takerBuyQuoteVolume += price * quantity
  }
  if ('tradeId' in trade) {
    bar.lastTradeId = trade.tradeId
    bar.tradeCount++
  } else {
    bar.lastTradeId = trade.lastTradeId
    bar.tradeCount += trade.lastTradeId - trade.firstTradeId + 1
  }
}
