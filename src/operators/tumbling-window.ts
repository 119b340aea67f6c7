/** Aggregates windows that follow one another. */
import {
  asyncScheduler,
  concat,
  concatMap,
  defer,
  filter,
  ignoreElements,
  map,
  merge,
  type Observable,
  type OperatorFunction,
  type SchedulerLike,
  Subject,
  switchMap,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import { InvalidOptionError } from '../model/errors.js'
import type { Aggregate } from './internal/aggregate.js'
import { checkPositive } from './internal/check-option.js'
import { type KeyedWindowValue, NONE, OpenWindows, type WindowValue } from './internal/open-windows.js'
import { type ArrivalTime, timeReader, type EventTime } from './internal/window-time.js'

interface Span {
  /** How long a window is, in milliseconds. Windows begin at the multiples of it since the epoch. */
  readonly span: number
}

interface ByEvent<T> {
  readonly time: EventTime<T>
  /**
   * How far behind the latest event another may be and still count, in milliseconds. Windows are told so much later.
   *
   * @default 0
   */
  readonly lateness?: number | undefined
  /** Told each event whose window is already closed; `event => late$.next(event)` makes a stream of them. */
  readonly onLate?: ((event: T) => void) | undefined
  readonly scheduler?: never
}

/** How long the windows are, and whose clock they follow. Lateness exists only by the time of events. */
export type TumblingWindowOptions<T> = Span &
  ((ArrivalTime & { readonly lateness?: never; readonly onLate?: never }) | ByEvent<T>)

/** Tumbling windows for each key. */
export type KeyedTumblingWindowOptions<T, K> = TumblingWindowOptions<T> & {
  /** The key whose window an event belongs to, such as `t => t.symbol`. */
  readonly by: (event: T) => K
}

/**
 * Emits the aggregate of each window of `span` milliseconds, when the window is over.
 *
 * <span class="informal">One value a minute, of that minute.</span>
 *
 * Windows lie side by side and begin at the multiples of `span` since the epoch, as klines do: an event is in exactly one.
 * With `by` each window is told once for each key that had an event in it. A window without events is not told. At completion the
 * windows still open are told, though they are not over; at an error they are not. Errors with its source, and with what `by`,
 * `time`, `onLate` or the aggregate throws. Memory is what the aggregate keeps for each open window, no events.
 *
 * **By arrival** (the default) an event is in the window in which it reaches this operator. A timer on `scheduler` tells the window at its
 * end, whether or not another event comes; none runs while no window is open.
 *
 * **By the time of events** (`time: 'event'`, or a function that reads it) a replay gives the same windows. The clock is then the
 * watermark: the latest time of any event, of any key, less `lateness`. A window is told once the watermark has reached its end; until then
 * events that come out of order count. An event whose window is closed is late: it is given to `onLate`, and counted in the `late`
 * of the next value, so that it is never lost in silence. So is an event whose time is no number.
 *
 * Gotchas: within a window, `first`, `last` and so `ohlcv` go by the order in which events came. By the time of events, silence
 * tells nothing: the last window is told when a later event, or the end, comes. One event from the far future makes all after it
 * late: filter such events. On a market with `timeUnit: 'microsecond'`, write `time: t => t.eventTime / 1000`.
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
 *   .pipe(tumblingWindow({ span: 5_000, by: t => t.symbol, time: 'event', lateness: 250 }, ohlcv()))
 *   .subscribe(({ key, start, value }) => console.log(key, new Date(start), value.close, value.volume))
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
 *   .pipe(tumblingWindow({ span: 1_000, time: 'event', onLate: trade => late$.next(trade) }, count()))
 *   .subscribe(({ value }) => console.log(`${value} trades in that second`))
 * ```
 *
 * @see {@link movingWindow}
 *
 * @param config the windows: `span` in milliseconds, and where time and keys are read
 * @param aggregate how the events of a window become a value
 * @throws {InvalidOptionError} `INVALID_OPTION` when `span` is not above 0 and finite, or `lateness` below 0
 * @return A function that returns an Observable of one value per window and key.
 */
export function tumblingWindow<T, K, R>(
  config: KeyedTumblingWindowOptions<T, K>,
  aggregate: Aggregate<T, R>,
): OperatorFunction<T, KeyedWindowValue<K, R>>
export function tumblingWindow<T, R>(
  config: TumblingWindowOptions<T> & { readonly by?: never },
  aggregate: Aggregate<T, R>,
): OperatorFunction<T, WindowValue<R>>
export function tumblingWindow<T, R>(
  config: TumblingWindowOptions<T> & { readonly by?: ((event: T) => unknown) | undefined },
  aggregate: Aggregate<T, R>,
): OperatorFunction<T, WindowValue<R>> {
  const { span, by, time = 'arrival', lateness = 0, onLate, scheduler = asyncScheduler } = config
  checkPositive('span', span)
  if (!(lateness >= 0)) {
    throw new InvalidOptionError('lateness', `should be 0 or more milliseconds, got ${lateness}`)
  }
  return source =>
    defer(() => {
      const windows = new OpenWindows(span, aggregate, by)
      const closed$ =
        time === 'arrival'
          ? closedByArrival$(source, windows, scheduler)
          : closedByTime$(source, windows, timeReader(time, scheduler), lateness, onLate)
      return concat(
        closed$.pipe(
          filter(values => values.length > 0),
          concatMap(values => values),
        ),
        defer(() => windows.close(Infinity)),
      )
    })
}

function closedByTime$<T, R>(
  source: Observable<T>,
  windows: OpenWindows<T, R>,
  timeOf: (event: T) => number,
  lateness: number,
  onLate: ((event: T) => void) | undefined,
): Observable<readonly WindowValue<R>[]> {
  let watermark = -Infinity
  return source.pipe(
    map(event => {
      const time = timeOf(event)
      const number = windows.numberOf(time)
      if (!Number.isFinite(time) || windows.endOf(number) <= watermark) {
        windows.addLate()
        onLate?.(event)
        return NONE
      }
      watermark = Math.max(watermark, time - lateness)
      windows.add(event, number)
      return windows.close(watermark)
    }),
  )
}

function closedByArrival$<T, R>(
  source: Observable<T>,
  windows: OpenWindows<T, R>,
  scheduler: SchedulerLike,
): Observable<readonly WindowValue<R>[]> {
  // Never goes back, though timers of the system may fire a little early, and its clock may be set back.
  let now = -Infinity
  const opened$ = new Subject<number>()
  const completed$ = new Subject<void>()
  const closedByTimer$ = opened$.pipe(
    switchMap(length => wait$(length, scheduler)),
    map(() => windows.close((now = Math.max(now, windows.nextEnd ?? now)))),
    takeUntil(completed$),
  )
  const closedByEvent$ = source.pipe(
    map(event => {
      now = Math.max(now, scheduler.now())
      const closed = windows.close(now)
      const isFirst = windows.nextEnd === undefined
      windows.add(event, windows.numberOf(now))
      if (isFirst) opened$.next((windows.nextEnd ?? now) - now)
      return closed
    }),
    tap({ complete: () => completed$.next() }),
  )
  return merge(closedByTimer$, closedByEvent$)
}

// What a timer of the system can wait: a longer one fires at once.
const MAX_DELAY = 2 ** 31 - 1

/** Emits after `length` milliseconds, however many. */
function wait$(length: number, scheduler: SchedulerLike): Observable<unknown> {
  if (length <= MAX_DELAY) return timer(length, scheduler)
  return concat(timer(MAX_DELAY, scheduler).pipe(ignoreElements()), wait$(length - MAX_DELAY, scheduler))
}

/** @deprecated Renamed to {@link TumblingWindowOptions}. */
export type TumblingWindowConfig<T> = TumblingWindowOptions<T>

/** @deprecated Renamed to {@link KeyedTumblingWindowOptions}. */
export type KeyedTumblingWindowConfig<T, K> = KeyedTumblingWindowOptions<T, K>
