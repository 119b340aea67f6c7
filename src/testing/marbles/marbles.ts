/** The entrance of the kit: a test in virtual time. */
import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'
import type { MarketDiagrams } from '../market/diagrams.js'
import type { MarketValues } from '../market/market-values.js'
import { createMarbleMarket, type MarbleMarket } from '../market/marble-market.js'
import { assertVirtualTime, assertNotNested } from '../run-mode.js'
import { differences } from './difference.js'
import { checkLetters, Expectations } from './expectations.js'
import type { Span } from './explain-subscriptions.js'
import { MarbleTime } from './time.js'

type Cold<T> = ReturnType<typeof TestScheduler.prototype.createColdObservable<T>>
type Hot<T> = ReturnType<typeof TestScheduler.prototype.createHotObservable<T>>

/** What a test is given. Diagrams are those of RxJS's run mode: a character is a millisecond, spaces are nothing, ` 9s ` is time. */
export interface MarbleHelpers {
  /** A market whose events are drawn; see the function of this name. */
  readonly marbleMarket: (diagrams: MarketDiagrams, values?: MarketValues) => MarbleMarket
  /** An observable that begins anew for each subscriber. */
  readonly cold: <T = string>(
    diagram: string,
    values?: Readonly<Record<string, T>>,
    error?: unknown,
  ) => Cold<T>
  /** An observable that goes on whether or not it is subscribed; `^` is the moment at which the test begins. */
  readonly hot: <T = string>(diagram: string, values?: Readonly<Record<string, T>>, error?: unknown) => Hot<T>
  /**
   * Subscribes now, or from `^` to `!` of `subscription`. `toBe` says what should come: an error (`#`) is its third argument, whole or
   * by its fields, such as `{ code: 'RECONNECT_FAILED' }`.
   */
  readonly expectObservable: <T>(
    observable$: Observable<T>,
    subscription?: string,
  ) => {
    toBe(diagram: string, values?: object | null, error?: unknown): void
    toEqual(other$: Observable<T>): void
  }
  /** When an observable of `cold` or `hot` was subscribed and left: `expectSubscriptions(source.subscriptions).toBe('^--!')`. */
  readonly expectSubscriptions: (subscriptions: readonly Span[]) => {
    toBe(diagrams: string | readonly string[]): void
  }
  /**
   * Which channels the exchange would have been asked for, and told to stop: every one, each with its subscriptions.
   * `expectChannels(market).toBe({ 'ticker BTCUSDT': '^--!', 'kline BTCUSDT 1m': ['^-!', '----^'] })`
   */
  readonly expectChannels: (market: Pick<MarbleMarket, 'subscriptions'>) => {
    toBe(diagrams: Readonly<Record<string, string | readonly string[]>>): void
  }
  /** Milliseconds until the `|`. */
  readonly time: (diagram: string) => number
  /** When animation frames are painted. */
  readonly animate: (diagram: string) => void
  /** Lets time run now, and checks what was expected so far; else it runs when the test is written. */
  readonly flush: () => void
  /** For whatever takes a scheduler. It is RxJS's `asyncScheduler`, the default of most, which is virtual within the test. */
  readonly scheduler: SchedulerLike
}

/** Settings of {@link marbles}. */
export interface MarbleOptions {
  /** Whether a value is what was expected. @default deep equality, which knows the matchers of Jest and Vitest */
  readonly isEqual?: (actual: unknown, expected: unknown) => boolean
  /** How much may happen in the test before it is taken for one that never ends. @default 100_000 */
  readonly maxActions?: number
}

/**
 * A test in marbles: RxJS's `TestScheduler` in run mode, with a market to draw. It is synchronous, throws plain errors and knows no
 * test runner, so it is the body of a test in any: `it('…', () => marbles(({ … }) => { … }))`.
 *
 * Time is virtual within: `asyncScheduler` and with it every operator that takes a scheduler, `timer`, `Date.now` as RxJS sees it.
 * Hours pass in moments. What fails is told in marbles, expected and actual below each other, with the fields that differ.
 *
 * It throws also when something is not a test at all: nothing is expected, an `expectObservable` is compared with nothing, a
 * letter has no value, one test runs within another, a channel is asked for that is not drawn, time never ends.
 *
 * Gotchas: promises, native timers and `Date.now()` itself stay real, so `test` must not be `async`. A timer that was started before
 * `marbles` stays real too; make it within. A group such as `(ab)` takes as many milliseconds as it has characters.
 *
 * ```ts
 * import { marbles } from 'rxmarket/testing'
 * import { filter, map } from 'rxjs'
 *
 * marbles(({ marbleMarket, expectObservable, expectChannels }) => {
 *   const market = marbleMarket({ trade: { BTCUSDT: '-a-b-a-b' } }, { a: 100, b: 105 })
 *   const highs$ = market.trade$('BTCUSDT').pipe(map(t => t.price), filter(price => price > 100))
 *   expectObservable(highs$, '                    ^----!').toBe('---h', { h: 105 })
 *   expectChannels(market).toBe({ 'trade BTCUSDT': '^----!' })
 * })
 * ```
 */
export function marbles(test: (helpers: MarbleHelpers) => void, options: MarbleOptions = {}): void {
  assertNotNested('marbles')
  const { isEqual, maxActions = 100_000 } = options
  const expectations = new Expectations((actual, expected) => {
    if (isEqual === undefined) return differences(actual, expected)
    if (isEqual(actual, expected)) return []
    return [{ path: '', actual, expected }]
  })
  const time = new MarbleTime(expectations.assertDeepEqual, maxActions)
  const setupErrors: unknown[] = []
  try {
    time.run(helpers => {
      const { cold, hot } = helpers
      const result: unknown = test({
        marbleMarket: (diagrams, values) =>
          createMarbleMarket(helpers, diagrams, values, error => setupErrors.push(error)),
        cold: (diagram, values, error) => {
          checkLetters(diagram, values)
          return cold(diagram, values, error)
        },
        hot: (diagram, values, error) => {
          checkLetters(diagram, values)
          return hot(diagram, values, error)
        },
        expectObservable: (observable$, subscription) =>
          expectations.observable(helpers, observable$, subscription),
        expectSubscriptions: subscriptions => expectations.subscriptions(helpers, subscriptions),
        expectChannels: market => expectations.channels(market),
        time: helpers.time,
        animate: helpers.animate,
        flush: () => expectations.flush(time),
        scheduler: asyncScheduler,
      })
      assertSynchronous(result)
      assertVirtualTime('marbles', time)
      expectations.end()
      expectations.flush(time)
    })
  } catch (error) {
    throw setupErrors[0] ?? error
  }
  if (setupErrors.length > 0) throw setupErrors[0]
}

function assertSynchronous(result: unknown): void {
  if (typeof result !== 'object' || result === null || !('then' in result)) return
  throw new Error(
    'the test of marbles is async, and virtual time does not wait for promises: make it synchronous',
  )
}
