/** A timer that lets a Node process exit while it is pending. */
import { Observable, type SchedulerLike } from 'rxjs'

/** Emits 0 after `delay` milliseconds and completes, as RxJS's `timer` does. */
export function idleTimer$(delay: number, scheduler: SchedulerLike): Observable<0> {
  return new Observable<0>(subscriber => {
    const action = scheduler.schedule(() => {
      subscriber.next(0)
      subscriber.complete()
    }, delay)
    // RxJS's asynchronous actions keep what setInterval returned as `id`: an object in Node, a
    // number in browsers.
    const { id } = action as { readonly id?: { unref?(): void } | number }
    if (typeof id === 'object') id.unref?.()
    return action
  })
}
