/** The clock of an exchange: the scheduler's, but it never goes back. */
import type { SchedulerAction, SchedulerLike, Subscription } from 'rxjs'
import { type MonotonicScheduler, monotonicNow } from '../clock/monotonic.js'

/** Milliseconds by which two readings of both clocks may disagree without a step between them. */
const TOLERANCE = 50

/**
 * A scheduler for all that an exchange does. While the clock of `scheduler` is set back, `now()`
 * continues from its last value: an exchange with increasing events and ids cannot go back in time.
 * A step forward makes up for that, and is followed beyond it.
 */
export class ExchangeClock implements MonotonicScheduler {
  readonly #scheduler: SchedulerLike
  /** Milliseconds by which this clock is ahead of the scheduler's. */
  #lead = 0
  #wall: number
  #monotonic: number
  #latest = -Infinity

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler
    this.#wall = scheduler.now()
    this.#monotonic = monotonicNow(scheduler)
  }

  now(): number {
    const wall = this.#scheduler.now()
    const monotonic = this.monotonic()
    const step = wall - this.#wall - (monotonic - this.#monotonic)
    if (Math.abs(step) > TOLERANCE) this.#lead = Math.max(0, this.#lead - step)
    this.#wall = wall
    this.#monotonic = monotonic
    return (this.#latest = Math.max(this.#latest, wall + this.#lead))
  }

  monotonic(): number {
    return monotonicNow(this.#scheduler)
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay?: number): Subscription
  schedule<T>(work: (this: SchedulerAction<T>, state: T) => void, delay: number, state: T): Subscription
  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay?: number, state?: T): Subscription {
    return this.#scheduler.schedule(work, delay, state)
  }
}
