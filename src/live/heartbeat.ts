/**
 * Detects a connection that is open but dead, by probes: commands that the exchange answers. A
 * connection is stale
 *
 * - when no frame at all has come for `probeTimeout` since a probe was sent, or
 * - when a probe is not answered until the next one is due, although other frames come.
 *
 * A probe is sent each `interval`, and sooner as {@link earlyProbes$} requests.
 */
import {
  defer,
  EMPTY,
  filter,
  map,
  merge,
  mergeMap,
  type Observable,
  repeat,
  type SchedulerLike,
  switchMap,
  take,
  throwError,
  timer,
} from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'
import { StaleConnectionError } from '../model/errors/connection-errors.js'
import { earlyProbes$ } from './early-probes.js'
import type { FrameActivity } from './frame-activity.js'

export interface HeartbeatConfig {
  readonly scheduler: SchedulerLike
  /**
   * Milliseconds between probes, and the longest that an answer may take while other frames still
   * come.
   */
  readonly interval: number
  /** Milliseconds until the first probe is due. */
  readonly firstProbeAfter: number
  /** Milliseconds after a probe within which some frame has to come. */
  readonly probeTimeout: number
  /** Requests a probe. */
  readonly sendProbe: () => void
  /** Emits when a probe is sent, whatever requested it. Our own rate limit may have delayed it. */
  readonly probeSent$: Observable<unknown>
  readonly frames: Pick<FrameActivity, 'count' | 'silence'>
  /** The number of answered probes. */
  readonly answerCount: () => number
}

/**
 * Milliseconds by which a timer is late when the process was busy or stopped, and for which reading
 * then goes on.
 */
const LATE = 250

/** Never emits; errors with {@link StaleConnectionError} when the connection is stale. */
export function heartbeat$(config: HeartbeatConfig): Observable<never> {
  const { scheduler, interval, probeTimeout, probeSent$, frames, answerCount } = config

  const silent$ = probeSent$.pipe(
    map(() => frames.count),
    mergeMap(before => expire$(scheduler, Math.min(probeTimeout, interval), () => frames.count === before)),
  )

  const requestProbe$ = defer(() => {
    config.sendProbe()
    return EMPTY
  })
  const unanswered$ = timer(config.firstProbeAfter, scheduler).pipe(
    switchMap(() =>
      merge(probeSent$.pipe(take(1)), requestProbe$).pipe(
        map(answerCount),
        switchMap(before => expire$(scheduler, interval, () => answerCount() === before)),
        repeat(),
      ),
    ),
  )

  return merge(silent$, unanswered$, earlyProbes$(config)).pipe(
    mergeMap(() => throwError(() => new StaleConnectionError(Math.round(frames.silence())))),
  )
}

/**
 * Emits once if `isSilent` after `delay`; else completes. Data already in the socket is read first:
 * a busy process is late both with its timers and with its reading.
 */
function expire$(scheduler: SchedulerLike, delay: number, isSilent: () => boolean): Observable<unknown> {
  return defer(() => {
    const dueAt = monotonicNow(scheduler) + delay
    return timer(delay, scheduler).pipe(
      filter(isSilent),
      switchMap(() => timer(monotonicNow(scheduler) - dueAt > LATE ? LATE : 0, scheduler)),
      filter(isSilent),
    )
  })
}
