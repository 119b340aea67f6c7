/** Delivers errors to a subscriber after `subscribe()` has returned. */
import { defer, mergeMap, type Observable, type SchedulerLike, throwError, timer } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'

/** Errors at one moment after which the next one is a millisecond away. */
const MAX_AT_ONCE = 100

/**
 * Returns a function that makes an observable of an error. It comes on the scheduler, as a
 * subscriber that retries within `subscribe()` would recurse without end, and time passes between
 * many: in virtual time such a subscriber would never let it.
 */
export function failLater(scheduler: SchedulerLike): (error: unknown) => Observable<never> {
  let failedAt = -Infinity
  let count = 0
  return error =>
    defer(() => {
      const now = monotonicNow(scheduler)
      count = now === failedAt ? count + 1 : 1
      failedAt = now
      return timer(count > MAX_AT_ONCE ? 1 : 0, scheduler).pipe(mergeMap(() => throwError(() => error)))
    })
}
