/** Seconds: the statistics of each second, told when it is over. */
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
import { type SymbolEvent } from './plan.js'

export interface Second {
  /** How many events each symbol had that had any. */
  readonly rates: ReadonlyMap<string, number>
  /** The median of the milliseconds from the exchange's clock to ours, where an event said it. */
  readonly latency: number | undefined
}

/**
 * Emits for every second, a silent one too. RxJS's window cuts them, not tumblingWindow: that tells nothing of a silent second, and its
 * seconds end by a clock of their own, not with the one at which all rows of the view are renewed.
 */
export const seconds =
  (scheduler: SchedulerLike, isRecorded: boolean): OperatorFunction<SymbolEvent, Second> =>
  event$ =>
    event$.pipe(
      window(interval(1_000, scheduler)),
      mergeMap(second$ =>
        forkJoin({
          rates: second$.pipe(rates()),
          // The events of a recording are of another day.
          latency: isRecorded ? of(undefined) : second$.pipe(latency()),
        }),
      ),
    )

const rates = (): OperatorFunction<SymbolEvent, ReadonlyMap<string, number>> => event$ =>
  event$.pipe(
    movingWindow({ count: Infinity, by: ({ symbol }) => symbol }, count()),
    reduce((counts, { key, value }) => counts.set(key, value), new Map<string, number>()),
  )

/** The median of all, when they have ended; undefined of none. */
export const latency = (): OperatorFunction<SymbolEvent, number | undefined> => event$ =>
  event$.pipe(
    // A best price has no time of the exchange; for the quantile it would be a NaN.
    filter(event => 'eventTime' in event),
    movingWindow(
      { count: Infinity },
      quantile(0.5, event => event.receivedAt - event.eventTime),
    ),
    last(null, undefined),
  )
