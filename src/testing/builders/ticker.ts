/**
 * Builders of tickers: 24-hour, mini and rolling-window statistics of one symbol or of the whole
 * market.
 */
import type {
  AllMiniTickers,
  AllRollingTickers,
  MiniTicker,
  RollingTicker,
  Ticker,
} from '../../model/event.js'
import { above, below } from './quotes.js'
import { times } from './times.js'

const HOURS = { '1h': 1, '4h': 4, '1d': 24 }

type Known = Partial<Pick<Ticker, 'price' | 'openPrice' | 'priceChange' | 'priceChangePercent'>> &
  Parameters<typeof times>[0]

/**
 * The fields that all tickers share, derived from the price and from any known measure of its
 * change.
 */
function statistics(known: Known) {
  const price = known.price ?? 100
  const openPrice = known.openPrice ?? openPriceOf(price, known)
  return {
    symbol: 'BTCUSDT',
    ...times(known),
    price,
    openPrice,
    highPrice: Math.max(price, openPrice),
    lowPrice: Math.min(price, openPrice),
    volume: 1_000,
    quoteVolume: 1_000 * price,
  }
}

function openPriceOf(price: number, { priceChange, priceChangePercent }: Known): number {
  if (priceChange !== undefined) return price - priceChange
  return priceChangePercent === undefined ? price : price / (1 + priceChangePercent / 100)
}

function windowStatistics(known: Known, hours: number) {
  const short = statistics(known)
  const { price, openPrice, eventTime } = short
  return {
    ...short,
    priceChange: price - openPrice,
    priceChangePercent: ((price - openPrice) / openPrice) * 100,
    weightedAveragePrice: (price + openPrice) / 2,
    openTime: eventTime - hours * 3_600_000,
    closeTime: eventTime,
    firstTradeId: 1,
    lastTradeId: 1_000,
    tradeCount: 1_000,
  }
}

/**
 * Builds a {@link Ticker}: by default BTCUSDT, unchanged at 100. Missing fields are derived from
 * the given ones.
 *
 * ```ts
 * import { aTicker } from 'rxmarket/testing'
 *
 * console.log(aTicker({ price: 105, openPrice: 100 }).priceChangePercent) // 5
 * console.log(aTicker({ price: 105, priceChangePercent: 5 }).openPrice) // 100
 * ```
 */
export function aTicker(known: Partial<Ticker> = {}): Ticker {
  const window = windowStatistics(known, 24)
  return {
    type: 'ticker',
    ...window,
    previousClosePrice: window.openPrice,
    lastQuantity: 1,
    bidPrice: below(window.price),
    bidQuantity: 1,
    askPrice: above(window.price),
    askQuantity: 1,
    ...known,
  }
}

/**
 * Builds a {@link MiniTicker}: by default BTCUSDT at 100.
 *
 * ```ts
 * import { aMiniTicker } from 'rxmarket/testing'
 *
 * console.log(aMiniTicker({ symbol: 'ETHUSDT' }).price) // 100
 * ```
 */
export function aMiniTicker(known: Partial<MiniTicker> = {}): MiniTicker {
  return { type: 'miniTicker', ...statistics(known), ...known }
}

/**
 * Builds a {@link RollingTicker}: by default BTCUSDT, unchanged at 100 over the last hour.
 *
 * ```ts
 * import { aRollingTicker } from 'rxmarket/testing'
 *
 * console.log(aRollingTicker({ price: 105, openPrice: 100 }).priceChangePercent) // 5
 * ```
 */
export function aRollingTicker(known: Partial<RollingTicker> = {}): RollingTicker {
  const window = known.window ?? '1h'
  return { type: 'rollingTicker', ...windowStatistics(known, HOURS[window]), window, ...known }
}

/** The argument of {@link someMiniTickers}: partial tickers, each completed with defaults. */
export type SomeMiniTickers = Partial<Omit<AllMiniTickers, 'tickers'>> & {
  readonly tickers?: readonly Partial<MiniTicker>[]
}

/**
 * Builds an {@link AllMiniTickers} from partial tickers: give only the fields that the test needs.
 *
 * ```ts
 * import { someMiniTickers } from 'rxmarket/testing'
 *
 * const { tickers } = someMiniTickers({
 *   tickers: [
 *     { symbol: 'BTCUSDT', price: 105 },
 *     { symbol: 'ETHUSDT', price: 7 },
 *   ],
 * })
 * console.log(tickers.map(t => t.price)) // [105, 7]
 * ```
 */
export function someMiniTickers(known: SomeMiniTickers = {}): AllMiniTickers {
  const { receivedAt } = times(known)
  const tickers = (known.tickers ?? [{}]).map(ticker => aMiniTicker({ receivedAt, ...ticker }))
  return { type: 'allMiniTickers', receivedAt, ...known, tickers }
}

/** The argument of {@link someRollingTickers}: partial tickers, each completed with defaults. */
export type SomeRollingTickers = Partial<Omit<AllRollingTickers, 'tickers'>> & {
  readonly tickers?: readonly Partial<RollingTicker>[]
}

/**
 * Builds an {@link AllRollingTickers} from partial tickers, by default over the last hour:
 * give only the fields that the test needs.
 *
 * ```ts
 * import { someRollingTickers } from 'rxmarket/testing'
 *
 * console.log(someRollingTickers({ tickers: [{ symbol: 'ETHUSDT' }] }).window) // 1h
 * ```
 */
export function someRollingTickers(known: SomeRollingTickers = {}): AllRollingTickers {
  const { receivedAt } = times(known)
  const window = known.window ?? '1h'
  const tickers = (known.tickers ?? [{}]).map(ticker => aRollingTicker({ receivedAt, window, ...ticker }))
  return { type: 'allRollingTickers', receivedAt, window, ...known, tickers }
}
