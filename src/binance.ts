/** Binance Spot as a live Market. */
import { liveFeed } from './live/live-feed.js'
import { createMarket, type Market } from './market.js'
import { liveConfig, type LiveOptions } from './options.js'
import { spot } from './venues/binance/spot.js'
import type { Numeric } from './codec/decimal.js'

/** Options of {@link binance}. */
export interface BinanceOptions extends LiveOptions {
  /** @see {@link binance}; without it decimals become numbers. */
  readonly numeric?: undefined
}

/** Options of {@link binance} that choose what decimals become. */
export interface NumericBinanceOptions<N> extends LiveOptions {
  /** What a decimal becomes, given the exchange's own text: `String` keeps it exactly, or make it a decimal of any class. */
  readonly numeric: Numeric<N>
}

/**
 * A {@link Market} on Binance Spot, or on any exchange that speaks its streams protocol.
 *
 * Opens nothing yet: the first subscription connects, the last to leave closes, and the process can exit. All channels share
 * one connection (a pool of them above 1,024 streams), which is had back with exponential backoff whenever it is lost.
 *
 * Errors: a wrong option throws `INVALID_OPTION` at once. See {@link Market} for those of its observables.
 *
 * Gotchas: numbers are doubles, which hold every price but not every product of prices exactly; choose `numeric` for more. The
 * exchange accepts a symbol that it does not list and then sends nothing.
 *
 * ```ts
 * import { binance, Freq } from 'rxmarket'
 *
 * const market = binance()
 * market.ticker$(['BTCUSDT', 'ETHUSDT']).subscribe(t => console.log(t.symbol, t.price))
 * market.kline$('BTCUSDT', Freq.m1).subscribe(k => { if (k.isClosed) console.log(k.closePrice) })
 * market.connection$.subscribe(status => console.log(status.type))
 * market.errors$.subscribe(error => console.error(error.code, error.message))
 *
 * const exact = binance({ numeric: String })
 * exact.trade$('BTCUSDT').subscribe(t => console.log(t.price.padStart(16)))
 * ```
 *
 * Source: web-socket-streams.md of binance/binance-spot-api-docs.
 */
export function binance(options?: BinanceOptions): Market
export function binance<N>(options: NumericBinanceOptions<N>): Market<N>
export function binance<N>(options: BinanceOptions | NumericBinanceOptions<N> = {}): Market | Market<N> {
  return options.numeric === undefined
    ? createMarket(liveFeed(liveConfig(spot, options, Number)))
    : createMarket(liveFeed(liveConfig(spot, options, options.numeric)))
}
