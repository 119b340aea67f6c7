/** Composes a Market over any Feed. */
import { from, map, merge, mergeAll, type Observable, Subject } from 'rxjs'
import { backfillSettings } from './backfill/backfill-settings.js'
import { MarketBackfill } from './backfill/market-backfill.js'
import { hasPast } from './backfill/past-kinds.js'
import type { Feed } from './feed.js'
import { marketBooks } from './book/market-books.js'
import { marketHistory } from './history/market-history.js'
import type { ChannelOptions, KlineOptions, Market, Symbols } from './market.js'
import type { Channel, Kind, RollingWindow } from './model/channel.js'
import { type ChannelArguments, channelsOf, checkChannel, checkFreqs } from './model/checks/check-channel.js'
import {
  checkSubscriptionOptions,
  type SubscriptionSettings,
} from './model/checks/check-subscription-options.js'
import type { MarketError } from './validation/market-error.js'
import type { Freq } from './model/freq.js'
import type { BackfillOption, BackfillOptions, GapOptions } from './model/gap.js'
import { toLost } from './streams/lost-gaps.js'
import { guarded } from './validation/guarded.js'
import { InvalidOptionError } from './validation/invalid-option-error.js'
import { printValue } from './validation/print-value.js'
import { readOptions } from './validation/read-options.js'

/** Options of {@link createMarket}. */
export interface MarketOptions {
  /** As `backfill` of `binance()`, where the feed answers queries. @default false */
  readonly backfill?: BackfillOption
}

/**
 * Creates a {@link Market} over any {@link Feed}, such as a source of your own.
 *
 * Checks the arguments of its methods (`INVALID_CHANNEL`), so the feed gets valid channels only.
 * Sharing a channel among its subscribers is the feed's part; {@link shareChannels} makes a
 * `channel$` that does. Throws `INVALID_OPTION` where `feed` is none.
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
export function createMarket<N>(feed: Feed<N>, options?: MarketOptions): Market<N> {
  checkFeed(feed)
  const { backfill }: MarketOptions = readOptions('createMarket', options, ['backfill'])
  const { byDefault, limits } = backfillSettings('createMarket', backfill)
  const none$ = new Subject<never>()
  // Errors found above the feed, such as by backfill.
  const reports$ = new Subject<MarketError>()
  const completed = new MarketBackfill(feed, limits, error => reports$.next(error))
  const close = (): Promise<void> => {
    completed.close()
    none$.complete()
    reports$.complete()
    return feed.close()
  }

  /**
   * Returns the observable of a method. Calls the feed for all channels before any is subscribed.
   */
  const merged$ = (kind: Kind, { options, ...given }: ChannelArguments): Observable<never> => {
    const channels = channelsOf(kind, { options, ...given })
    const settings = checkSubscriptionOptions(kind, options)
    const all$ = channels.map(channel => subscription$(channel, settings))
    // Not `merge`: a list of 100,000 symbols exceeds the maximum of arguments.
    return all$.length === 1 ? (all$[0] as Observable<never>) : from(all$).pipe(mergeAll())
  }

  /** Has the type `never` for its callers, which declare the type of their events. */
  const subscription$ = (channel: Channel, settings: SubscriptionSettings): Observable<never> => {
    const { gaps, backfill = byDefault && hasPast(channel), history = 0 } = settings
    const items$ =
      backfill || history > 0
        ? completed.channel$(channel, { backfill, history }, gaps)
        : gaps
          ? feed.channel$(channel, { gaps }).pipe(map(toLost))
          : feed.channel$(channel)
    return items$ as Observable<never>
  }

  const perSymbol =
    (kind: Kind) =>
    (symbols: Symbols, options?: ChannelOptions & GapOptions & BackfillOptions): Observable<never> =>
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
    channel$: (channel: Channel, options?: GapOptions & BackfillOptions) => {
      const checked = checkChannel(channel)
      return subscription$(checked, checkSubscriptionOptions(checked.kind, options))
    },
    ...marketHistory(feed),
    ...marketBooks(feed, error => reports$.next(error as MarketError)),

    connection$: feed.connection$,
    errors$: merge(feed.errors$, reports$),
    events$: completed.events$(),
    gaps$: completed.gaps$(feed.gaps$ ?? none$),
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
