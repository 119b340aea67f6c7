/** Channels: the typed name of one stream of market data. */
import type { Freq } from './freq.js'

/** The span of a rolling-window ticker: `Freq.h1`, `Freq.h4` or `Freq.d1`. */
export type RollingWindow = '1h' | '4h' | '1d'

/** How many levels a partial order book holds on each side. */
export type DepthLevels = 5 | 10 | 20

/** Milliseconds between two updates of a depth stream. */
export type DepthSpeed = 100 | 1000

/** Where a kline's day begins: midnight UTC, or midnight eight hours east of it. */
export type TimeZone = '+00:00' | '+08:00'

interface OnConnection {
  /** Pins the channel to one connection of the pool, counted from 0. Default: the pool decides. */
  readonly connection?: number
}

interface OfSymbol<K extends string> extends OnConnection {
  readonly kind: K
  /** The trading pair in upper case, such as `BTCUSDT`. */
  readonly symbol: string
}

interface OfMarket<K extends string> extends OnConnection {
  readonly kind: K
}

export type TickerChannel = OfSymbol<'ticker'>
export type MiniTickerChannel = OfSymbol<'miniTicker'>
export type RollingTickerChannel = OfSymbol<'rollingTicker'> & { readonly window: RollingWindow }
export type TradeChannel = OfSymbol<'trade'>
export type AggTradeChannel = OfSymbol<'aggTrade'>
export type BlockTradeChannel = OfSymbol<'blockTrade'>
export type KlineChannel = OfSymbol<'kline'> & { readonly freq: Freq; readonly timeZone: TimeZone }
export type BookTickerChannel = OfSymbol<'bookTicker'>
export type AvgPriceChannel = OfSymbol<'avgPrice'>
export type ReferencePriceChannel = OfSymbol<'referencePrice'>
export type DepthChannel = OfSymbol<'depth'> & { readonly levels: DepthLevels; readonly speed: DepthSpeed }
export type DepthDiffChannel = OfSymbol<'depthDiff'> & { readonly speed: DepthSpeed }
export type AllMiniTickersChannel = OfMarket<'allMiniTickers'>
export type AllRollingTickersChannel = OfMarket<'allRollingTickers'> & { readonly window: RollingWindow }

/** The typed name of one stream. Its wire form, such as `btcusdt@kline_1m`, is the venue's business. */
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

/** What a channel carries; also the `type` of its events. */
export type Kind = Channel['kind']

/** The channels of one kind. */
export type ChannelOf<K extends Kind> = Extract<Channel, { readonly kind: K }>

/** A channel in a few words, for messages: `kline BTCUSDT 1m`. */
export function describeChannel(channel: Channel): string {
  const { kind, connection, ...rest } = channel
  return [kind, ...Object.values(rest)].join(' ')
}
