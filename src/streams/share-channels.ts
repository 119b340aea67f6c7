/** Shares channels among the subscribers of a feed. */
import type { Observable } from 'rxjs'
import type { Feed } from '../feed.js'
import type { Channel } from '../model/channel.js'
import type { MarketEvent } from '../model/event.js'
import type { Gap, GapOptions } from '../model/gap.js'
import { InvalidOptionError } from '../validation/invalid-option-error.js'
import { printValue } from '../validation/print-value.js'
import { SharedChannels } from './shared-channels.js'

/**
 * Returns the `channel$` of a {@link Feed} that shares channels by reference count, as a live
 * market does.
 *
 * The first subscriber of a channel calls `open$` and subscribes what it returns, later ones join,
 * and the last one to unsubscribe unsubscribes the source. Channels are equal when all their fields
 * are, `connection` included. Subscribers that join receive what is emitted from then on. When the
 * source completes or errors, all subscribers do, and the next subscriber calls `open$` again. An
 * error thrown by `open$` is an error of the channel. Throws `INVALID_OPTION` where `open$` is no
 * function.
 *
 * A source may emit a {@link Gap} between the events that it is between; subscribers with
 * `gaps: true` receive it.
 *
 * Gotchas: a source that emits synchronously emits to its first subscriber only. Completing all
 * channels when the feed closes is the source's part; `takeUntil(closed$)` within `open$` does it.
 *
 * ```ts
 * import { createMarket, type Feed, shareChannels } from 'rxmarket'
 * import { aTrade } from 'rxmarket/testing'
 * import { map, NEVER, timer } from 'rxjs'
 *
 * const feed: Feed = {
 *   channel$: shareChannels(channel => {
 *     console.log(`opened ${channel.kind}`) // opened trade
 *     return timer(10).pipe(map(() => aTrade({ price: 105 })))
 *   }),
 *   connection$: NEVER,
 *   errors$: NEVER,
 *   events$: NEVER,
 *   close: () => Promise.resolve(),
 * }
 * const trade$ = createMarket(feed).trade$('BTCUSDT')
 * trade$.subscribe(({ price }) => console.log(`first: ${price}`)) // first: 105
 * trade$.subscribe(({ price }) => console.log(`second: ${price}`)) // second: 105
 * ```
 *
 * @param open$ Returns the events of one channel. Called once for each time that the channel gets
 *   its first subscriber.
 */
export function shareChannels<N = number>(
  open$: (channel: Channel) => Observable<MarketEvent<N> | Gap>,
): Feed<N>['channel$'] {
  if (typeof open$ !== 'function') {
    throw new InvalidOptionError(
      'open$',
      `of shareChannels should be a function from a channel to an observable, got ${printValue(open$)}`,
    )
  }
  const channels = new SharedChannels(open$)
  return <C extends Channel>(channel: C, { gaps = false }: GapOptions = {}) =>
    channels.channel$(channel, gaps)
}
