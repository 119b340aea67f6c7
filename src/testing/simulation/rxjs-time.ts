/** RxJS's own clock on a virtual scheduler: operators that were given no scheduler run in virtual time as well. */
import type { SchedulerAction, Subscription } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import type { VirtualScheduler } from '../../clock/virtual-scheduler.js'
import { refuseBrokenTime, refuseNestedRun } from '../run-mode.js'

/** Runs `work`; until it returns, `asyncScheduler` and its kin are `scheduler`. */
export function withRxjsTime<T>(scheduler: VirtualScheduler, work: () => T): T {
  refuseNestedRun('simulate')
  const time = new Bridge(scheduler)
  return time.run(() => {
    const result = work()
    refuseBrokenTime('simulate', time)
    return result
  })
}

/** What `TestScheduler.run` puts in the place of RxJS's timers, with `scheduler`'s queue in the place of its own. */
class Bridge extends TestScheduler {
  readonly #scheduler: VirtualScheduler

  constructor(scheduler: VirtualScheduler) {
    super(() => true)
    this.#scheduler = scheduler
    this.now = () => scheduler.now()
  }

  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delay = 0,
    state?: T,
  ): Subscription {
    return this.#scheduler.schedule(work, delay, state as T)
  }
}
