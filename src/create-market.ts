/** Composes a Market over any Feed. */
import { from, mergeAll, type Observable, Subject } from 'rxjs'
import type { Feed } from './feed.js'
import { marketHistory } from './history/market-history.js'
import type { ChannelOptions, Market, Symbols } from './market.js'
import type { ChannelOf, Kind } from './model/channel.js'
import { channelsOf, checkChannel, checkFreqs } from './model/check-channel.js'
import type { EventOf } from './model/event.js'
import { guarded } from './validation/guarded.js'
import { InvalidOptionError } from './validation/invalid-option-error.js'
import { printValue } from './validation/print-value.js'

/**
 * Creates a {@link Market} over any {@link Feed}, such as a source of your own.
 *
 * Checks the arguments of its methods (`INVALID_CHANNEL`), so the feed gets valid channels only. Sharing a
 * channel among its subscribers is the feed's part; {@link shareChannels} makes a `channel$` that does.
 * Throws `INVALID_OPTION` where `feed` is none.
 *
 * ```ts
 * import { createMarket, type Feed, shareChannels } from 'rxmarket'
 * import { aTrade } from 'rxmarket/testing'
 * import { NEVER, of } from 'rxjs'
 *
 * const feed: Feed = {
 *   channel$: shareChannels(({ kind }) => (kind === 'trade' ? of(aTrade({ price: 105 })) : NEVER)),
 *   connection$: NEVER,
 *   errors$: NEVER,
 *   events$: NEVER,
 *   close: () => Promise.resolve(),
 * }
 * createMarket(feed).trade$('BTCUSDT').subscribe(trade => console.log(trade.price)) // 105
 * ```
 */
export function createMarket<N>(feed: Feed<N>): Market<N> {
  checkFeed(feed)
  const none$ = new Subject<never>()
  const close = (): Promise<void> => {
    none$.complete()
    return feed.close()
  }

  /** Calls the feed for all channels before any is subscribed. */
  const merged$ = <K extends Kind>(channels: readonly ChannelOf<K>[]): Observable<EventOf<K, N>> => {
    const all$ = channels.map(channel => feed.channel$(channel)) as Observable<EventOf<K, N>>[]
    // Not `merge`, whose arguments a list of 100,000 symbols would exceed.
    return all$.length === 1 ? (all$[0] as Observable<EventOf<K, N>>) : from(all$).pipe(mergeAll())
  }

  const perSymbol =
    <K extends Kind>(kind: K) =>
    (symbols: Symbols, options?: ChannelOptions): Observable<EventOf<K, N>> =>
      merged$(channelsOf(kind, { symbols, options }))

  return {
    ticker$: perSymbol('ticker'),
    miniTicker$: perSymbol('miniTicker'),
    rollingTicker$: (symbols, window, options) =>
      merged$(channelsOf('rollingTicker', { symbols, fields: [{ window }], options })),
    trade$: perSymbol('trade'),
    aggTrade$: perSymbol('aggTrade'),
    blockTrade$: perSymbol('blockTrade'),
    kline$: (symbols, freqs, options) =>
      merged$(channelsOf('kline', { symbols, fields: checkFreqs(freqs), options })),
    bookTicker$: perSymbol('bookTicker'),
    avgPrice$: perSymbol('avgPrice'),
    referencePrice$: perSymbol('referencePrice'),
    depth$: perSymbol('depth'),
    depthDiff$: perSymbol('depthDiff'),
    allMiniTickers$: options => merged$(channelsOf('allMiniTickers', { options })),
    allRollingTickers$: (window, options) =>
      merged$(channelsOf('allRollingTickers', { fields: [{ window }], options })),
    channel$: channel => feed.channel$(checkChannel(channel)),
    ...marketHistory(feed),

    connection$: feed.connection$,
    errors$: feed.errors$,
    events$: feed.events$,
    frames$: feed.frames$ ?? none$.asObservable(),
    stats$: feed.stats$ ?? none$.asObservable(),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function checkFeed(feed: unknown): void {
  const toError = (options?: ErrorOptions): InvalidOptionError =>
    new InvalidOptionError(
      'feed',
      `of createMarket should be a Feed, with channel$() and close(), got ${printValue(feed)}`,
      options,
    )
  if (!guarded(() => isFeed(feed), toError)) throw toError()
}

function isFeed(feed: unknown): boolean {
  return (
    typeof feed === 'object' &&
    feed !== null &&
    'channel$' in feed &&
    typeof feed.channel$ === 'function' &&
    'close' in feed &&
    typeof feed.close === 'function'
  )
}
