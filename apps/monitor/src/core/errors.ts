/** Errors: a broken stream can err a thousand times a second; one a second is told, all are counted. */
import { type MarketError } from 'rxmarket'
import { connect, map, merge, type OperatorFunction, type SchedulerLike, throttleTime } from 'rxjs'
import { errorNews } from './news.js'
import { placeAlert, placeErrors, type Placing } from './place.js'

export const errors = (scheduler: SchedulerLike): OperatorFunction<MarketError, Placing> =>
  connect(error$ =>
    merge(
      error$.pipe(map((_, index) => placeErrors(index + 1))),
      error$.pipe(throttleTime(1_000, scheduler), map(errorNews), map(placeAlert)),
    ),
  )
