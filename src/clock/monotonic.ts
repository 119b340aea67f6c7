/** Monotonic time: durations that a step of the system clock does not change. */
import { asyncScheduler, type SchedulerLike } from 'rxjs'

/** A scheduler that has a monotonic clock of its own, beside the `now()` that may be stepped. */
interface MonotonicScheduler extends SchedulerLike {
  monotonicNow(): number
}

/** Milliseconds by which two readings of the same clock may differ. */
const SAME_CLOCK = 1_000

/**
 * Milliseconds since some fixed moment, on a clock that is never stepped. A virtual scheduler is its own monotonic clock; those of
 * RxJS that run in real time have `performance.now`.
 */
export function monotonicNow(scheduler: SchedulerLike): number {
  if (isMonotonic(scheduler)) return scheduler.monotonicNow()
  return isRealTime(scheduler) ? performance.now() : scheduler.now()
}

const isMonotonic = (scheduler: SchedulerLike): scheduler is MonotonicScheduler =>
  'monotonicNow' in scheduler && typeof scheduler.monotonicNow === 'function'

/** RxJS's own schedulers share one clock, to which `TestScheduler.run` lends its virtual time. */
function isRealTime(scheduler: SchedulerLike): boolean {
  return (
    scheduler.now === asyncScheduler.now &&
    Math.abs(scheduler.now() - Date.now()) < SAME_CLOCK &&
    hasPerformance()
  )
}

const hasPerformance = (): boolean => typeof performance === 'object'
