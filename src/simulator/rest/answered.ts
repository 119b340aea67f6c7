/** REST over a line in memory. */
import { Observable, type SchedulerLike, Subscription } from 'rxjs'
import type { RestResponse } from './response.js'

/** Asks once `latency` ms have passed, and gives the answer after as many and those that a fault keeps it back. */
export function answered$(
  ask: () => RestResponse,
  scheduler: SchedulerLike,
  latency: number,
): Observable<RestResponse> {
  return new Observable(subscriber => {
    const way = new Subscription()
    const question = scheduler.schedule(() => {
      const response = ask()
      if (response.delay === Infinity) return
      way.add(
        scheduler.schedule(() => {
          subscriber.next(response)
          subscriber.complete()
        }, latency + response.delay),
      )
    }, latency)
    way.add(question)
    return way
  })
}
