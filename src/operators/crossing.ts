/** Detects when a number crosses a level. */
import {
  defer,
  filter,
  isObservable,
  map,
  type Observable,
  type OperatorFunction,
  withLatestFrom,
} from 'rxjs'
import { check } from '../validation/check.js'
import { checkOptionalSelector } from './internal/check-arguments.js'

/** A number went through a level. */
export interface Crossing {
  /** `'up'`: from below to above. */
  readonly direction: 'up' | 'down'
  /** The number, now beyond the level. */
  readonly value: number
  /** The level as it was at that moment. */
  readonly level: number
}

/** An event's number went through a level. */
export interface EventCrossing<T> extends Crossing {
  /** The event that crossed. */
  readonly event: T
}

/**
 * Emits when the source's number goes from one side of a level to the other.
 *
 * The level is a number, or another observable's latest value: a fast average that crosses a slow
 * one, a price that crosses its VWAP. A number that touches the level and turns back does not cross
 * it. One that rests on the level crosses when it leaves it on the other side. The first number
 * that is not on the level decides on which side the source begins.
 *
 * Numbers are compared when the source emits, with the level at that moment. An emission of the
 * level compares nothing, so two averages of one source are never compared while one of them is out
 * of date. Numbers before the level's first value are ignored.
 *
 * Completes with its source; continues with the last level when the level completes; errors with
 * either. Throws `INVALID_OPTION` for a level that is neither a number nor an observable.
 *
 * Gotcha: `NaN` is on neither side and is ignored.
 *
 * ![Marble diagram](../../docs/diagrams/crossing.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { crossing } from 'rxmarket/operators'
 * import { map } from 'rxjs'
 *
 * const ticker$ = binance().ticker$('BTCUSDT')
 * const average$ = ticker$.pipe(map(ticker => ticker.weightedAveragePrice))
 * ticker$
 *   .pipe(
 *     map(ticker => ticker.price),
 *     crossing(average$),
 *   )
 *   .subscribe(({ direction, value, level }) =>
 *     console.log(`${direction} through ${level}, now ${value}`),
 *   )
 * ```
 *
 * With a second argument the number is read from the source's events, and what is emitted has the
 * `event` too
 * ```ts
 * import { binance } from 'rxmarket'
 * import { crossing } from 'rxmarket/operators'
 *
 * binance()
 *   .ticker$('BTCUSDT')
 *   .pipe(crossing(60_000, ticker => ticker.price))
 *   .subscribe(({ direction, event }) =>
 *     console.log(`${event.symbol} went ${direction} at ${event.eventTime}`),
 *   )
 * ```
 *
 * @param level$ a number, or an observable of numbers, which is subscribed before the source
 * @return A function that returns an Observable of the crossings.
 */
export function crossing(level$: number | Observable<number>): OperatorFunction<number, Crossing>
/** Emits when the number that `read` reads crosses `level$`, with the event. */
export function crossing<T>(
  level$: number | Observable<number>,
  read: (event: T) => number,
): OperatorFunction<T, EventCrossing<T>>
export function crossing<T>(
  level$: number | Observable<number>,
  read?: (event: T) => number,
): OperatorFunction<T, Crossing | EventCrossing<T>> {
  const isLevel = isObservable(level$) || (typeof level$ === 'number' && !Number.isNaN(level$))
  check('level$', level$, isLevel, 'a number or an Observable of numbers')
  checkOptionalSelector('crossing', 'read', read)
  return source =>
    defer(() => {
      let side = 0
      const compared$ =
        typeof level$ === 'number'
          ? source.pipe(map(event => [event, level$] as const))
          : source.pipe(withLatestFrom(level$))
      return compared$.pipe(
        map(([event, level]) => {
          // Without `read` the overloads accept numbers only.
          const value = read === undefined ? (event as number) : read(event)
          const before = side
          side = Math.sign(value - level) || before
          if (side === before || before === 0) return undefined
          const crossing: Crossing = { direction: side > 0 ? 'up' : 'down', value, level }
          return read === undefined ? crossing : { ...crossing, event }
        }),
        filter(crossing => crossing !== undefined),
      )
    })
}
