/** Delivers a REST response on the scheduler. */
import { Observable, type SchedulerLike, Subscription } from 'rxjs'
import type { RestResponse } from './response.js'

/**
 * Sends a request after `latency` ms and emits the response after the same time and the delay of a
 * fault.
 */
export function request$(
  respond: () => RestResponse,
  scheduler: SchedulerLike,
  latency: number,
): Observable<RestResponse> {
  return new Observable(subscriber => {
    const timers = new Subscription()
    const request = scheduler.schedule(() => {
      const response = respond()
      if (response.delay === Infinity) return
      timers.add(
        scheduler.schedule(() => {
          subscriber.next(response)
          subscriber.complete()
        }, latency + response.delay),
      )
    }, latency)
    timers.add(request)
    return timers
  })
}
