/** A Market whose events are drawn: the marble feed. */
import { EMPTY, NEVER, type Observable } from 'rxjs'
import type { RunHelpers } from 'rxjs/testing'
import type { Feed } from '../feed.js'
import { createMarket, type Market } from '../market.js'
import { type Channel, describeChannel, type Kind } from '../model/channel.js'
import type { EventOf, MarketEvent } from '../model/event.js'

/** For each kind of channel, a diagram for each symbol; one for the whole market where the kind has no symbol. */
export type MarketDiagrams = {
  readonly [K in Kind]?: K extends 'allMiniTickers' | 'allRollingTickers'
    ? string
    : Readonly<Record<string, string>>
}

/** What the letters of the diagrams stand for. */
export type MarketValues = Readonly<Record<string, MarketEvent>>

/**
 * A Market whose channels are cold observables drawn as marbles, within `TestScheduler.run`.
 *
 * A channel that is not drawn throws when it is asked for, with the list of those that are. Gotcha: options of a channel
 * (an interval, levels) are not told apart, only kind and symbol.
 *
 * ```ts
 * import { aTicker, marbleMarket } from 'rxmarket/testing'
 * import { map } from 'rxjs'
 * import { TestScheduler } from 'rxjs/testing'
 *
 * const scheduler = new TestScheduler((actual, expected) => console.log(JSON.stringify(actual) === JSON.stringify(expected)))
 * scheduler.run(({ cold, expectObservable }) => {
 *   const values = { a: aTicker({ price: 1 }), b: aTicker({ price: 2 }) }
 *   const market = marbleMarket({ cold }, { ticker: { BTCUSDT: '-a-b|' } }, values)
 *   const prices$ = market.ticker$('BTCUSDT').pipe(map(t => t.price))
 *   expectObservable(prices$).toBe('-x-y|', { x: 1, y: 2 })
 * })
 * ```
 */
export function marbleMarket(
  { cold }: Pick<RunHelpers, 'cold'>,
  diagrams: MarketDiagrams,
  values: MarketValues = {},
): Market {
  const drawn = new Map<string, string>()
  for (const [kind, diagram] of Object.entries(diagrams)) {
    if (typeof diagram === 'string') drawn.set(kind, diagram)
    else
      for (const [symbol, line] of Object.entries(diagram)) drawn.set(`${kind} ${symbol.toUpperCase()}`, line)
  }

  const feed: Feed = {
    channel$: <C extends Channel>(channel: C): Observable<EventOf<C['kind']>> => {
      const key = 'symbol' in channel ? `${channel.kind} ${channel.symbol}` : channel.kind
      const diagram = drawn.get(key)
      if (diagram === undefined) {
        throw new Error(
          `${describeChannel(channel)} is not in the diagrams: draw it, or ask for one of ${[...drawn.keys()].join(', ')}`,
        )
      }
      return cold<EventOf<C['kind']>>(diagram, values as Record<string, EventOf<C['kind']>>)
    },
    connection$: NEVER,
    errors$: EMPTY,
    events$: NEVER,
    close: () => Promise.resolve(),
  }
  return createMarket(feed)
}
