/** The factory of live markets on Binance Spot. */
import type { Numeric } from './codec/types/decimal.js'
import { createMarket } from './create-market.js'
import { liveFeed } from './live/live-feed.js'
import { webSocketLikeTransport } from './live/transport/websocket-like.js'
import { openTransport } from './live/transport/ws.js'
import { type LiveSettings, liveSettings } from './live-settings.js'
import type { Market } from './market.js'
import { fetchRequest$ } from './rest/fetch-request.js'
import { restAddress } from './rest/rest-address.js'
import type { LiveOptions } from './options.js'
import { spot } from './venues/binance/spot.js'

/**
 * Options of {@link binance}. Decimals become numbers; see {@link NumericBinanceOptions} for
 * others.
 */
export type BinanceOptions = LiveOptions

/** Options of {@link binance} that choose what decimals become. */
export interface NumericBinanceOptions<N> extends Omit<LiveOptions, 'numeric'> {
  /**
   * Converts a decimal, given the exchange's own text: `String` keeps it exactly, or return a
   * decimal of any class.
   */
  readonly numeric: Numeric<N>
}

/**
 * Creates a {@link Market} on Binance Spot, or on any exchange that speaks its streams protocol.
 *
 * Opens nothing by itself: the first subscription connects, the last unsubscribe closes, and the
 * process can exit. All channels share one connection (a pool of them above 1,024 streams), which
 * reconnects with exponential backoff.
 *
 * Errors: an invalid option throws `INVALID_OPTION` synchronously. See {@link Market} for the
 * errors of its observables.
 *
 * Gotchas: numbers are doubles, which hold every price but not every product of prices exactly;
 * choose `numeric` for more. The exchange accepts a symbol that it does not list and then sends
 * nothing.
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
/** Creates a market with decimals of type `N`, the result of `numeric`. */
export function binance<N>(options: NumericBinanceOptions<N>): Market<N>
export function binance<N>(options?: BinanceOptions | NumericBinanceOptions<N>): Market | Market<N> {
  const settings = liveSettings('binance', options)
  return options?.numeric === undefined ? spotMarket(settings, Number) : spotMarket(settings, options.numeric)
}

function spotMarket<N>(settings: LiveSettings, numeric: Numeric<N>): Market<N> {
  const { urls = [spot.url], timeUnit, compile, connect, request = fetchRequest$ } = settings
  const endpoints = urls.map(url => spot.endpoint(url, timeUnit))
  const [url = spot.url] = urls
  const address = restAddress(spot.rest, { ...settings, url })
  if (settings.checkSymbols && typeof address !== 'string') throw address
  return createMarket(
    liveFeed({
      ...settings,
      venue: spot,
      urls: endpoints,
      openTransport: connect === undefined ? openTransport(settings) : webSocketLikeTransport(connect),
      createDecoder: spot.decoders(numeric, compile),
      rest: { address, request, numeric, timeUnit },
    }),
    { backfill: settings.backfill },
  )
}
