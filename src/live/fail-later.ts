/** Delivers errors to a subscriber after `subscribe()` has returned. */
import { defer, mergeMap, type Observable, type SchedulerLike, throwError, timer } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'

/** Errors at one moment after which the next one is a millisecond away. */
const MAX_AT_ONCE = 100

/**
 * Returns a function that makes an observable of an error. The error comes on the scheduler: a
 * subscriber that retries within `subscribe()` would recurse without end. Time passes between
 * repeated failures: in virtual time such a subscriber would otherwise never let the clock advance.
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
