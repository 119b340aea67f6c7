/** Is the link alive? A probe each interval; a link that does not answer is stale. */
import { Observable, type SchedulerLike, type Subscription } from 'rxjs'
import { StaleConnectionError } from '../model/errors.js'

export interface HeartbeatConfig {
  readonly scheduler: SchedulerLike
  /** Milliseconds between probes, and the longest that an answer may take while other frames still come. */
  readonly interval: number
  /** Milliseconds after a probe within which some frame has to come. */
  readonly grace: number
  /** Asks for a probe when subscribed; emits once, when it goes out. Our own pace may hold it back, and the link is not to blame for that. */
  readonly probe$: Observable<unknown>
  /** When the last frame of any kind came. */
  readonly lastFrameAt: () => number
  /** When the last answer to a probe came. */
  readonly lastAnswerAt: () => number
}

/** Never emits; errors with {@link StaleConnectionError} when the link is found silent. */
export function heartbeat$(config: HeartbeatConfig): Observable<never> {
  const { scheduler, interval, grace, probe$, lastFrameAt, lastAnswerAt } = config
  const patience = Math.min(grace, interval)
  return new Observable<never>(subscriber => {
    let waiting: Subscription
    const after = (delay: number, next: () => void): void => {
      waiting = scheduler.schedule(next, delay)
    }
    const stale = (): void => subscriber.error(new StaleConnectionError(scheduler.now() - lastFrameAt()))

    const beat = (): void => {
      waiting = probe$.subscribe(judge)
    }
    const judge = (): void => {
      const askedAt = scheduler.now()
      // Nothing at all since the probe: dead. Frames but no answer: the answer may be late, until the next beat.
      after(patience, () => {
        if (lastFrameAt() < askedAt) return stale()
        after(interval - patience, () => (lastAnswerAt() < askedAt ? stale() : beat()))
      })
    }

    after(interval, beat)
    return () => waiting.unsubscribe()
  })
}
