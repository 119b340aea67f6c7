/** One connection: RxJS's webSocket subject, opened again with backoff whenever it ends without our asking. */
import {
  defer,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
  of,
  retry,
  type SchedulerLike,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs'
import { webSocket } from 'rxjs/webSocket'
import type { FrameData } from '../codec/frame.js'
import type { RateLimiter } from '../clock/rate-limiter.js'
import { ConnectionLostError, ConnectTimeoutError, ReconnectFailedError } from '../model/errors.js'
import { isMarketError } from '../model/is-market-error.js'
import type { ConnectionStatus } from '../model/status.js'
import { backoff, type Reconnect } from './backoff.js'
import { type Socket, type SocketConfig, webSocketCtor } from './socket.js'

/** A status before it is told which connection it is of, and when. */
export type Step = ConnectionStatus extends infer S
  ? S extends unknown
    ? Omit<S, 'connection' | 'at'>
    : never
  : never

export interface ConnectionConfig {
  readonly url: string
  /** `false` gives up at the first drop. */
  readonly reconnect: Reconnect | false
  /** Milliseconds. */
  readonly connectTimeout: number
  readonly scheduler: SchedulerLike
  readonly socket: SocketConfig
  /** Keeps the attempts of all connections under the exchange's limit. */
  readonly attempts: RateLimiter
  readonly tell: (step: Step) => void
  /** Takes each frame. Must not throw. */
  readonly frame: (data: FrameData) => void
  /** What is said on each open socket; errors when the socket is no good any more. */
  readonly conversation$: (send: (text: string) => void) => Observable<never>
}

/**
 * One connection: subscribing opens it, unsubscribing closes it with code 1000. Errors with {@link ReconnectFailedError}
 * when no attempts are left; never completes, never emits: frames go to `frame`, past the operators that retry.
 */
export function connection$(config: ConnectionConfig): Observable<never> {
  return defer(() => {
    const { url, reconnect, scheduler, tell } = config
    const opened$ = new Subject<void>()
    let socket: Socket | undefined
    let openedAt = Infinity
    let attempt = 0
    let hadShutdown = false

    const socket$ = webSocket<FrameData>({
      url,
      WebSocketCtor: webSocketCtor({
        ...config.socket,
        created: created => {
          socket = created
          config.socket.created(created)
        },
      }),
      // Socket hands over what it got in place of a MessageEvent.
      deserializer: frame => frame as unknown as FrameData,
      serializer: text => text,
      openObserver: {
        next: () => {
          openedAt = scheduler.now()
          tell({ type: 'open' })
          opened$.next()
        },
      },
    })

    const timeout$ = timer(config.connectTimeout, scheduler).pipe(
      mergeMap(() => throwError(() => new ConnectTimeoutError(url, config.connectTimeout))),
      takeUntil(opened$),
    )

    const conversation$ = opened$.pipe(
      take(1),
      switchMap(() => config.conversation$(text => socket$.next(text))),
      tap({
        error: (error: unknown) => {
          if (!isMarketError(error, 'CONNECTION_STALE')) return
          tell({ type: 'stale', silence: error.silence })
          socket?.abandon()
        },
      }),
    )

    const attempt$ = place$(config.attempts, scheduler).pipe(
      switchMap(() => {
        config.attempts.record()
        openedAt = Infinity
        tell({ type: 'connecting', url })
        return merge(socket$.pipe(tap(config.frame), ignoreElements()), conversation$, timeout$)
      }),
    )

    /** When to try again: emits then, or errors when there is no more trying. */
    const next$ = (error: unknown): Observable<unknown> => {
      const cause = error instanceof Error ? error : new Error(String(error))
      tell(closing(cause))
      const isStable = scheduler.now() - openedAt >= minUptime(reconnect)
      if (isStable) attempt = 0
      // A planned shutdown is no failure, unless the exchange greets every connection with it.
      const isPlanned = isMarketError(cause, 'SERVER_SHUTDOWN') && (isStable || !hadShutdown)
      hadShutdown = isMarketError(cause, 'SERVER_SHUTDOWN')
      if (reconnect === false || (!isPlanned && attempt >= reconnect.maxAttempts)) {
        tell({ type: 'failed', attempts: attempt, cause })
        return throwError(() => new ReconnectFailedError(attempt, cause))
      }
      if (!isPlanned) attempt++
      const delay = isPlanned ? 0 : backoff(reconnect, attempt)
      tell({ type: 'reconnecting', attempt: isPlanned ? 0 : attempt, delay, cause })
      return timer(delay, scheduler)
    }

    return attempt$.pipe(retry({ delay: next$ }))
  })
}

const minUptime = (reconnect: Reconnect | false): number =>
  reconnect === false ? Infinity : reconnect.minUptime

/** Emits once when the pace has a place. */
function place$(pace: RateLimiter, scheduler: SchedulerLike): Observable<unknown> {
  return defer(() => {
    const wait = pace.delay()
    return wait === 0 ? of(0) : timer(wait, scheduler).pipe(switchMap(() => place$(pace, scheduler)))
  })
}

/** How the link ended, as a status: with the peer's code, or with the one of our own way out. */
function closing(cause: Error): Step {
  if (cause instanceof ConnectionLostError)
    return { type: 'closed', code: cause.closeCode, reason: cause.reason }
  return {
    type: 'closed',
    code: isMarketError(cause, 'SERVER_SHUTDOWN') ? 1000 : 1006,
    reason: cause.message,
  }
}
