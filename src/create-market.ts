/** Composes a Market over any Feed. */
import { concatMap, from, map, merge, mergeAll, type Observable, Subject } from 'rxjs'
import type { Feed } from './feed.js'
import { marketBooks } from './book/market-books.js'
import { marketHistory } from './history/market-history.js'
import type { ChannelOptions, KlineOptions, Market, Symbols } from './market.js'
import type { Channel, Kind, RollingWindow } from './model/channel.js'
import { type ChannelArguments, channelsOf, checkChannel, checkFreqs } from './model/checks/check-channel.js'
import { checkGapOptions } from './model/checks/check-gap-options.js'
import type { MarketError } from './validation/market-error.js'
import type { Freq } from './model/freq.js'
import type { GapOptions } from './model/gap.js'
import { openAndLost, toLost } from './streams/lost-gaps.js'
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
  // What is found above the feed.
  const reports$ = new Subject<MarketError>()
  const close = (): Promise<void> => {
    none$.complete()
    reports$.complete()
    return feed.close()
  }

  /** What a method returns. Calls the feed for all channels before any is subscribed. */
  const merged$ = (kind: Kind, { options, ...given }: ChannelArguments): Observable<never> => {
    const channels = channelsOf(kind, { options, ...given })
    const { gaps } = checkGapOptions(kind, options)
    const all$ = channels.map(channel => subscription$(channel, gaps))
    // Not `merge`, whose arguments a list of 100,000 symbols would exceed.
    return all$.length === 1 ? (all$[0] as Observable<never>) : from(all$).pipe(mergeAll())
  }

  /** Typed for its callers, whose signatures state what it emits. */
  const subscription$ = (channel: Channel, gaps: boolean): Observable<never> =>
    (gaps ? feed.channel$(channel, { gaps }).pipe(map(toLost)) : feed.channel$(channel)) as Observable<never>

  const perSymbol =
    (kind: Kind) =>
    (symbols: Symbols, options?: ChannelOptions & GapOptions): Observable<never> =>
      merged$(kind, { symbols, options })

  return {
    ticker$: perSymbol('ticker'),
    miniTicker$: perSymbol('miniTicker'),
    rollingTicker$: (symbols: Symbols, window: RollingWindow, options?: ChannelOptions & GapOptions) =>
      merged$('rollingTicker', { symbols, fields: [{ window }], options }),
    trade$: perSymbol('trade'),
    aggTrade$: perSymbol('aggTrade'),
    blockTrade$: perSymbol('blockTrade'),
    kline$: (symbols: Symbols, freqs: Freq | readonly Freq[], options?: KlineOptions & GapOptions) =>
      merged$('kline', { symbols, fields: checkFreqs(freqs), options }),
    bookTicker$: perSymbol('bookTicker'),
    avgPrice$: perSymbol('avgPrice'),
    referencePrice$: perSymbol('referencePrice'),
    depth$: perSymbol('depth'),
    depthDiff$: perSymbol('depthDiff'),
    allMiniTickers$: (options?: ChannelOptions & GapOptions) => merged$('allMiniTickers', { options }),
    allRollingTickers$: (window: RollingWindow, options?: ChannelOptions & GapOptions) =>
      merged$('allRollingTickers', { fields: [{ window }], options }),
    channel$: (channel: Channel, options?: GapOptions) => {
      const checked = checkChannel(channel)
      return subscription$(checked, checkGapOptions(checked.kind, options).gaps)
    },
    ...marketHistory(feed),
    ...marketBooks(feed, error => reports$.next(error as MarketError)),

    connection$: feed.connection$,
    errors$: merge(feed.errors$, reports$),
    events$: feed.events$,
    gaps$: feed.gaps$?.pipe(concatMap(openAndLost)) ?? none$.asObservable(),
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
