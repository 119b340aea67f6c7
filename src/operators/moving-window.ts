/** Aggregates the window that ends at each event. */
import { asyncScheduler, defer, filter, map, type Observable, type OperatorFunction, tap } from 'rxjs'
import type { Gap } from '../model/gap.js'
import { checkLimit } from '../validation/check.js'
import { InvalidOptionError } from '../validation/invalid-option-error.js'
import type { Aggregate, Keyed } from './internal/aggregate.js'
import {
  checkAggregate,
  checkOperatorOptions,
  checkOptionalSelector,
  checkScheduler,
  checkSpan,
} from './internal/check-arguments.js'
import { keyOfGap } from './internal/gaps/key-of-gap.js'
import { checkOnGap, isGapItem, type OnGap, type OnGapOption } from './internal/gaps/on-gap.js'
import { GapMarker, type MarkedValue } from './internal/gaps/spans-gap.js'
import { byCount, bySpan, type SlidingWindow, unboundedWindow } from './internal/sliding-window.js'
import { type ArrivalTime, checkTime, EventClock, type EventTime } from './internal/window-time.js'

interface Span {
  /**
   * The length of the window, in milliseconds: an event leaves when it is that old. `Infinity` for
   * all events so far.
   */
  readonly span: number
  readonly count?: undefined
}

interface Count {
  /**
   * The number of events in the window, for each key with `by`. `Infinity` for all events so far.
   */
  readonly count: number
  readonly span?: undefined
  readonly time?: undefined
  readonly scheduler?: undefined
}

interface ByEvent<T> {
  readonly time: EventTime<T>
  readonly scheduler?: undefined
}

/** The length of a moving window: a span of time or a count of events, never both. */
export type MovingWindowOptions<T> = Count | (Span & ArrivalTime) | (Span & ByEvent<T>)

/** The value of one key's window, and whether events are missing within it. */
export type KeyedMarkedValue<K, R> = Keyed<K, R> & MarkedValue<R>

/** A moving window for each key. */
export type KeyedMovingWindowOptions<T, K> = MovingWindowOptions<T> & {
  /** The key of an event's window, such as `t => t.symbol`. */
  readonly by: (event: T) => K
}

/**
 * Emits, at each event, the aggregate of the window that ends with it.
 *
 * <span class="informal">The mean of the last minute, at every tick.</span>
 *
 * With `by` there is a window for each key, and each value comes with the key of its event.
 * Completes and errors with its source, and with exceptions of `by`, `time` or the aggregate. The
 * cost of an event does not depend on the size of the window: it is that of the aggregate, O(1)
 * amortised for those of this package. No timer runs.
 *
 * **Time.** An event enters at its own time and leaves a `span` later; events of the same time
 * enter one after the other. By default that time is its arrival on `scheduler`. `time: 'event'` is
 * the exchange's clock, so that a replay gives the same values and a slow network changes nothing;
 * `time: t => t.receivedAt` is our clock, but from the event, so that a replay repeats it. The
 * window's clock never goes back: an event that is older than an earlier one, or has no time,
 * enters at the latest time so far, and leaves with it. It is one clock for all keys. When no event
 * has a time, the option is wrong: `INVALID_OPTION`, at completion or after 1,000 events.
 *
 * **Gaps.** `onGap` determines the effect of a gap that a subscription with `gaps: true` reports.
 * `onGap: 'reset'` empties the window, and `'mark'` emits `{ value, spansGap }`, in which
 * `spansGap` is `true` while the window holds events from both sides of the gap. With `by` this is
 * the window with the key that `by` reads from the gap's channel, such as its `symbol`; all windows
 * if it reads none.
 *
 * **Memory** is the window's: of each event in it its time and what the aggregate needs of it, such
 * as its price. A key that falls silent is removed when its last event is a `span` old, at the next
 * event of any key. With `count` a silent key keeps its last events: for an unlimited number of
 * keys use `span`. With `Infinity` nothing leaves, and no events are kept.
 *
 * Gotchas: silence emits nothing, though the window empties: `switchMap` to a `timer` if that
 * matters. An event from the far future holds the clock there, and the window grows until time has
 * caught up. On a market with `timeUnit: 'microsecond'`, write `time: t => t.eventTime / 1000`.
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
 * @param options the window: `span` in milliseconds or `count` in events, and where time and keys
 *   are read
 * @param aggregate how the events of the window become a value
 * @throws {InvalidOptionError} `INVALID_OPTION` when `span` is not above 0, `count` is not an
 *   integer above 0, or another option is unknown or invalid
 * @return A function that returns an Observable of one value per event.
 */
export function movingWindow<T, K, R>(
  options: KeyedMovingWindowOptions<T, K> & { readonly onGap: 'mark' },
  aggregate: Aggregate<T, R>,
): OperatorFunction<T | Gap, KeyedMarkedValue<K, R>>
/** One window, with values marked when it spans a gap. */
export function movingWindow<T, R>(
  options: MovingWindowOptions<T> & { readonly by?: never; readonly onGap: 'mark' },
  aggregate: Aggregate<T, R>,
): OperatorFunction<T | Gap, MarkedValue<R>>
/** A window for each key. */
export function movingWindow<T, K, R>(
  options: KeyedMovingWindowOptions<T, K> & OnGapOption<'ignore' | 'reset'>,
  aggregate: Aggregate<T, R>,
): OperatorFunction<T | Gap, Keyed<K, R>>
/** Emits, at each event, the aggregate of the window that ends with it, without keys. */
export function movingWindow<T, R>(
  options: MovingWindowOptions<T> & { readonly by?: never } & OnGapOption<'ignore' | 'reset'>,
  aggregate: Aggregate<T, R>,
): OperatorFunction<T | Gap, R>
export function movingWindow<T, R>(
  options: MovingWindowOptions<T> & {
    readonly by?: ((event: T) => unknown) | undefined
    readonly onGap?: OnGap | undefined
  },
  aggregate: Aggregate<T, R>,
): OperatorFunction<T | Gap, unknown> {
  check(options, aggregate)
  const { time, by, scheduler = asyncScheduler, onGap = 'ignore' } = options
  return source =>
    defer(() => {
      const clock = new EventClock('movingWindow', time, scheduler)
      const timeOf = (event: T): number => clock.read(event)
      if (onGap === 'mark') {
        const marker = new GapMarker()
        const window = createWindow(options, timeOf, marker.marked(aggregate))
        const interrupt = (gap: Gap): void => {
          const known = keyOfGap(gap, by)
          if (known === undefined) marker.interruptAll()
          else marker.interrupt(known.key)
        }
        const marked$ = withoutGaps$(source, interrupt).pipe(
          map(event => {
            const key = by?.(event)
            marker.select(key)
            return { ...(by && { key }), ...window.add(event, key) }
          }),
        )
        return marked$.pipe(tap({ complete: () => clock.checkTimes() }))
      }
      const window = createWindow(options, timeOf, aggregate)
      const interrupt = (gap: Gap): void => {
        if (onGap === 'ignore') return
        const known = keyOfGap(gap, by)
        if (known === undefined) window.resetAll()
        else window.reset(known.key)
      }
      const events$ = withoutGaps$(source, interrupt)
      const values$: Observable<R | Keyed<unknown, R>> =
        by === undefined
          ? events$.pipe(map(event => window.add(event, undefined)))
          : events$.pipe(
              map(event => {
                const key = by(event)
                return { key, value: window.add(event, key) }
              }),
            )
      return values$.pipe(tap({ complete: () => clock.checkTimes() }))
    })
}

/** The events of a source; its gaps are passed to `interrupt`. */
function withoutGaps$<T>(source: Observable<T | Gap>, interrupt: (gap: Gap) => void): Observable<T> {
  return source.pipe(
    filter((item): item is T => {
      if (!isGapItem(item)) return true
      interrupt(item)
      return false
    }),
  )
}

function createWindow<T, R>(
  { span, count, by, onGap }: MovingWindowOptions<T> & { readonly by?: unknown; readonly onGap?: unknown },
  timeOf: (event: T) => number,
  aggregate: Aggregate<T, R>,
): SlidingWindow<T, R> {
  if ((span ?? count) === Infinity) return unboundedWindow(aggregate)
  return span === undefined
    ? byCount(count, aggregate)
    : bySpan(span, timeOf, by !== undefined || onGap === 'reset', aggregate)
}

function check<T, R>(
  options: MovingWindowOptions<T> & { readonly by?: unknown; readonly onGap?: unknown },
  aggregate: Aggregate<T, R>,
): void {
  checkOperatorOptions('movingWindow', options, ['span', 'count', 'by', 'time', 'scheduler', 'onGap'])
  const { span, count, time, by, scheduler, onGap } = options
  if (span !== undefined && count !== undefined)
    throw new InvalidOptionError('count', 'of movingWindow was given with span; a window has one of them')
  if (span !== undefined) checkSpan(span)
  else checkLimit('count', count)
  if (count !== undefined && time !== undefined)
    throw new InvalidOptionError('time', 'of movingWindow applies to a window of a span, not of a count')
  checkTime('movingWindow', time)
  checkOptionalSelector('movingWindow', 'by', by, 'its key', 'symbol')
  checkOnGap(onGap)
  checkScheduler(scheduler)
  checkAggregate('movingWindow', 'aggregate', aggregate)
}

/** @deprecated Renamed to {@link MovingWindowOptions}. */
export type MovingWindowConfig<T> = MovingWindowOptions<T>

/** @deprecated Renamed to {@link KeyedMovingWindowOptions}. */
export type KeyedMovingWindowConfig<T, K> = KeyedMovingWindowOptions<T, K>
