/** Opens session after session with exponential backoff, until no attempts are left. */
import {
  defer,
  EMPTY,
  type Observable,
  of,
  retry,
  type SchedulerLike,
  switchMap,
  throwError,
  timer,
} from 'rxjs'
import type { RateLimiter } from '../clock/rate-limiter.js'
import { ConnectionLostError, ReconnectFailedError } from '../model/errors/connection-errors.js'
import { hasCode } from '../model/errors/is-market-error.js'
import type { ReconnectSettings } from '../live-settings.js'
import { redactUrl } from '../validation/redact-url.js'
import { backoff } from '../clock/backoff.js'
import type { StatusChange } from '../model/status-change.js'

/** A session as reconnecting sees it. */
export interface ReconnectableSession {
  /** Milliseconds since its socket opened; `-Infinity` before. */
  readonly uptime: number
  /** Never emits; errors when the session is lost. */
  readonly run$: Observable<never>
}

/** Attempts without success in a row, of all that reconnect for one connection. */
export interface Attempts {
  count: number
}

export interface ReconnectConfig {
  /** `false` fails at the first drop. */
  readonly reconnect: ReconnectSettings | false
  readonly scheduler: SchedulerLike
  /** Keeps the attempts of all connections under the exchange's limit. */
  readonly connectLimiter: RateLimiter
  readonly onStatus: (change: StatusChange) => void
  readonly attempts: Attempts
  /** Whether a lost connection is still needed. */
  readonly isNeeded: () => boolean
  /** Whether another session carries every stream: attempts do not count meanwhile. */
  readonly isCarried: () => boolean
  /** Returns the address of the next attempt. */
  readonly nextUrl: () => string
  readonly createSession: (url: string) => ReconnectableSession
}

/** Milliseconds by which a timer may fire early. */
const EARLY_TIMER = 5
/**
 * The delay returns to the initial one after a connection that was open for this many times the
 * last delay.
 */
const UPTIME_PER_DELAY = 8

/**
 * Subscribing opens a session, unsubscribing closes it. Errors with {@link ReconnectFailedError}
 * when no attempts are left, with `INVALID_OPTION` when no socket can be constructed. Completes
 * when a lost connection is not needed. Never emits: sessions deliver frames directly, past the
 * operators that retry.
 */
export function reconnect$(config: ReconnectConfig): Observable<never> {
  return defer(() => {
    const { reconnect, scheduler, onStatus, connectLimiter, attempts } = config
    let session: ReconnectableSession | undefined
    /**
     * Grows like the count of attempts, but for connections that open and die again and again just
     * after `minUptime`.
     */
    let delayLevel = 0
    let delay = 0
    let wasShutdown = false

    const session$ = defer(() => {
      session = undefined
      return acquireSlot$(config)
    }).pipe(
      switchMap(() => {
        connectLimiter.acquire()()
        const url = config.nextUrl()
        onStatus({ type: 'connecting', url: redactUrl(url) })
        session = config.createSession(url)
        return session.run$
      }),
    )

    /** Emits when the next attempt is due; errors when no attempts are left. */
    const retryDelay$ = (error: unknown): Observable<unknown> => {
      const cause = error instanceof Error ? error : new Error(String(error))
      if (hasCode(cause, 'INVALID_OPTION')) {
        onStatus({ type: 'failed', attempts: 0, cause })
        return throwError(() => cause)
      }
      onStatus(toClosedStatus(cause))
      if (!config.isNeeded()) return EMPTY
      connectLimiter.block(retryAfter(cause))

      const uptime = session?.uptime ?? -Infinity
      const isCarried = config.isCarried()
      const isStable = reconnect !== false && uptime >= reconnect.minUptime
      if (isStable) attempts.count = 0
      if (isStable && uptime >= UPTIME_PER_DELAY * delay) delayLevel = 0
      // A planned shutdown is no failure, unless the exchange announces it on every connection.
      const isPlanned = hasCode(cause, 'SERVER_SHUTDOWN') && (isStable || !wasShutdown)
      wasShutdown = hasCode(cause, 'SERVER_SHUTDOWN')
      const isLastAttempt = reconnect === false || (!isPlanned && attempts.count >= reconnect.maxAttempts)
      if (isLastAttempt && !isCarried) {
        onStatus({ type: 'failed', attempts: attempts.count, cause })
        return throwError(() => new ReconnectFailedError(attempts.count, cause))
      }
      // Another session goes on alone.
      if (reconnect === false) return EMPTY
      if (isPlanned) {
        onStatus({ type: 'reconnecting', attempt: 0, delay: 0, cause })
        return timer(0, scheduler)
      }
      if (!isCarried) attempts.count++
      delay = backoff(reconnect, ++delayLevel)
      onStatus({ type: 'reconnecting', attempt: attempts.count, delay, cause })
      return timer(delay, scheduler)
    }

    return session$.pipe(retry({ delay: retryDelay$ }))
  })
}

/**
 * Emits once when the limiter has a free slot. `reportedUntil` is the end of the wait that was
 * reported last.
 */
export function acquireSlot$(
  config: Pick<ReconnectConfig, 'connectLimiter' | 'scheduler' | 'onStatus'>,
  reportedUntil = -Infinity,
): Observable<unknown> {
  const { connectLimiter, scheduler, onStatus } = config
  return defer(() => {
    const delay = connectLimiter.delay()
    if (delay === 0) return of(0)
    const reason = connectLimiter.isBlocked ? 'retryAfter' : 'connectionLimit'
    const until = Math.ceil(scheduler.now() + delay)
    // A timer may end the fraction of a millisecond early that is left then: the same wait.
    if (Math.abs(until - reportedUntil) > EARLY_TIMER) onStatus({ type: 'waiting', reason, until })
    return timer(Math.ceil(delay), scheduler).pipe(switchMap(() => acquireSlot$(config, until)))
  })
}

/** Milliseconds that the exchange demands to wait, 0 if it does not. */
export function retryAfter({ cause }: Error): number {
  return hasCode(cause, 'HANDSHAKE_REJECTED') ? (cause.retryAfter ?? 0) : 0
}

/** Has the peer's close code, or our own. */
export function toClosedStatus(cause: Error): StatusChange {
  if (cause instanceof ConnectionLostError)
    return { type: 'closed', code: cause.closeCode, reason: cause.reason }
  return {
    type: 'closed',
    code: hasCode(cause, 'SERVER_SHUTDOWN') ? 1000 : 1006,
    reason: cause.message,
  }
}
