/**
 * Counts every error, and turns at most one a second into an alert: a broken stream can cause
 * thousands.
 */
import { type MarketError } from 'rxmarket'
import { connect, map, merge, type OperatorFunction, type SchedulerLike, throttleTime } from 'rxjs'
import { errorAlert } from '../state/alert-inputs.js'
import { reduceAlert, reduceErrorCount, type Reducer } from '../state/reducers.js'

export const errorUpdates = (scheduler: SchedulerLike): OperatorFunction<MarketError, Reducer> =>
  connect(error$ =>
    merge(
      error$.pipe(map((_, index) => reduceErrorCount(index + 1))),
      error$.pipe(throttleTime(1_000, scheduler), map(errorAlert), map(reduceAlert)),
    ),
  )
