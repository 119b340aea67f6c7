/** Emits the statistics of each second at its end. */
import {
  filter,
  forkJoin,
  interval,
  last,
  mergeMap,
  of,
  type OperatorFunction,
  reduce,
  type SchedulerLike,
  window,
} from 'rxjs'
import { count, movingWindow, quantile } from 'rxmarket/operators'
import { type SymbolEvent } from '../state/channels.js'

export interface SecondStats {
  /** Events per symbol; symbols without events are missing. */
  readonly rates: ReadonlyMap<string, number>
  /** Median milliseconds from the exchange's clock to ours; undefined without timed events. */
  readonly latency: number | undefined
}

/**
 * Emits for every second, also one without events. Uses RxJS's `window`: `tumblingWindow` skips
 * empty windows and aligns each to its own clock, but all rows of the view update together.
 */
export const secondStats =
  (scheduler: SchedulerLike, isRecorded: boolean): OperatorFunction<SymbolEvent, SecondStats> =>
  event$ =>
    event$.pipe(
      window(interval(1_000, scheduler)),
      mergeMap(second$ =>
        forkJoin({
          rates: second$.pipe(rates()),
          // The timestamps of a recording are in the past.
          latency: isRecorded ? of(undefined) : second$.pipe(medianLatency()),
        }),
      ),
    )

const rates = (): OperatorFunction<SymbolEvent, ReadonlyMap<string, number>> => event$ =>
  event$.pipe(
    movingWindow({ count: Infinity, by: ({ symbol }) => symbol }, count()),
    reduce((counts, { key, value }) => counts.set(key, value), new Map<string, number>()),
  )

/** Emits the median of all events when they complete; undefined if there were none. */
export const medianLatency = (): OperatorFunction<SymbolEvent, number | undefined> => event$ =>
  event$.pipe(
    // A bookTicker has no exchange time.
    filter(event => 'eventTime' in event),
    movingWindow(
      { count: Infinity },
      quantile(0.5, event => event.receivedAt - event.eventTime),
    ),
    last(null, undefined),
  )
