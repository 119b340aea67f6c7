/** Channels: the typed name of one stream of market data. */
import type { Freq } from './freq.js'

/** The span of a rolling-window ticker: `Freq.h1`, `Freq.h4` or `Freq.d1`. */
export type RollingWindow = '1h' | '4h' | '1d'

/** The levels of a partial order book on each side. */
export type DepthLevels = 5 | 10 | 20

/** Milliseconds between two updates of a depth stream. */
export type DepthSpeed = 100 | 1000

/** The time zone of a kline's day: UTC, or eight hours east of it. */
export type TimeZone = '+00:00' | '+08:00'

interface ChannelBase {
  /** Pins the channel to one connection of the pool, counted from 0. Default: the pool decides. */
  readonly connection?: number
}

interface SymbolChannel<K extends string> extends ChannelBase {
  readonly kind: K
  /** The trading pair in upper case, such as `BTCUSDT`. */
  readonly symbol: string
}

interface MarketChannel<K extends string> extends ChannelBase {
  readonly kind: K
}

/** The channel of {@link Ticker}s. */
export type TickerChannel = SymbolChannel<'ticker'>
/** The channel of {@link MiniTicker}s. */
export type MiniTickerChannel = SymbolChannel<'miniTicker'>
/** The channel of {@link RollingTicker}s of one window. */
export type RollingTickerChannel = SymbolChannel<'rollingTicker'> & { readonly window: RollingWindow }
/** The channel of {@link Trade}s. */
export type TradeChannel = SymbolChannel<'trade'>
/** The channel of {@link AggTrade}s. */
export type AggTradeChannel = SymbolChannel<'aggTrade'>
/** The channel of {@link BlockTrade}s. */
export type BlockTradeChannel = SymbolChannel<'blockTrade'>
/** The channel of {@link Kline}s of one interval. */
export type KlineChannel = SymbolChannel<'kline'> & { readonly freq: Freq; readonly timeZone: TimeZone }
/** The channel of {@link BookTicker}s. */
export type BookTickerChannel = SymbolChannel<'bookTicker'>
/** The channel of {@link AvgPrice}s. */
export type AvgPriceChannel = SymbolChannel<'avgPrice'>
/** The channel of {@link ReferencePrice}s. */
export type ReferencePriceChannel = SymbolChannel<'referencePrice'>
/** The channel of {@link Depth}s with a number of levels. */
export type DepthChannel = SymbolChannel<'depth'> & {
  readonly levels: DepthLevels
  readonly speed: DepthSpeed
}
/** The channel of {@link DepthDiff}s. */
export type DepthDiffChannel = SymbolChannel<'depthDiff'> & { readonly speed: DepthSpeed }
/** The channel of {@link AllMiniTickers}, of the whole market. */
export type AllMiniTickersChannel = MarketChannel<'allMiniTickers'>
/** The channel of {@link AllRollingTickers} of one window, of the whole market. */
export type AllRollingTickersChannel = MarketChannel<'allRollingTickers'> & { readonly window: RollingWindow }

/**
 * The typed name of one stream, discriminated on `kind`. The venue knows its wire form, such as
 * `btcusdt@kline_1m`.
 *
 * ```ts
 * import { binance, type Channel } from 'rxmarket'
 *
 * const channels: Channel[] = [
 *   { kind: 'trade', symbol: 'BTCUSDT' },
 *   { kind: 'kline', symbol: 'BTCUSDT', freq: '1m', timeZone: '+00:00' },
 * ]
 * const market = binance()
 * for (const channel of channels)
 *   market.channel$(channel).subscribe(event => console.log(event.type))
 * ```
 */
export type Channel =
  | TickerChannel
  | MiniTickerChannel
  | RollingTickerChannel
  | TradeChannel
  | AggTradeChannel
  | BlockTradeChannel
  | KlineChannel
  | BookTickerChannel
  | AvgPriceChannel
  | ReferencePriceChannel
  | DepthChannel
  | DepthDiffChannel
  | AllMiniTickersChannel
  | AllRollingTickersChannel

/** The kind of a channel; also the `type` of its events. */
export type Kind = Channel['kind']

/** The channels of one kind. */
export type ChannelOf<K extends Kind> = Extract<Channel, { readonly kind: K }>

/** A channel in a few words, for messages: `kline BTCUSDT 1m`. */
export function describeChannel(channel: Channel): string {
  const { kind, connection, ...rest } = channel
  return [kind, ...Object.values(rest)].join(' ')
}
