/**
 * Makes RxJS's own schedulers virtual, so that operators without a scheduler run in virtual time as
 * well.
 */
import {
  animationFrameScheduler,
  asapScheduler,
  asyncScheduler,
  queueScheduler,
  type SchedulerAction,
  type SchedulerLike,
  type Subscription,
} from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import type { MonotonicScheduler } from '../../clock/monotonic.js'
import type { VirtualScheduler } from '../../clock/virtual-scheduler.js'
import { assertVirtualTime, assertNotNested } from '../run-mode.js'

/** RxJS's own schedulers, with the clock of a run as their `now()`. */
const RXJS_SCHEDULERS: readonly (SchedulerLike & Partial<MonotonicScheduler>)[] = [
  asyncScheduler,
  asapScheduler,
  queueScheduler,
  animationFrameScheduler,
]

/** Runs `work` with RxJS's own schedulers on `scheduler`. */
export function withRxjsTime<T>(scheduler: VirtualScheduler, work: () => T): T {
  assertNotNested('simulate')
  const time = new Bridge(scheduler)
  return time.run(() => {
    // The run delegates their `now()`, which steps with the clock; durations need a clock that does
    // not.
    for (const rxjs of RXJS_SCHEDULERS) rxjs.monotonic = () => scheduler.monotonic()
    try {
      return work()
    } finally {
      for (const rxjs of RXJS_SCHEDULERS) delete rxjs.monotonic
      // In a finally block: this explains any other error.
      assertVirtualTime('simulate', time)
    }
  })
}

/** Timers started at one time, above which time would never advance. */
const MAX_TIMERS = 100_000

/** The TestScheduler to which RxJS's timers are delegated, with the queue of `scheduler`. */
class Bridge extends TestScheduler {
  readonly #scheduler: VirtualScheduler
  #moment = NaN
  #timers = 0

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
    const now = this.#scheduler.monotonic()
    this.#timers = now === this.#moment ? this.#timers + 1 : 1
    this.#moment = now
    if (this.#timers > MAX_TIMERS) {
      throw new Error(
        `time does not advance: ${MAX_TIMERS} timers were started at one moment; interval(0), timer(0) with repeat and the like begin ` +
          'again at once in virtual time: give them a delay of 1 ms',
      )
    }
    return this.#scheduler.schedule(work, delay, state as T)
  }
}
