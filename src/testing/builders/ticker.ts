/** Makers of tickers: one symbol's statistics of a window, whole, short or rolling, and those of the whole market. */
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

/** What every ticker says, each following from the price and from how it moved, in whichever words that is known. */
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
 * A {@link Ticker}: BTCUSDT at 100, unmoved, unless said. What follows from what is said is filled in from it.
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

/** A {@link MiniTicker}: BTCUSDT at 100, unless said. */
export function aMiniTicker(known: Partial<MiniTicker> = {}): MiniTicker {
  return { type: 'miniTicker', ...statistics(known), ...known }
}

/** A {@link RollingTicker}: BTCUSDT at 100 over the last hour, unmoved, unless said. */
export function aRollingTicker(known: Partial<RollingTicker> = {}): RollingTicker {
  const window = known.window ?? '1h'
  return { type: 'rollingTicker', ...windowStatistics(known, HOURS[window]), window, ...known }
}

/** What {@link someMiniTickers} takes: parts of tickers, each made whole. */
export type SomeMiniTickers = Partial<Omit<AllMiniTickers, 'tickers'>> & {
  readonly tickers?: readonly Partial<MiniTicker>[]
}

/**
 * An {@link AllMiniTickers}: of each ticker, say what the test is about.
 *
 * ```ts
 * import { someMiniTickers } from 'rxmarket/testing'
 *
 * const { tickers } = someMiniTickers({ tickers: [{ symbol: 'BTCUSDT', price: 105 }, { symbol: 'ETHUSDT', price: 7 }] })
 * console.log(tickers.map(t => t.price)) // [105, 7]
 * ```
 */
export function someMiniTickers(known: SomeMiniTickers = {}): AllMiniTickers {
  const { receivedAt } = times(known)
  const tickers = (known.tickers ?? [{}]).map(ticker => aMiniTicker({ receivedAt, ...ticker }))
  return { type: 'allMiniTickers', receivedAt, ...known, tickers }
}

/** What {@link someRollingTickers} takes: parts of tickers, each made whole. */
export type SomeRollingTickers = Partial<Omit<AllRollingTickers, 'tickers'>> & {
  readonly tickers?: readonly Partial<RollingTicker>[]
}

/** An {@link AllRollingTickers} over the last hour, unless said: of each ticker, say what the test is about. */
export function someRollingTickers(known: SomeRollingTickers = {}): AllRollingTickers {
  const { receivedAt } = times(known)
  const window = known.window ?? '1h'
  const tickers = (known.tickers ?? [{}]).map(ticker => aRollingTicker({ receivedAt, window, ...ticker }))
  return { type: 'allRollingTickers', receivedAt, window, ...known, tickers }
}
