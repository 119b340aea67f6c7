/** The updates of a view that every watch of a market has: connection, outages and errors. */
import type { ConnectionStatus, Market } from 'rxmarket'
import { connect, map, merge, type Observable, scan, type SchedulerLike } from 'rxjs'
import { emptyConnectionSummary, summarizeStatus } from '../state/connection-summary.js'
import { reduceAlert, reduceConnection, type Reducer } from '../state/reducers.js'
import { errorUpdates } from './error-updates.js'
import { failIfUnreachable } from './fail-if-unreachable.js'
import { outageAlerts } from './outage-alerts.js'

/**
 * Merges them with `others$`, which shares the statuses. Errors with a `CliError` when the exchange
 * is unreachable.
 */
export const marketUpdates$ = (
  market: Market,
  scheduler: SchedulerLike,
  others$: (status$: Observable<ConnectionStatus>) => Observable<Reducer>,
): Observable<Reducer> =>
  market.connection$.pipe(
    failIfUnreachable(),
    connect(status$ =>
      merge(
        status$.pipe(scan(summarizeStatus, emptyConnectionSummary), map(reduceConnection)),
        status$.pipe(outageAlerts(), map(reduceAlert)),
        market.errors$.pipe(errorUpdates(scheduler)),
        others$(status$),
      ),
    ),
  )
