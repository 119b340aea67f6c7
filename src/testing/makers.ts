/** Makers of sound events, of which a test names only what it is about. */
import type { Kline, Ticker, Trade } from '../model/event.js'

/**
 * A {@link Ticker}: BTCUSDT at 100, unless said. What follows from the price is filled in from it.
 *
 * ```ts
 * import { aTicker } from 'rxmarket/testing'
 *
 * console.log(aTicker({ price: 105, openPrice: 100 }).priceChangePercent) // 5
 * ```
 */
export function aTicker(known: Partial<Ticker> = {}): Ticker {
  const price = known.price ?? 100
  const openPrice = known.openPrice ?? price
  return {
    type: 'ticker',
    symbol: 'BTCUSDT',
    eventTime: 0,
    receivedAt: 0,
    priceChange: price - openPrice,
    priceChangePercent: ((price - openPrice) / openPrice) * 100,
    weightedAveragePrice: (price + openPrice) / 2,
    previousClosePrice: openPrice,
    price,
    lastQuantity: 1,
    bidPrice: price,
    bidQuantity: 1,
    askPrice: price,
    askQuantity: 1,
    openPrice,
    highPrice: Math.max(price, openPrice),
    lowPrice: Math.min(price, openPrice),
    volume: 1_000,
    quoteVolume: 1_000 * price,
    openTime: -86_400_000,
    closeTime: 0,
    firstTradeId: 1,
    lastTradeId: 1_000,
    tradeCount: 1_000,
    ...known,
  }
}

/** A {@link Kline} of one minute: BTCUSDT, still running, closing at 100, unless said. */
export function aKline(known: Partial<Kline> = {}): Kline {
  const closePrice = known.closePrice ?? 100
  const openPrice = known.openPrice ?? closePrice
  return {
    type: 'kline',
    symbol: 'BTCUSDT',
    eventTime: 0,
    receivedAt: 0,
    freq: '1m',
    timeZone: '+00:00',
    openTime: 0,
    closeTime: 59_999,
    firstTradeId: 1,
    lastTradeId: 10,
    openPrice,
    closePrice,
    highPrice: Math.max(openPrice, closePrice),
    lowPrice: Math.min(openPrice, closePrice),
    volume: 10,
    quoteVolume: 10 * closePrice,
    takerBuyVolume: 5,
    takerBuyQuoteVolume: 5 * closePrice,
    tradeCount: 10,
    isClosed: false,
    ...known,
  }
}

/** A {@link Trade}: one BTCUSDT at 100, bought by a taker, unless said. */
export function aTrade(known: Partial<Trade> = {}): Trade {
  return {
    type: 'trade',
    symbol: 'BTCUSDT',
    eventTime: 0,
    receivedAt: 0,
    tradeId: 1,
    price: 100,
    quantity: 1,
    tradeTime: 0,
    isBuyerMaker: false,
    ...known,
  }
}
