/** The marble market: a Market with drawn events. */
import type { RunHelpers } from 'rxjs/testing'
import { createMarket } from '../../create-market.js'
import type { Market } from '../../market.js'
import type { ChannelSubscription } from './channel-log.js'
import type { MarketDiagrams } from './diagrams.js'
import { marbleFeed } from './marble-feed.js'
import type { MarketValues } from './market-values.js'

/** A {@link Market} on a marble feed. */
export interface MarbleMarket extends Market {
  /**
   * Each channel from its SUBSCRIBE to its UNSUBSCRIBE, as the exchange would have seen it: what
   * `expectChannels` checks.
   */
  readonly subscriptions: readonly ChannelSubscription[]
}

/**
 * Creates a Market from marble diagrams, in the virtual time of RxJS's `TestScheduler.run`. Within
 * {@link marbles} it is among the helpers, and takes no first argument.
 *
 * The diagrams draw the events that the exchange sends. They share one time, which does not start
 * over for each subscriber. A subscriber that comes late, unsubscribes early or subscribes while
 * the connection is down misses the events sent meanwhile. Channels are shared and ref-counted by
 * the same code as a live market's. `events$` emits every delivered event, and `connection$` has
 * the statuses of a real connection: `connecting`, `open`, `subscribing` and `live` in the frame of
 * the first subscription, `closed` after the last (`linger` is 0 here). `frames$` and `stats$` emit
 * nothing, as there are no frames.
 *
 * - A letter is an event: what `values` has for it, completed by the maker of its kind (see
 *   {@link aTicker}). The frame at which it is drawn becomes its `receivedAt` and `eventTime`, the
 *   channel its `symbol`, its place in the diagram its `tradeId` or `updateId`. A number is a
 *   price. A complete event is emitted unchanged, the same object. Without `values` every letter is
 *   an event with default fields.
 * - `|` completes the channel. `#` rejects it: its subscribers, and no others, get
 *   `SUBSCRIBE_REJECTED` (or the error that `values['#']` is), which `errors$` reports too. A
 *   subscriber that comes again gets what is drawn after it.
 * - `connection: '-L--D--L'` draws the connection, which otherwise works from the start. `L`: it
 *   works. `D`: it drops, or one more attempt fails; events are lost until the next `L`, and no
 *   subscriber gets an error. `S`: the same, found by the heartbeat. `F`: no attempts are left, and
 *   every subscriber gets `RECONNECT_FAILED`. `|`: the market is closed.
 *
 * - `answers: { klines: [aKline(…)] }` contains the answers to queries for history, snapshots and
 *   the like: see {@link MarketAnswers}. A query without an answer errors with `UNSUPPORTED`.
 *
 * The method of a channel that is not drawn throws, and lists the drawn ones.
 *
 * Gotchas: in one frame the connection's marbles come first, then the channels in the order of the
 * drawing. A real connection takes some milliseconds to become `live`; this one takes none. A
 * channel's `connection` option (which socket of a pool) has no effect.
 *
 * ```ts
 * import { marbleMarket } from 'rxmarket/testing'
 * import { map } from 'rxjs'
 * import { TestScheduler } from 'rxjs/testing'
 *
 * const scheduler = new TestScheduler((actual, expected) =>
 *   console.log(JSON.stringify(actual) === JSON.stringify(expected)),
 * )
 * scheduler.run(({ hot, expectObservable }) => {
 *   const market = marbleMarket(
 *     { hot },
 *     { ticker: { BTCUSDT: '-a-b|' } },
 *     { a: { price: 1 }, b: { price: 2 } },
 *   )
 *   const prices$ = market.ticker$('BTCUSDT').pipe(map(t => t.price))
 *   expectObservable(prices$).toBe('-x-y|', { x: 1, y: 2 })
 * })
 * ```
 *
 * @param helpers the helpers of RxJS's `run`
 * @param diagrams see {@link MarketDiagrams}
 * @param values see {@link MarketValues}
 */
export function marbleMarket(
  helpers: Pick<RunHelpers, 'hot'>,
  diagrams: MarketDiagrams,
  values?: MarketValues,
): MarbleMarket {
  return createMarbleMarket(helpers, diagrams, values, () => undefined)
}

/**
 * As {@link marbleMarket}; passes what is wrong with the diagrams to `onSetupError` too, as a
 * strategy may ignore errors.
 */
export function createMarbleMarket(
  helpers: Pick<RunHelpers, 'hot'>,
  diagrams: MarketDiagrams,
  values: MarketValues | undefined,
  onSetupError: (error: unknown) => void,
): MarbleMarket {
  const feed = marbleFeed(helpers, diagrams, values, onSetupError)
  return { ...createMarket(feed), subscriptions: feed.subscriptions }
}
