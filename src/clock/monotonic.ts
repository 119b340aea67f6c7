/**
 * The clock for measuring durations: unlike `scheduler.now()` it never steps, whatever happens to
 * the system clock.
 */
import type { SchedulerLike } from 'rxjs'

/** A scheduler with its own monotonic clock, such as `VirtualScheduler`. */
export interface MonotonicScheduler extends SchedulerLike {
  /** Milliseconds since a fixed moment. Never decreases, and is unaffected by steps of `now()`. */
  monotonic(): number
}

/**
 * Milliseconds since a fixed moment of `scheduler`. Only differences have a meaning; for timestamps
 * use `scheduler.now()`.
 *
 * A scheduler with a `monotonic` member answers itself. A scheduler with the system clock as its
 * `now()`, such as RxJS's, is measured by `performance.now()`. Any other is virtual, and its
 * `now()` is returned: RxJS's `VirtualTimeScheduler`, and `asyncScheduler` within
 * `TestScheduler.run`, where RxJS's clock is delegated.
 */
export function monotonicNow(scheduler: SchedulerLike): number {
  if (hasMonotonic(scheduler)) return scheduler.monotonic()
  for (;;) {
    const before = Date.now()
    const now = scheduler.now()
    if (now === before) return performance.now()
    const after = Date.now()
    // Otherwise the system clock was set back between the two readings, which are then
    // inconclusive.
    if (before <= after) return before <= now && now <= after ? performance.now() : now
  }
}

function hasMonotonic(scheduler: SchedulerLike): scheduler is MonotonicScheduler {
  return typeof (scheduler as Partial<MonotonicScheduler>).monotonic === 'function'
}
