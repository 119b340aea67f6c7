/**
 * The REST client: queries in, answers out, through one queue. Repeats what failed for a reason
 * that may pass.
 */
import {
  catchError,
  concat,
  defer,
  from,
  map,
  merge,
  mergeMap,
  type Observable,
  retry,
  type SchedulerLike,
  Subject,
  take,
  takeUntil,
  throwError,
  timer,
} from 'rxjs'
import { backoff, type BackoffSettings } from '../clock/backoff.js'
import { monotonicNow } from '../clock/monotonic.js'
import type { Numeric } from '../codec/types/decimal.js'
import { MarketError } from '../validation/market-error.js'
import type { RequestStats } from '../model/feed-stats.js'
import { hasCode } from '../model/errors/is-market-error.js'
import type { AnswerOf, Query, QueryOptions } from '../model/query.js'
import { RequestAttemptError, RequestFailedError } from '../model/errors/request-errors.js'
import type { HttpRequest, TimeUnit } from '../options.js'
import type { RestProtocol } from '../venues/rest-protocol.js'
import { readResponse } from './read-response.js'
import { RequestQueue, type Ticket } from './request-queue.js'

/**
 * Milliseconds that an answer may take: the exchange's own limit is 10 s. Source: errors.md, -1007.
 */
const REQUEST_TIMEOUT = 15_000

export interface RestConfig<N> {
  readonly protocol: RestProtocol
  /** The address of REST; the error of each query if it is unknown. */
  readonly address: string | MarketError
  readonly request: HttpRequest
  readonly numeric: Numeric<N>
  readonly timeUnit: TimeUnit
  /** The delays and attempts of failed requests; `false` does not repeat any. */
  readonly reconnect: (BackoffSettings & { readonly maxAttempts: number }) | false
  readonly scheduler: SchedulerLike
  /** The observable of an error that comes on the scheduler. */
  readonly fail$: (error: unknown) => Observable<never>
  readonly onError: (error: MarketError) => void
  readonly onStats: (stats: RequestStats) => void
}

export interface RestClient<N> {
  query$<Q extends Query>(query: Q, options?: QueryOptions): Observable<AnswerOf<Q, N>>
  /** Ends all requests; completes what they would have answered. */
  close(): void
}

export function restClient<N>(config: RestConfig<N>): RestClient<N> {
  const { protocol, address, request, reconnect, scheduler, fail$, onError, onStats, timeUnit } = config
  const { weightPerMinute } = protocol
  const queue = new RequestQueue({ weightPerMinute, scheduler, onChange: () => onStats(queue.stats) })
  const closed$ = new Subject<void>()

  const attempt$ = <Q extends Query>(
    query: Q,
    ticket: Ticket,
    onPosition: QueryOptions['onPosition'],
  ): Observable<AnswerOf<Q, N>> => {
    if (typeof address !== 'string') return throwError(() => address)
    const { path, headers, weight } = protocol.format(query, timeUnit)
    return queue.turn$(ticket, weight, onPosition).pipe(
      mergeMap(() => {
        const askedAt = scheduler.now()
        const askedAtMonotonic = monotonicNow(scheduler)
        return merge(
          concat(from(request(address + path, { headers })), throwError(noResponse)),
          timer(REQUEST_TIMEOUT, scheduler).pipe(mergeMap(() => throwError(timedOut))),
        ).pipe(
          take(1),
          map(response => readResponse(query, response, { ...config, queue, askedAt, askedAtMonotonic })),
        )
      }),
      // A turn does not complete by itself.
      take(1),
      catchError((error: unknown) => throwError(() => toMarketError(query, error))),
    )
  }

  return {
    query$: (query, { priority = 0, maxAttempts, onPosition } = {}) =>
      defer(() => {
        const ticket = queue.ticket(priority)
        const attempts = maxAttempts ?? (reconnect === false ? 1 : Math.max(1, reconnect.maxAttempts))
        const retryDelay$ = (error: unknown, attempt: number): Observable<unknown> => {
          if (!hasCode(error, 'REQUEST_ATTEMPT_FAILED')) return fail$(error)
          queue.fail()
          if (attempt >= attempts) return fail$(new RequestFailedError(query, attempt, error))
          onError(error)
          // The queue itself waits for as long as the exchange demands.
          const isPaced = error.retryAfter !== undefined || reconnect === false
          return timer(isPaced ? 0 : backoff(reconnect, attempt), scheduler)
        }
        return attempt$(query, ticket, onPosition).pipe(retry({ delay: retryDelay$ }), takeUntil(closed$))
      }),
    close() {
      queue.close()
      closed$.next()
      closed$.complete()
    },
  }
}

const noResponse = (): Error => new Error('the request completed without a response')
const timedOut = (): Error => new Error(`no response within ${REQUEST_TIMEOUT} ms`)

/** Errors of the library are final; anything else that a request fails with may pass. */
function toMarketError(query: Query, error: unknown): MarketError {
  if (error instanceof MarketError) return error
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : ''
  const detail = `no answer: ${message === '' ? 'the request failed' : message}`
  return new RequestAttemptError(query, undefined, detail, undefined, { cause: error })
}
