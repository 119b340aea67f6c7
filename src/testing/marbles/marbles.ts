/** Entry point: runs a marble test in virtual time. */
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

/**
 * The helpers that a test receives. Diagrams have the syntax of RxJS's run mode: one character is
 * one millisecond, spaces are ignored, ` 9s ` is a time progression.
 */
export interface MarbleHelpers {
  /** Creates a market from diagrams; see the function of this name. */
  readonly marbleMarket: (diagrams: MarketDiagrams, values?: MarketValues) => MarbleMarket
  /** Creates an observable that starts again for each subscriber. */
  readonly cold: <T = string>(
    diagram: string,
    values?: Readonly<Record<string, T>>,
    error?: unknown,
  ) => Cold<T>
  /**
   * Creates an observable that emits whether or not it is subscribed; `^` marks the start of the
   * test.
   */
  readonly hot: <T = string>(diagram: string, values?: Readonly<Record<string, T>>, error?: unknown) => Hot<T>
  /**
   * Subscribes now, or from `^` to `!` of `subscription`. The third argument of `toBe` is the
   * expected error (`#`), complete or by some fields, such as `{ code: 'RECONNECT_FAILED' }`.
   */
  readonly expectObservable: <T>(
    observable$: Observable<T>,
    subscription?: string,
  ) => {
    toBe(diagram: string, values?: object | null, error?: unknown): void
    toEqual(other$: Observable<T>): void
  }
  /**
   * Checks when an observable of `cold` or `hot` was subscribed and unsubscribed:
   * `expectSubscriptions(source.subscriptions).toBe('^--!')`.
   */
  readonly expectSubscriptions: (subscriptions: readonly Span[]) => {
    toBe(diagrams: string | readonly string[]): void
  }
  /**
   * Checks which channels are subscribed and unsubscribed at the exchange: all of them, each with
   * its subscriptions.
   * `expectChannels(market).toBe({ 'ticker BTCUSDT': '^--!', 'kline BTCUSDT 1m': ['^-!', '----^'] })`
   */
  readonly expectChannels: (market: Pick<MarbleMarket, 'subscriptions'>) => {
    toBe(diagrams: Readonly<Record<string, string | readonly string[]>>): void
  }
  /** Returns the milliseconds until the `|`. */
  readonly time: (diagram: string) => number
  /** Schedules animation frames. */
  readonly animate: (diagram: string) => void
  /**
   * Runs virtual time now and checks the expectations so far; by default both happen at the end of
   * the test.
   */
  readonly flush: () => void
  /** RxJS's `asyncScheduler`, the default of most operators, which is virtual within the test. */
  readonly scheduler: SchedulerLike
}

/** Options of {@link marbles}. */
export interface MarbleOptions {
  /**
   * Compares a value with the expected one.
   *
   * @default deep equality, with support for the matchers of Jest and Vitest
   */
  readonly isEqual?: (actual: unknown, expected: unknown) => boolean
  /** The number of scheduled actions after which the test fails as endless. @default 100_000 */
  readonly maxActions?: number
}

/**
 * Runs a marble test: RxJS's `TestScheduler` in run mode, with a market that is drawn. It is
 * synchronous, throws plain errors and depends on no test runner, so it works as the body of a test
 * in any of them: `it('…', () => marbles(({ … }) => { … }))`.
 *
 * Time is virtual within: `asyncScheduler`, every operator that takes a scheduler, `timer`, and
 * `Date.now` as RxJS reads it. Hours pass in milliseconds. A failure is reported in marbles,
 * expected and actual below each other, with the fields that differ.
 *
 * It also throws when a test cannot fail or cannot run: without an expectation, with an
 * `expectObservable` without `toBe`, a letter without a value, a nested test, a subscribed channel
 * that is not drawn, or endless time.
 *
 * Gotchas: promises, native timers and `Date.now()` itself stay real, so `test` must not be
 * `async`. A timer that was started before `marbles` stays real too; create it within. A group such
 * as `(ab)` takes as many milliseconds as it has characters.
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
