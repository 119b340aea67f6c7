/// <reference lib="esnext.disposable" preserve="true" />
/** Market: the typed API over a Feed. */
import type { Observable } from 'rxjs'
import type { Book, BookOptions } from './model/book.js'
import type { Channel, DepthLevels, DepthSpeed, Kind, RollingWindow, TimeZone } from './model/channel.js'
import type { MarketError } from './validation/market-error.js'
import type { AggTrade, EventOf, Kline, MarketEvent, Trade } from './model/event.js'
import type { Freq } from './model/freq.js'
import type { FeedStats } from './model/feed-stats.js'
import type { BackfillOptions, Gap, GapOptions } from './model/gap.js'
import type { Instrument } from './model/instrument.js'
import type { AnswerOf, DepthSnapshot, Query, QueryOptions } from './model/query.js'
import type { RawFrame } from './model/raw-frame.js'
import type { ConnectionStatus } from './model/status.js'

/** One symbol or several, in any case. */
export type Symbols = string | readonly string[]

/** Options of every channel. */
export interface ChannelOptions {
  /** Pins the channel to one connection of the pool, counted from 0. Default: the pool decides. */
  readonly connection?: number
}

/** Options of `trade$` and `aggTrade$`. */
export interface TradeOptions extends ChannelOptions, BackfillOptions {}

/** Options of `kline$`. */
export interface KlineOptions extends ChannelOptions, BackfillOptions {
  /** The time zone in which a day begins. @default '+00:00' */
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

/** Options of `tradeHistory$`. */
export interface TradeHistoryOptions {
  /** The first trade. Default: the newest 1,000 trades. */
  readonly fromId?: number
}

/** A span of time. Times are epoch milliseconds, or in the unit of `eventTime`. */
export interface TimeSpan {
  /** The earliest time, inclusive. Default: the time of the newest 1,000 elements. */
  readonly from?: number
  /** The latest time, inclusive. Default: no limit. */
  readonly to?: number
}

/** Options of `aggTradeHistory$`: from an id or from a time on. */
export interface AggTradeHistoryOptions extends TimeSpan {
  /** The first aggregate trade. Cannot be combined with `from`. */
  readonly fromId?: number
}

/** Options of `klineHistory$`. `from` and `to` are open times. */
export interface KlineHistoryOptions extends TimeSpan {
  /** The time zone in which a day begins. @default '+00:00' */
  readonly timeZone?: TimeZone
}

/**
 * A method that returns the events of channels. With `gaps: true` it also emits a {@link Gap}
 * wherever events are missing.
 *
 * `A` are its arguments before the options `O`.
 */
export interface ChannelMethod<A extends readonly unknown[], K extends Kind, N, O = ChannelOptions> {
  (...args: readonly [...A, options?: O & { readonly gaps?: false }]): Observable<EventOf<K, N>>
  (...args: readonly [...A, options: O & GapOptions]): Observable<EventOf<K, N> | Gap>
}

/**
 * A set of cold observables of market data. Calling a method does nothing. The first subscriber of
 * a channel makes the feed subscribe to it, further subscribers share it, the last unsubscribe
 * releases it.
 *
 * Every channel observable completes when the market is closed. It errors with `RECONNECT_FAILED`
 * (no attempts to reconnect are left), `SUBSCRIBE_REJECTED` (the exchange rejected the stream),
 * `STREAM_LIMIT` (the pool is full) or `MARKET_CLOSED` (subscribed after `close()`). A wrong symbol
 * or option throws `INVALID_CHANNEL` from the method itself.
 *
 * Gotcha: several symbols in one call are merged, so one rejected channel ends the merge. Other
 * subscribers of the other channels are not affected. Subscribe to each symbol separately where one
 * may be rejected.
 *
 * `N` is the type of decimals; see `numeric` of the factory.
 */
export interface Market<N = number> extends AsyncDisposable {
  /** Statistics of the last 24 hours, every second. */
  readonly ticker$: ChannelMethod<[symbols: Symbols], 'ticker', N>
  /** The short form of `ticker$`, every second: price, open, high, low and volumes. */
  readonly miniTicker$: ChannelMethod<[symbols: Symbols], 'miniTicker', N>
  /** Statistics of the last `1h`, `4h` or `1d`, every second. */
  readonly rollingTicker$: ChannelMethod<[symbols: Symbols, window: RollingWindow], 'rollingTicker', N>
  /**
   * Each trade. With `history: 1_000` past trades come first; with `backfill: true` trades that a
   * drop has cost are fetched.
   */
  readonly trade$: ChannelMethod<[symbols: Symbols], 'trade', N, TradeOptions>
  /** Trades aggregated by taker order and price. */
  readonly aggTrade$: ChannelMethod<[symbols: Symbols], 'aggTrade', N, TradeOptions>
  /** Each block trade, agreed outside the order book. */
  readonly blockTrade$: ChannelMethod<[symbols: Symbols], 'blockTrade', N>
  /**
   * Candlesticks of one interval or several, as they grow:
   * `market.kline$('BTCUSDT', [Freq.m1, Freq.h1])`. The last update of each has `isClosed`;
   * `onlyClosed()` emits only those. With `history: 500` after that many closed ones.
   */
  readonly kline$: ChannelMethod<[symbols: Symbols, freqs: Freq | readonly Freq[]], 'kline', N, KlineOptions>
  /** The best bid and ask, at each change. */
  readonly bookTicker$: ChannelMethod<[symbols: Symbols], 'bookTicker', N>
  /** The average price of the last minutes (`interval`), every second. */
  readonly avgPrice$: ChannelMethod<[symbols: Symbols], 'avgPrice', N>
  /** The reference price, every second. */
  readonly referencePrice$: ChannelMethod<[symbols: Symbols], 'referencePrice', N>
  /**
   * A full snapshot of the best levels of the order book, 20 per side by default; every second, or
   * every 100 ms.
   */
  readonly depth$: ChannelMethod<[symbols: Symbols], 'depth', N, DepthOptions>
  /**
   * Incremental updates of the order book, every second or every 100 ms, for maintaining a local
   * book. A lost connection leaves a gap: subscribe with `gaps: true`, and take another snapshot at
   * each.
   */
  readonly depthDiff$: ChannelMethod<[symbols: Symbols], 'depthDiff', N, DepthDiffOptions>
  /** The mini tickers of every symbol that changed, every second. */
  readonly allMiniTickers$: ChannelMethod<[], 'allMiniTickers', N>
  /** The rolling tickers of every symbol that changed, every second. */
  readonly allRollingTickers$: ChannelMethod<[window: RollingWindow], 'allRollingTickers', N>
  /**
   * Any channel, given as data: what the methods above build from their arguments. For apps that
   * choose channels at run time.
   */
  channel$<C extends Channel>(
    channel: C,
    options?: { readonly gaps?: false } & BackfillOptions,
  ): Observable<EventOf<C['kind'], N>>
  channel$<C extends Channel>(
    channel: C,
    options: GapOptions & BackfillOptions,
  ): Observable<EventOf<C['kind'], N> | Gap>

  /**
   * The current order book, once: up to `limit` levels on each side (100 by default, 5,000 at
   * most). Each subscription sends a request; so do the methods below.
   *
   * These observables complete after their last element. They error with `UNSUPPORTED` (the feed
   * has no history), `INVALID_OPTION` (the address of REST is not known: see `restUrl`),
   * `REQUEST_REJECTED` (such as for a symbol that the exchange does not list), `REQUEST_FAILED` (no
   * attempt was answered), `DECODE_FAILED` (the answer is not as documented), `REQUEST_LIMIT`
   * (10,000 requests wait) or `MARKET_CLOSED`. They complete when the market is closed. Requests
   * are paced by the exchange's weight limit, and `Retry-After` is obeyed. A wrong option throws
   * `INVALID_OPTION` from the method itself, a wrong symbol `INVALID_CHANNEL`.
   */
  depthSnapshot$(symbol: string, limit?: number): Observable<DepthSnapshot<N>>
  /**
   * Past trades from an id to the newest, page by page, oldest first, with `backfilled: true`.
   * Leave with `take` or `takeWhile`.
   */
  tradeHistory$(symbol: string, options?: TradeHistoryOptions): Observable<Trade<N>>
  /**
   * Past aggregate trades from an id or a time on, page by page, oldest first, with
   * `backfilled: true`.
   */
  aggTradeHistory$(symbol: string, options?: AggTradeHistoryOptions): Observable<AggTrade<N>>
  /**
   * Past klines of one interval, page by page, oldest first, with `backfilled: true`. They have no
   * trade ids (-1).
   *
   * Gotcha: the last kline may still be growing (`isClosed: false`); `onlyClosed()` leaves it out.
   */
  klineHistory$(symbol: string, freq: Freq, options?: KlineHistoryOptions): Observable<Kline<N>>
  /**
   * Every symbol that the exchange lists, with its status, steps and limits in the exchange's own
   * text.
   */
  instruments$(): Observable<Instrument>
  /** The exchange's clock, once, in the unit of `eventTime`. */
  serverTime$(): Observable<number>
  /** Any query, given as data: one request, one page as the answer. The methods above use it. */
  query$<Q extends Query>(query: Q, options?: QueryOptions): Observable<AnswerOf<Q, N>>

  /**
   * The local order book: a {@link Book} for each diff of the exchange, applied at once, and the
   * current one on subscribe. One book is kept for each symbol and speed, however many subscribe. A
   * book begins as `syncing` and becomes `live` with a snapshot and all diffs after it. It is
   * `stale` while a diff may be missing, until the next diff or snapshot completes it.
   *
   * Errors with the codes of `depthDiff$` and `depthSnapshot$`: `UNSUPPORTED`, `INVALID_OPTION`
   * (the address of REST is not known: see `restUrl`), `REQUEST_REJECTED` (such as for a symbol
   * that the exchange does not list). Requests that fail for a reason that may pass are repeated,
   * and reported on `errors$`.
   *
   * Gotcha: read a book when it is emitted, or keep `book.freeze()`; see {@link Book}.
   *
   * ```ts
   * import { binance } from 'rxmarket'
   * import { filter } from 'rxjs'
   *
   * binance({ reconnect: { maxAttempts: Infinity } })
   *   .book$('BTCUSDT')
   *   .pipe(filter(book => book.state === 'live'))
   *   .subscribe({
   *     next: book =>
   *       console.log(
   *         book.bidPrice,
   *         book.askPrice,
   *         book.imbalance(10),
   *         book.priceFor(5)?.averagePrice,
   *       ),
   *     error: error => console.error(error.message),
   *   })
   * ```
   */
  book$(symbols: Symbols, options?: BookOptions): Observable<Book<N>>

  /**
   * The lifecycle of each connection. Hot; a new subscriber first gets the current status of each
   * connection.
   */
  readonly connection$: Observable<ConnectionStatus>
  /** Dropped frames, and commands that were rejected or not answered. Hot; never ends a stream. */
  readonly errors$: Observable<MarketError>
  /**
   * Every event delivered on any channel. Emits live events at once, also where subscriptions with
   * `backfill` still wait, and backfilled events when they are fetched. Without what `history`
   * emits. Hot; subscribes to nothing by itself.
   */
  readonly events$: Observable<MarketEvent<N>>
  /**
   * The gaps of all channels: each as it opens, and again as it ends. A gap opens when the event
   * after it arrives, as what is missing is known only then. It ends in the same instant, with the
   * state `lost`, or when its backfill ends. Hot; subscribes to nothing by itself.
   */
  readonly gaps$: Observable<Gap>
  /**
   * Each delivered frame as it was received, in the order of delivery, for recorders. Hot;
   * subscribes to nothing by itself, and costs nothing while it has no subscriber. Emits nothing
   * where the feed has no frames.
   *
   * Gotcha: the buffer is lent. Copy what is kept: `frame.bytes.slice()`.
   */
  readonly frames$: Observable<RawFrame>
  /**
   * Counters of the feed: the present ones on subscribe, then each change. Emits nothing where the
   * feed counts nothing.
   */
  readonly stats$: Observable<FeedStats>
  /**
   * Unsubscribes everything, closes the connections with code 1000 and completes every observable.
   * Resolves when all connections are closed, at the latest after twice `closeTimeout`.
   *
   * Gotcha: on a virtual scheduler, advance its clock before awaiting this.
   */
  close(): Promise<void>
}
