/** Opens session after session with exponential backoff, until no attempts are left. */
import { defer, type Observable, of, retry, type SchedulerLike, switchMap, throwError, timer } from 'rxjs'
import type { RateLimiter } from '../clock/rate-limiter.js'
import { ConnectionLostError, ReconnectFailedError } from '../model/errors.js'
import { isMarketError } from '../model/is-market-error.js'
import { backoff, type Reconnect } from './backoff.js'
import type { StatusChange } from './status-change.js'

/** A session as reconnecting sees it. */
export interface ReconnectableSession {
  /** When its socket opened, `Infinity` before. */
  readonly openedAt: number
  readonly run$: Observable<never>
}

export interface ReconnectConfig {
  readonly url: string
  /** `false` fails at the first drop. */
  readonly reconnect: Reconnect | false
  readonly scheduler: SchedulerLike
  /** Keeps the attempts of all connections under the exchange's limit. */
  readonly connectLimiter: RateLimiter
  readonly onStatus: (change: StatusChange) => void
  readonly createSession: () => ReconnectableSession
}

/**
 * Subscribing opens a session, unsubscribing closes it. Errors with {@link ReconnectFailedError} when no attempts are left; never
 * completes, never emits: sessions deliver frames past the operators that retry.
 */
export function reconnect$(config: ReconnectConfig): Observable<never> {
  return defer(() => {
    const { url, reconnect, scheduler, onStatus, connectLimiter } = config
    let openedAt = (): number => Infinity
    let attempt = 0
    let wasShutdown = false

    const session$ = acquireSlot$(connectLimiter, scheduler).pipe(
      switchMap(() => {
        connectLimiter.record()
        onStatus({ type: 'connecting', url })
        const session = config.createSession()
        openedAt = () => session.openedAt
        return session.run$
      }),
    )

    /** Emits when the next attempt is due, errors when there is none. */
    const retryDelay$ = (error: unknown): Observable<unknown> => {
      const cause = error instanceof Error ? error : new Error(String(error))
      onStatus(toClosedStatus(cause))
      const isStable = scheduler.now() - openedAt() >= minUptime(reconnect)
      if (isStable) attempt = 0
      // A planned shutdown is no failure, unless the exchange announces it on every connection.
      const isPlanned = isMarketError(cause, 'SERVER_SHUTDOWN') && (isStable || !wasShutdown)
      wasShutdown = isMarketError(cause, 'SERVER_SHUTDOWN')
      if (reconnect === false || (!isPlanned && attempt >= reconnect.maxAttempts)) {
        onStatus({ type: 'failed', attempts: attempt, cause })
        return throwError(() => new ReconnectFailedError(attempt, cause))
      }
      if (!isPlanned) attempt++
      const delay = isPlanned ? 0 : backoff(reconnect, attempt)
      onStatus({ type: 'reconnecting', attempt: isPlanned ? 0 : attempt, delay, cause })
      return timer(delay, scheduler)
    }

    return session$.pipe(retry({ delay: retryDelay$ }))
  })
}

const minUptime = (reconnect: Reconnect | false): number =>
  reconnect === false ? Infinity : reconnect.minUptime

/** Emits once when the limiter has a free slot. */
function acquireSlot$(limiter: RateLimiter, scheduler: SchedulerLike): Observable<unknown> {
  return defer(() => {
    const delay = limiter.delay()
    return delay === 0
      ? of(0)
      : timer(delay, scheduler).pipe(switchMap(() => acquireSlot$(limiter, scheduler)))
  })
}

/** With the peer's code, or with the one of our own close. */
function toClosedStatus(cause: Error): StatusChange {
  if (cause instanceof ConnectionLostError)
    return { type: 'closed', code: cause.closeCode, reason: cause.reason }
  return {
    type: 'closed',
    code: isMarketError(cause, 'SERVER_SHUTDOWN') ? 1000 : 1006,
    reason: cause.message,
  }
}
