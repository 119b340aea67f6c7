/// <reference lib="esnext.disposable" preserve="true" />
/** Market: the typed API over a Feed. */
import type { Observable } from 'rxjs'
import type { Channel, DepthLevels, DepthSpeed, Kind, RollingWindow, TimeZone } from './model/channel.js'
import type { MarketError } from './model/errors.js'
import type { EventOf, MarketEvent } from './model/event.js'
import type { Freq } from './model/freq.js'
import type { FeedStats } from './model/feed-stats.js'
import type { Gap, GapOptions } from './model/gap.js'
import type { RawFrame } from './model/raw-frame.js'
import type { ConnectionStatus } from './model/status.js'

/** One symbol or several, in any case. */
export type Symbols = string | readonly string[]

/** Options of every channel. */
export interface ChannelOptions {
  /** Pins the channel to one connection of the pool, counted from 0. Default: the pool decides. */
  readonly connection?: number
}

/** Options of `kline$`. */
export interface KlineOptions extends ChannelOptions {
  /** Where a day begins. @default '+00:00' */
  readonly timeZone?: TimeZone
}

/** Options of `depth$`. */
export interface DepthOptions extends ChannelOptions {
  /** Levels on each side. @default 20 */
  readonly levels?: DepthLevels
  /** Milliseconds between updates. @default 1000 */
  readonly speed?: DepthSpeed
}

/** Options of `depthDiff$`. */
export interface DepthDiffOptions extends ChannelOptions {
  /** Milliseconds between updates. @default 1000 */
  readonly speed?: DepthSpeed
}

/**
 * A method that returns the events of channels. With `gaps: true` it emits a {@link Gap} in the place of what is missing.
 *
 * `A` are its arguments before the options `O`.
 */
export interface ChannelMethod<A extends readonly unknown[], K extends Kind, N, O = ChannelOptions> {
  (...args: readonly [...A, options?: O & { readonly gaps?: false }]): Observable<EventOf<K, N>>
  (...args: readonly [...A, options: O & GapOptions]): Observable<EventOf<K, N> | Gap>
}

/**
 * A set of cold observables of market data. Calling a method does nothing. The first subscriber of a channel makes the feed
 * subscribe to it, further subscribers share it, the last unsubscribe releases it.
 *
 * Every channel observable completes when the market is closed, and errors with `RECONNECT_FAILED` (no attempts to reconnect
 * are left), `SUBSCRIBE_REJECTED` (the exchange rejected the stream), `STREAM_LIMIT` (the pool is full) or `MARKET_CLOSED`
 * (subscribed after `close()`). A wrong symbol or option throws `INVALID_CHANNEL` from the method itself.
 *
 * Gotcha: with several symbols the observable is the merge of their channels, so one rejected channel ends the merge (the
 * others go on for their other subscribers). Subscribe to each symbol separately where one may be rejected.
 *
 * `N` is what decimals become; see `numeric` of the factory.
 */
export interface Market<N = number> extends AsyncDisposable {
  /** Statistics of the last 24 hours, every second. */
  readonly ticker$: ChannelMethod<[symbols: Symbols], 'ticker', N>
  /** The short form of `ticker$`, every second: price, open, high, low and volumes. */
  readonly miniTicker$: ChannelMethod<[symbols: Symbols], 'miniTicker', N>
  /** Statistics of the last `1h`, `4h` or `1d`, every second. */
  readonly rollingTicker$: ChannelMethod<[symbols: Symbols, window: RollingWindow], 'rollingTicker', N>
  /** Each trade. */
  readonly trade$: ChannelMethod<[symbols: Symbols], 'trade', N>
  /** Trades aggregated by taker order and price. */
  readonly aggTrade$: ChannelMethod<[symbols: Symbols], 'aggTrade', N>
  /** Each block trade, agreed outside the order book. */
  readonly blockTrade$: ChannelMethod<[symbols: Symbols], 'blockTrade', N>
  /**
   * Candlesticks of one interval or several, as they grow: `market.kline$('BTCUSDT', [Freq.m1, Freq.h1])`. The last update of
   * each has `isClosed`; `onlyClosed()` emits only those.
   */
  readonly kline$: ChannelMethod<
    [symbols: Symbols, freqs: Freq | readonly Freq[]],
    'kline',
    N,
    KlineOptions
  >
  /** The best bid and ask, at each change. */
  readonly bookTicker$: ChannelMethod<[symbols: Symbols], 'bookTicker', N>
  /** The average price of the last minutes (`interval`), every second. */
  readonly avgPrice$: ChannelMethod<[symbols: Symbols], 'avgPrice', N>
  /** The reference price, every second. */
  readonly referencePrice$: ChannelMethod<[symbols: Symbols], 'referencePrice', N>
  /** A full snapshot of the best levels of the order book, 20 per side by default; every second, or every 100 ms. */
  readonly depth$: ChannelMethod<[symbols: Symbols], 'depth', N, DepthOptions>
  /**
   * Incremental updates of the order book, for maintaining a local one; every second, or every 100 ms. A lost connection leaves
   * a gap: subscribe with `gaps: true`, and take another snapshot at each.
   */
  readonly depthDiff$: ChannelMethod<[symbols: Symbols], 'depthDiff', N, DepthDiffOptions>
  /** The mini tickers of every symbol that changed, every second. */
  readonly allMiniTickers$: ChannelMethod<[], 'allMiniTickers', N>
  /** The rolling tickers of every symbol that changed, every second. */
  readonly allRollingTickers$: ChannelMethod<[window: RollingWindow], 'allRollingTickers', N>
  /** Any channel, given as data: what the methods above build from their arguments. For apps that choose channels at run time. */
  channel$<C extends Channel>(
    channel: C,
    options?: { readonly gaps?: false },
  ): Observable<EventOf<C['kind'], N>>
  channel$<C extends Channel>(channel: C, options: GapOptions): Observable<EventOf<C['kind'], N> | Gap>

  /** The lifecycle of each connection. Hot; a new subscriber first gets the current status of each connection. */
  readonly connection$: Observable<ConnectionStatus>
  /** Dropped frames, and commands that were rejected or not answered. Hot; never ends a stream. */
  readonly errors$: Observable<MarketError>
  /** Every event delivered on any channel. Hot; subscribes to nothing by itself. */
  readonly events$: Observable<MarketEvent<N>>
  /**
   * What is missing on any channel: each gap as it opens, and again as it ends. A gap opens when the event after it arrives, as what is
   * missing is known only then; it ends in the same instant, with the state `lost`. Hot; subscribes to nothing by itself.
   */
  readonly gaps$: Observable<Gap>
  /**
   * Each delivered frame as it was received, in the order of delivery, for recorders. Hot; subscribes to nothing by itself, and
   * costs nothing while it has no subscriber. Emits nothing where the feed has no frames.
   *
   * Gotcha: the buffer is lent. Copy what is kept: `frame.bytes.slice()`.
   */
  readonly frames$: Observable<RawFrame>
  /** Counters of the feed: the present ones on subscribe, then each change. Emits nothing where the feed counts nothing. */
  readonly stats$: Observable<FeedStats>
  /**
   * Unsubscribes everything, closes the connections with code 1000 and completes every observable. Resolves when all
   * connections are closed, at the latest after twice `closeTimeout`.
   *
   * Gotcha: on a virtual scheduler, advance its clock before awaiting this.
   */
  close(): Promise<void>
}
