/** Is the link alive? A probe each interval; a link that does not answer is stale. */
import {
  defer,
  delay,
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
import { StaleConnectionError } from '../model/errors.js'

export interface HeartbeatConfig {
  readonly scheduler: SchedulerLike
  /** Milliseconds between probes, and the longest that an answer may take while other frames still come. */
  readonly interval: number
  /** Milliseconds after a probe within which some frame has to come. */
  readonly grace: number
  /** Asks for a probe. */
  readonly probe: () => void
  /** A probe goes out, whoever asked for it. Our own pace may have held it back, and the link is not to blame for that. */
  readonly probed$: Observable<unknown>
  /** When the last frame of any kind came. */
  readonly lastFrameAt: () => number
  /** When the last answer to a probe came. */
  readonly lastAnswerAt: () => number
}

/** Never emits; errors with {@link StaleConnectionError} when the link is found silent. */
export function heartbeat$(config: HeartbeatConfig): Observable<never> {
  const { scheduler, interval, grace, probe, lastFrameAt, lastAnswerAt } = config
  const asked$ = config.probed$.pipe(map(() => scheduler.now()))
  const ask$ = defer(() => {
    probe()
    return EMPTY
  })

  // Nothing at all since a probe: dead.
  const silent$ = asked$.pipe(
    mergeMap(askedAt =>
      timer(Math.min(grace, interval), scheduler).pipe(filter(() => lastFrameAt() < askedAt)),
    ),
  )
  // Frames but no answer: the answer may be late, until the next beat.
  const unanswered$ = timer(interval, scheduler).pipe(
    switchMap(() =>
      merge(asked$.pipe(take(1)), ask$).pipe(
        delay(interval, scheduler),
        filter(askedAt => lastAnswerAt() < askedAt),
        repeat(),
      ),
    ),
  )
  return merge(silent$, unanswered$).pipe(
    mergeMap(() => throwError(() => new StaleConnectionError(scheduler.now() - lastFrameAt()))),
  )
}
