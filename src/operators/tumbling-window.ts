/** Aggregates windows that follow one another. */
import { asyncScheduler, concat, concatMap, defer, filter, type OperatorFunction } from 'rxjs'
import type { Gap } from '../model/gap.js'
import { checkPositive } from '../validation/check.js'
import { InvalidOptionError } from '../validation/invalid-option-error.js'
import type { Aggregate } from './internal/aggregate.js'
import {
  checkAggregate,
  checkCallback,
  checkLateness,
  checkOperatorOptions,
  checkOptionalSelector,
  checkScheduler,
} from './internal/check-arguments.js'
import { closedByArrival$, closedByTime$ } from './internal/close-windows.js'
import { keyOfGap } from './internal/gaps/key-of-gap.js'
import { checkOnGap, isGapItem, type OnGapOption } from './internal/gaps/on-gap.js'
import { type KeyedWindowValue, OpenWindows, type WindowValue } from './internal/open-windows.js'
import { type ArrivalTime, checkTime, EventClock, type EventTime } from './internal/window-time.js'

interface Span extends OnGapOption {
  /**
   * The length of a window, in milliseconds. Windows begin at the multiples of it since the epoch.
   */
  readonly span: number
}

interface ByEvent<T> {
  readonly time: EventTime<T>
  /**
   * The maximum delay of an event behind the latest one, in milliseconds; later events are late.
   * Windows are emitted that much later; with `Infinity` all of them at completion.
   *
   * @default 0
   */
  readonly lateness?: number | undefined
  /**
   * Receives each event of a closed window; `event => late$.next(event)` makes a stream of them.
   */
  readonly onLate?: ((event: T) => void) | undefined
  readonly scheduler?: undefined
}

/** The length of the windows, and their clock. Lateness exists only by the time of events. */
export type TumblingWindowOptions<T> = Span &
  ((ArrivalTime & { readonly lateness?: undefined; readonly onLate?: undefined }) | ByEvent<T>)

/** Tumbling windows for each key. */
export type KeyedTumblingWindowOptions<T, K> = TumblingWindowOptions<T> & {
  /** The key of an event's window, such as `t => t.symbol`. */
  readonly by: (event: T) => K
}

/**
 * Emits the aggregate of each window of `span` milliseconds, when the window is over.
 *
 * <span class="informal">One value a minute, of that minute.</span>
 *
 * Windows lie side by side and begin at the multiples of `span` since the epoch, as klines do: an
 * event is in exactly one. With `by` each window has a value for each key that had an event in it.
 * A window without events emits nothing. At completion the windows still open are emitted, though
 * they are not over; at an error they are not. Errors with its source, and with exceptions of `by`,
 * `time`, `onLate` or the aggregate. It holds the state of the aggregate for each open window, and
 * no events.
 *
 * **By arrival** (the default) an event is in the window in which it reaches this operator. A timer
 * on `scheduler` closes the window at its end, with or without another event; no timer runs without
 * an open window.
 *
 * **By the time of events** (`time: 'event'`, or a function that reads it) a replay gives the same
 * windows. The clock is then the watermark: the latest time of any event, of any key, less
 * `lateness`. A window is emitted once the watermark has reached its end; until then events that
 * come out of order count. An event of a closed window is late: `onLate` receives it, and the
 * `late` of the next value counts it, so that no event is lost silently. So is an event that has no
 * time. When no event has one, the option is wrong: `INVALID_OPTION`, at completion or after 1,000
 * events.
 *
 * **Gaps.** A gap that a subscription with `gaps: true` reports makes windows incomplete: the open
 * ones and that of the next event. `onGap: 'reset'` does not emit these, `'mark'` gives all values
 * `spansGap`. With `by` these are the windows with the key that `by` reads from the gap's channel,
 * such as its `symbol`; all windows if it reads none.
 *
 * Gotchas: within a window, `first`, `last` and `ohlcv` use the order of arrival; {@link toKlines}
 * uses the order of the trades. By the time of events, silence emits nothing: the last window is
 * emitted when a later event, or the end, comes. One event from the far future makes all after it
 * late: filter such events. On a market with `timeUnit: 'microsecond'`, write
 * `time: t => t.eventTime / 1000`.
 *
 * ![Marble diagram](../../docs/diagrams/tumbling-window.svg)
 *
 * ## Example
 *
 * Candles of five seconds for each symbol, by the exchange's clock
 * ```ts
 * import { binance } from 'rxmarket'
 * import { ohlcv, tumblingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(
 *     tumblingWindow({ span: 5_000, by: t => t.symbol, time: 'event', lateness: 250 }, ohlcv()),
 *   )
 *   .subscribe(({ key, start, value }) =>
 *     console.log(key, new Date(start), value.close, value.volume),
 *   )
 * ```
 *
 * A value and its late events as two streams
 * ```ts
 * import { binance, type Trade } from 'rxmarket'
 * import { count, tumblingWindow } from 'rxmarket/operators'
 * import { Subject } from 'rxjs'
 *
 * const late$ = new Subject<Trade>()
 * late$.subscribe(trade => console.warn('too late to count', trade.tradeId))
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(
 *     tumblingWindow({ span: 1_000, time: 'event', onLate: trade => late$.next(trade) }, count()),
 *   )
 *   .subscribe(({ value }) => console.log(`${value} trades in that second`))
 * ```
 *
 * @see {@link movingWindow}
 *
 * @param options the windows: `span` in milliseconds, and where time and keys are read
 * @param aggregate how the events of a window become a value
 * @throws {InvalidOptionError} `INVALID_OPTION` when `span` is not above 0 and finite, `lateness`
 *   is below 0, or another option is unknown or invalid
 * @return A function that returns an Observable of one value per window and key.
 */
export function tumblingWindow<T, K, R>(
  options: KeyedTumblingWindowOptions<T, K>,
  aggregate: Aggregate<T, R>,
): OperatorFunction<T | Gap, KeyedWindowValue<K, R>>
/** Emits the aggregate of each of consecutive windows, without keys. */
export function tumblingWindow<T, R>(
  options: TumblingWindowOptions<T> & { readonly by?: never },
  aggregate: Aggregate<T, R>,
): OperatorFunction<T | Gap, WindowValue<R>>
export function tumblingWindow<T, R>(
  options: TumblingWindowOptions<T> & { readonly by?: ((event: T) => unknown) | undefined },
  aggregate: Aggregate<T, R>,
): OperatorFunction<T | Gap, WindowValue<R>> {
  check(options, aggregate)
  const {
    span,
    by,
    time = 'arrival',
    lateness = 0,
    onLate,
    onGap = 'ignore',
    scheduler = asyncScheduler,
  } = options
  return source =>
    defer(() => {
      const windows = new OpenWindows(span, aggregate, by, onGap)
      const events$ = source.pipe(
        filter((item): item is T => {
          if (!isGapItem(item)) return true
          if (onGap !== 'ignore') windows.interrupt(keyOfGap(item, by))
          return false
        }),
      )
      const clock = new EventClock('tumblingWindow', time, scheduler)
      const closed$ =
        time === 'arrival'
          ? closedByArrival$(events$, windows, scheduler)
          : closedByTime$(events$, windows, clock, lateness, onLate)
      return concat(
        closed$.pipe(
          filter(values => values.length > 0),
          concatMap(values => values),
        ),
        defer(() => windows.close(Infinity)),
      )
    })
}

function check<T, R>(
  options: TumblingWindowOptions<T> & { readonly by?: unknown },
  aggregate: Aggregate<T, R>,
): void {
  const names = ['span', 'by', 'time', 'lateness', 'onLate', 'scheduler', 'onGap']
  checkOperatorOptions('tumblingWindow', options, names)
  const { span, by, time, lateness, onLate, scheduler, onGap } = options
  checkPositive('span', span)
  checkTime('tumblingWindow', time)
  if (lateness !== undefined) checkLateness(lateness)
  checkCallback('tumblingWindow', 'onLate', onLate)
  for (const [name, value] of Object.entries({ lateness, onLate })) {
    if (value === undefined || (time !== undefined && time !== 'arrival')) continue
    throw new InvalidOptionError(
      name,
      "of tumblingWindow applies to the time of events only, as nothing arrives late; give time: 'event'",
    )
  }
  checkOptionalSelector('tumblingWindow', 'by', by, 'its key', 'symbol')
  checkOnGap(onGap)
  checkScheduler(scheduler)
  checkAggregate('tumblingWindow', 'aggregate', aggregate)
}

/** @deprecated Renamed to {@link TumblingWindowOptions}. */
export type TumblingWindowConfig<T> = TumblingWindowOptions<T>

/** @deprecated Renamed to {@link KeyedTumblingWindowOptions}. */
export type KeyedTumblingWindowConfig<T, K> = KeyedTumblingWindowOptions<T, K>
