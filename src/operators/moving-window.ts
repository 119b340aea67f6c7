/** Aggregates the window that ends at each event. */
import { asyncScheduler, defer, map, type OperatorFunction } from 'rxjs'
import type { Aggregate, Keyed } from './internal/aggregate.js'
import { checkLimit, checkPositive } from './internal/check-option.js'
import { byCount, bySpan, type SlidingWindow, unboundedWindow } from './internal/sliding-window.js'
import { type ArrivalTime, timeReader, type EventTime } from './internal/window-time.js'

interface Span {
  /** How far back the window reaches, in milliseconds: an event leaves when it is exactly so old. `Infinity` for all there ever was. */
  readonly span: number
  readonly count?: never
}

interface Count {
  /** How many events the window holds, with `by` of each key. `Infinity` for all there ever were. */
  readonly count: number
  readonly span?: never
  readonly time?: never
  readonly scheduler?: never
}

interface ByEvent<T> {
  readonly time: EventTime<T>
  readonly scheduler?: never
}

/** How long a moving window is: a span of time or a count of events, never both. */
export type MovingWindowOptions<T> = Count | (Span & ArrivalTime) | (Span & ByEvent<T>)

/** A moving window for each key. */
export type KeyedMovingWindowOptions<T, K> = MovingWindowOptions<T> & {
  /** The key whose window an event belongs to, such as `t => t.symbol`. */
  readonly by: (event: T) => K
}

/**
 * Emits, at each event, the aggregate of the window that ends with it.
 *
 * <span class="informal">The mean of the last minute, at every tick.</span>
 *
 * With `by` there is a window for each key, and each value comes with the key of its event. Completes and errors with its source,
 * and with what `by`, `time` or the aggregate throws. The cost of an event does not depend on how many the window holds (that is
 * up to the aggregate, and O(1) amortised for those of this package), and no timer runs.
 *
 * **Time.** An event enters at its own time and leaves a `span` later; events of one time enter one after the other. By default that
 * is the time of arrival, as with all operators of RxJS: it fits every event. `time: 'event'` takes the exchange's clock, so that
 * a delay or a replay changes nothing; `time: t => t.receivedAt` is our clock, but from the event, so that a replay repeats it. The
 * window's clock never goes back: an event that is older than one before it enters at the time of that one, and
 * leaves with it. It is one clock for all keys.
 *
 * **Memory** is the window's: of each event in it its time and what the aggregate needs of it, such as its price, and nothing of those
 * that left. A key that falls silent is forgotten when its last
 * event is a `span` old, at the next event of any key. With `count` a silent key keeps its last events, as they are still its
 * last: for keys without number use `span`. With `Infinity` nothing leaves, and nothing is kept with which to let it go.
 *
 * Gotchas: silence emits nothing, though the window empties: `switchMap` to a `timer` if that matters. An event from the far future
 * holds the clock there, and the window grows until time has caught up. On a market with `timeUnit: 'microsecond'`, write
 * `time: t => t.eventTime / 1000`.
 *
 * ![Marble diagram](../../docs/diagrams/moving-window.svg)
 *
 * ## Example
 *
 * The mean price of the last minute, for each symbol
 * ```ts
 * import { binance } from 'rxmarket'
 * import { mean, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .ticker$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(movingWindow({ span: 60_000, by: t => t.symbol }, mean(t => t.price)))
 *   .subscribe(({ key, value }) => console.log(key, value))
 * ```
 *
 * The volume-weighted price of the last 100 trades
 * ```ts
 * import { binance } from 'rxmarket'
 * import { movingWindow, vwap } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(movingWindow({ count: 100 }, vwap()))
 *   .subscribe(price => console.log(price))
 * ```
 *
 * @see {@link tumblingWindow}
 *
 * @param config the window: `span` in milliseconds or `count` in events, and where time and keys are read
 * @param aggregate how the events of the window become a value
 * @throws {InvalidOptionError} `INVALID_OPTION` when `span` is not above 0, or `count` not a whole number above 0
 * @return A function that returns an Observable of one value per event.
 */
export function movingWindow<T, K, R>(
  config: KeyedMovingWindowOptions<T, K>,
  aggregate: Aggregate<T, R>,
): OperatorFunction<T, Keyed<K, R>>
export function movingWindow<T, R>(
  config: MovingWindowOptions<T> & { readonly by?: never },
  aggregate: Aggregate<T, R>,
): OperatorFunction<T, R>
export function movingWindow<T, R>(
  config: MovingWindowOptions<T> & { readonly by?: ((event: T) => unknown) | undefined },
  aggregate: Aggregate<T, R>,
): OperatorFunction<T, R | Keyed<unknown, R>> {
  const { span, count, time, by, scheduler = asyncScheduler } = config
  if (span === undefined) checkLimit('count', count)
  else if (span !== Infinity) checkPositive('span', span)
  const enter = (): SlidingWindow<T, R> => {
    if ((span ?? count) === Infinity) return unboundedWindow(aggregate)
    return span === undefined
      ? byCount(count, aggregate)
      : bySpan(span, timeReader(time, scheduler), by !== undefined, aggregate)
  }
  return by === undefined
    ? source =>
        defer(() => {
          const enterOne = enter()
          return source.pipe(map(event => enterOne(event, undefined)))
        })
    : source =>
        defer(() => {
          const enterKeyed = enter()
          return source.pipe(
            map(event => {
              const key = by(event)
              return { key, value: enterKeyed(event, key) }
            }),
          )
        })
}

/** @deprecated Renamed to {@link MovingWindowOptions}. */
export type MovingWindowConfig<T> = MovingWindowOptions<T>

/** @deprecated Renamed to {@link KeyedMovingWindowOptions}. */
export type KeyedMovingWindowConfig<T, K> = KeyedMovingWindowOptions<T, K>
