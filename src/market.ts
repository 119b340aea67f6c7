/// <reference lib="esnext.disposable" preserve="true" />
/** Market: typed questions put to a Feed. */
import { merge, type Observable } from 'rxjs'
import type { Feed } from './feed.js'
import type { Channel, ChannelOf, DepthLevels, DepthSpeed, RollingWindow, TimeZone } from './model/channel.js'
import { checkChannel, checkSymbols } from './model/check-channel.js'
import { InvalidChannelError, type MarketError } from './model/errors.js'
import type { EventOf, MarketEvent } from './model/event.js'
import type { Freq } from './model/freq.js'
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
 * A set of cold observables of market data. Calling a method does nothing; the first subscriber of a channel makes the
 * feed subscribe it, further subscribers share it, the last to leave makes the feed let it go.
 *
 * Every channel observable completes when the market is closed, and errors with `RECONNECT_FAILED` (the connection could
 * not be had back), `SUBSCRIBE_REJECTED` (the exchange refused the stream), `STREAM_LIMIT` (the pool is full) or
 * `MARKET_CLOSED` (subscribed after `close()`). A wrong symbol or option throws `INVALID_CHANNEL` from the method itself.
 *
 * Gotcha: with several symbols the observable is the merge of their channels, so the refusal of one ends the merge (the other
 * channels go on for their other subscribers). Subscribe symbols apart where one may be refused.
 *
 * `N` is what decimals become; see `numeric` of the factory.
 */
export interface Market<N = number> extends AsyncDisposable {
  /** Statistics of the last 24 hours, every second. */
  ticker$(symbols: Symbols, options?: ChannelOptions): Observable<EventOf<'ticker', N>>
  /** The same in short, every second: price, open, high, low and volumes. */
  miniTicker$(symbols: Symbols, options?: ChannelOptions): Observable<EventOf<'miniTicker', N>>
  /** Statistics of the last `1h`, `4h` or `1d`, every second. */
  rollingTicker$(
    symbols: Symbols,
    window: RollingWindow,
    options?: ChannelOptions,
  ): Observable<EventOf<'rollingTicker', N>>
  /** Each trade. */
  trade$(symbols: Symbols, options?: ChannelOptions): Observable<EventOf<'trade', N>>
  /** The trades of each taker order at one price, as one. */
  aggTrade$(symbols: Symbols, options?: ChannelOptions): Observable<EventOf<'aggTrade', N>>
  /** Each block trade, agreed outside the order book. */
  blockTrade$(symbols: Symbols, options?: ChannelOptions): Observable<EventOf<'blockTrade', N>>
  /**
   * Candlesticks of one interval or several, as they grow: `market.kline$('BTCUSDT', [Freq.m1, Freq.h1])`. The last of each has
   * `isClosed`; `onlyClosed()` lets no other through.
   */
  kline$(
    symbols: Symbols,
    freqs: Freq | readonly Freq[],
    options?: KlineOptions,
  ): Observable<EventOf<'kline', N>>
  /** The best bid and ask, at each change. */
  bookTicker$(symbols: Symbols, options?: ChannelOptions): Observable<EventOf<'bookTicker', N>>
  /** The average price of the last minutes (`interval`), every second. */
  avgPrice$(symbols: Symbols, options?: ChannelOptions): Observable<EventOf<'avgPrice', N>>
  /** The reference price, every second. */
  referencePrice$(symbols: Symbols, options?: ChannelOptions): Observable<EventOf<'referencePrice', N>>
  /** The best levels of the order book, 20 a side unless said, whole each time; every second, or every 100 ms. */
  depth$(symbols: Symbols, options?: DepthOptions): Observable<EventOf<'depth', N>>
  /** What changes in the order book, to keep one's own with; every second, or every 100 ms. A drop leaves a hole: see `firstUpdateId`. */
  depthDiff$(symbols: Symbols, options?: DepthDiffOptions): Observable<EventOf<'depthDiff', N>>
  /** The mini tickers of every symbol that changed, every second. */
  allMiniTickers$(options?: ChannelOptions): Observable<EventOf<'allMiniTickers', N>>
  /** The rolling tickers of every symbol that changed, every second. */
  allRollingTickers$(
    window: RollingWindow,
    options?: ChannelOptions,
  ): Observable<EventOf<'allRollingTickers', N>>
  /** Any channel, given as data: what the methods above build from their arguments. For apps that choose channels as they run. */
  channel$<C extends Channel>(channel: C): Observable<EventOf<C['kind'], N>>

  /** The lifecycle of each connection. Hot; a new subscriber first gets the present status of each connection there is. */
  readonly connection$: Observable<ConnectionStatus>
  /** Frames that were dropped and commands that were refused or not answered. Hot; never ends a stream. */
  readonly errors$: Observable<MarketError>
  /** Every decoded event now flowing, of whatever channel. Hot; subscribes nothing by itself. */
  readonly events$: Observable<MarketEvent<N>>
  /**
   * Unsubscribes everything, closes the connections with code 1000, completes every observable; resolves when all is closed,
   * at the latest after twice `closeTimeout`. Gotcha: on a virtual scheduler its clock must be advanced before this is awaited.
   */
  close(): Promise<void>
}

/**
 * A {@link Market} over any {@link Feed}: a source of your own, asked by the methods of every market.
 *
 * Arguments are checked here (`INVALID_CHANNEL`), so the feed gets channels that can be; to share one among its subscribers is the feed's part.
 *
 * ```ts
 * import { createMarket, type Feed } from 'rxmarket'
 * import { aTrade } from 'rxmarket/testing'
 * import { NEVER, of } from 'rxjs'
 *
 * const feed = {
 *   channel$: ({ kind }) => (kind === 'trade' ? of(aTrade({ price: 105 })) : NEVER),
 *   connection$: NEVER,
 *   errors$: NEVER,
 *   events$: NEVER,
 *   close: () => Promise.resolve(),
 * } as Feed
 * createMarket(feed).trade$('BTCUSDT').subscribe(trade => console.log(trade.price)) // 105
 * ```
 */
export function createMarket<N>(feed: Feed<N>): Market<N> {
  /** One observable for all the channels, each checked before any is asked for. */
  const channels$ = <C extends Channel>(channels: readonly C[]): Observable<EventOf<C['kind'], N>> => {
    const checked = channels.map(checkChannel<C>)
    return merge(...checked.map(channel => feed.channel$(channel)))
  }

  /** One channel a symbol, all of one kind and without options of their own. */
  const perSymbol =
    <
      K extends
        | 'ticker'
        | 'miniTicker'
        | 'trade'
        | 'aggTrade'
        | 'blockTrade'
        | 'bookTicker'
        | 'avgPrice'
        | 'referencePrice',
    >(
      kind: K,
    ) =>
    (symbols: Symbols, options?: ChannelOptions): Observable<EventOf<K, N>> =>
      channels$(
        checkSymbols(kind, symbols).map(symbol => ({ kind, symbol, ...pin(options) }) as ChannelOf<K>),
      )

  return {
    ticker$: perSymbol('ticker'),
    miniTicker$: perSymbol('miniTicker'),
    trade$: perSymbol('trade'),
    aggTrade$: perSymbol('aggTrade'),
    blockTrade$: perSymbol('blockTrade'),
    bookTicker$: perSymbol('bookTicker'),
    avgPrice$: perSymbol('avgPrice'),
    referencePrice$: perSymbol('referencePrice'),

    rollingTicker$: (symbols, window, options) =>
      channels$(
        checkSymbols('rollingTicker', symbols).map(symbol => ({
          kind: 'rollingTicker',
          symbol,
          window,
          ...pin(options),
        })),
      ),

    kline$: (symbols, freqs, options) => {
      const list = typeof freqs === 'string' ? [freqs] : [...new Set(freqs)]
      if (list.length === 0)
        throw new InvalidChannelError('kline', 'no interval was given; name at least one, such as Freq.m1')
      const timeZone = options?.timeZone ?? '+00:00'
      return channels$(
        checkSymbols('kline', symbols).flatMap(symbol =>
          list.map(freq => ({ kind: 'kline', symbol, freq, timeZone, ...pin(options) }) as const),
        ),
      )
    },

    depth$: (symbols, options) => {
      const { levels = 20, speed = 1000 } = options ?? {}
      return channels$(
        checkSymbols('depth', symbols).map(symbol => ({
          kind: 'depth',
          symbol,
          levels,
          speed,
          ...pin(options),
        })),
      )
    },

    depthDiff$: (symbols, options) => {
      const { speed = 1000 } = options ?? {}
      return channels$(
        checkSymbols('depthDiff', symbols).map(symbol => ({
          kind: 'depthDiff',
          symbol,
          speed,
          ...pin(options),
        })),
      )
    },

    allMiniTickers$: options => channels$([{ kind: 'allMiniTickers', ...pin(options) }]),
    allRollingTickers$: (window, options) =>
      channels$([{ kind: 'allRollingTickers', window, ...pin(options) }]),

    channel$: channel => {
      const [symbol] = 'symbol' in channel ? checkSymbols(channel.kind, channel.symbol) : []
      return channels$([symbol === undefined ? channel : { ...channel, symbol }])
    },

    connection$: feed.connection$,
    errors$: feed.errors$,
    events$: feed.events$,
    close: () => feed.close(),
    [Symbol.asyncDispose]: () => feed.close(),
  }
}

function pin(options: ChannelOptions | undefined): ChannelOptions {
  return options?.connection === undefined ? {} : { connection: options.connection }
}
