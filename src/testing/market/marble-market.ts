/** A Market whose events are drawn. */
import type { RunHelpers } from 'rxjs/testing'
import { createMarket } from '../../create-market.js'
import type { Market } from '../../market.js'
import type { ChannelSubscription } from './channel-log.js'
import type { MarketDiagrams } from './drawing.js'
import { marbleFeed, type MarketValues } from './marble-feed.js'

/** A {@link Market} on a marble feed. */
export interface MarbleMarket extends Market {
  /** Each channel from its SUBSCRIBE to its UNSUBSCRIBE, as the exchange would have seen it: what `expectChannels` looks at. */
  readonly subscriptions: readonly ChannelSubscription[]
}

/**
 * A Market whose events are drawn as marbles, in the virtual time of RxJS's `TestScheduler.run`. Within {@link marbles} it is among
 * the helpers, and takes no first argument.
 *
 * The diagrams are what the exchange sends: all of one time, which does not begin anew for each subscriber. Who subscribes late,
 * leaves early, or asks while the connection is down misses what was sent meanwhile. Channels are shared and ref-counted as a live
 * market's are, `events$` has every event delivered, and `connection$` tells a life like a real one's: `connecting`, `open`,
 * `subscribing` and `live` at the moment of the first subscription, `closed` after the last.
 *
 * - A letter is an event: what `values` says of it, made sound by its kind's maker (see {@link aTicker}). The moment at which it is
 *   drawn becomes its `receivedAt` and `eventTime`, the channel its `symbol`, its place in the diagram its `tradeId` or `updateId`.
 *   A number is a price. A whole event is emitted as it is, the very object. Without `values` every letter is an event like any other.
 * - `|` completes the channel. `#` refuses it: its subscribers, and no others, get `SUBSCRIBE_REJECTED` (or the error that
 *   `values['#']` is), which `errors$` tells too. Who subscribes again gets what is drawn after it.
 * - `connection: '-L--D--L'` draws the connection, which else works from the start. `L`: it works. `D`: it drops, or one more attempt
 *   fails; events are lost until the next `L`, and nobody gets an error. `S`: the same, found by our own heartbeat. `F`: it is given
 *   up, and every subscriber gets `RECONNECT_FAILED`. `|`: the market is closed.
 *
 * A channel that is not drawn throws when it is asked for, with the list of those that are.
 *
 * Gotchas: in one frame the connection speaks first, then the channels in the order in which they are drawn. A real connection takes
 * some milliseconds to become `live`; this one takes none. A channel's `connection` option (which socket of a pool) means nothing here.
 *
 * ```ts
 * import { marbleMarket } from 'rxmarket/testing'
 * import { map } from 'rxjs'
 * import { TestScheduler } from 'rxjs/testing'
 *
 * const scheduler = new TestScheduler((actual, expected) => console.log(JSON.stringify(actual) === JSON.stringify(expected)))
 * scheduler.run(({ hot, expectObservable }) => {
 *   const market = marbleMarket({ hot }, { ticker: { BTCUSDT: '-a-b|' } }, { a: { price: 1 }, b: { price: 2 } })
 *   const prices$ = market.ticker$('BTCUSDT').pipe(map(t => t.price))
 *   expectObservable(prices$).toBe('-x-y|', { x: 1, y: 2 })
 * })
 * ```
 *
 * @param helpers what RxJS's `run` hands to the test
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

/** The same, telling what is wrong with the diagrams to one who must hear of it even when the strategy does not care. */
export function createMarbleMarket(
  helpers: Pick<RunHelpers, 'hot'>,
  diagrams: MarketDiagrams,
  values: MarketValues | undefined,
  complain: (error: unknown) => void,
): MarbleMarket {
  const feed = marbleFeed(helpers, diagrams, values, complain)
  return { ...createMarket(feed), subscriptions: feed.subscriptions }
}
