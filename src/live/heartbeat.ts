/** Is the link alive? A probe each interval; a link that does not answer is stale. */
import { Observable, type SchedulerLike, type Subscription } from 'rxjs'
import { StaleConnectionError } from '../model/errors.js'

export interface HeartbeatConfig {
  readonly scheduler: SchedulerLike
  /** Milliseconds between probes, and the longest that an answer may take while other frames still come. */
  readonly interval: number
  /** Milliseconds after a probe within which some frame has to come. */
  readonly grace: number
  /** Sends a probe. */
  readonly probe: () => void
  /** When the last frame of any kind came. */
  readonly lastFrameAt: () => number
  /** When the last answer to a probe came. */
  readonly lastAnswerAt: () => number
}

/** Never emits; errors with {@link StaleConnectionError} when the link is found silent. */
export function heartbeat$(config: HeartbeatConfig): Observable<never> {
  const { scheduler, interval, grace, probe, lastFrameAt, lastAnswerAt } = config
  return new Observable<never>(subscriber => {
    let timer: Subscription
    const after = (delay: number, next: () => void): void => {
      timer = scheduler.schedule(next, delay)
    }
    const stale = (): void => subscriber.error(new StaleConnectionError(scheduler.now() - lastFrameAt()))

    const beat = (): void => {
      const askedAt = scheduler.now()
      probe()
      // Nothing at all since the probe: dead. Frames but no answer: the answer may be late, until the next beat.
      after(Math.min(grace, interval), () => {
        if (lastFrameAt() < askedAt) return stale()
        after(interval - Math.min(grace, interval), () => (lastAnswerAt() < askedAt ? stale() : beat()))
      })
    }

    after(interval, beat)
    return () => timer.unsubscribe()
  })
}
