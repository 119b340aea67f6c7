/** Virtual time: a scheduler whose clock moves only when it is advanced, as fast as the work allows. */
import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs'
import { Heap } from './heap.js'

// A double cannot hold a much finer fraction of a millisecond beside an epoch: a shorter wait would never move the clock.
const MIN_WAIT = 0.001

type Work<T> = (this: SchedulerAction<T>, state?: T) => void

/**
 * A `SchedulerLike` that runs in virtual time.
 *
 * Pass it to anything that takes `scheduler` (a Market, the embedded exchange, any RxJS operator) and move its clock with
 * {@link advanceBy} or {@link advanceTo}; whole hours pass in milliseconds. Unlike RxJS's own `VirtualTimeScheduler` it keeps
 * its actions in a heap, so an hour of a busy market is not quadratic in its events, and it retains nothing that has run.
 *
 * Gotchas: promises and native timers stay real. A wait above 0 is at least a microsecond. An error thrown by an action leaves `advanceTo`, with the clock where it happened.
 *
 * ```ts
 * import { VirtualScheduler } from 'rxmarket/testing'
 * import { interval } from 'rxjs'
 *
 * const scheduler = new VirtualScheduler()
 * const seen: number[] = []
 * const subscription = interval(1_000, scheduler).subscribe(n => seen.push(n))
 * scheduler.advanceBy(3_000)
 * console.log(seen) // [0, 1, 2]
 * subscription.unsubscribe()
 * ```
 */
export class VirtualScheduler implements SchedulerLike {
  /** Monotonic: due times are of this clock. */
  #now: number
  /** What {@link stepClock} has added to it, for {@link now}. */
  #step = 0
  #order = 0
  readonly #queue = new Heap<VirtualAction<unknown>>(
    (a, b) => a.due < b.due || (a.due === b.due && a.order < b.order),
  )

  /** @param start epoch milliseconds of the first moment, 0 by default */
  constructor(start = 0) {
    this.#now = start
  }

  /** How many actions are scheduled; 0 when no timer was left behind. */
  get pending(): number {
    return this.#queue.size
  }

  /** Virtual epoch milliseconds, as the system clock of a machine. */
  now(): number {
    return this.#now + this.#step
  }

  /** Virtual milliseconds that no {@link stepClock} changes. */
  monotonicNow(): number {
    return this.#now
  }

  /** Sets the system clock forward, or back, by `ms`, as an administrator or a time server does. No due time moves. */
  stepClock(ms: number): void {
    this.#step += ms
  }

  schedule<T>(work: Work<T>, delay?: number): Subscription
  schedule<T>(work: (this: SchedulerAction<T>, state: T) => void, delay: number, state: T): Subscription
  schedule<T>(work: Work<T>, delay = 0, state?: T): Subscription {
    const action = new VirtualAction<T>(work, {
      enqueue: (item, wait) => {
        this.#queue.remove(item)
        item.due = this.#now + (wait > 0 ? Math.max(wait, MIN_WAIT) : 0)
        item.order = this.#order++
        if (wait < Infinity) this.#queue.push(item)
      },
      dequeue: item => this.#queue.remove(item),
    })
    return action.schedule(state, delay)
  }

  /** Runs everything due in the next `duration` milliseconds, then stops there. */
  advanceBy(duration: number): void {
    this.#advanceTo(this.#now + duration)
  }

  /** Runs everything due up to and at `time` (epoch milliseconds, by {@link now}), then stops there. Never moves back. */
  advanceTo(time: number): void {
    this.#advanceTo(time - this.#step)
  }

  #advanceTo(time: number): void {
    for (let next = this.#queue.peek(); next !== undefined && next.due <= time; next = this.#queue.peek()) {
      this.#queue.remove(next)
      this.#now = next.due
      next.run()
    }
    this.#now = Math.max(this.#now, time)
  }
}

interface Queue {
  enqueue(action: VirtualAction<unknown>, delay: number): void
  dequeue(action: VirtualAction<unknown>): void
}

class VirtualAction<T> extends Subscription implements SchedulerAction<T> {
  due = 0
  order = 0
  index = -1
  #state: T | undefined

  readonly #work: Work<T>
  readonly #queue: Queue

  constructor(work: Work<T>, queue: Queue) {
    super()
    this.#work = work
    this.#queue = queue
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this
    this.#state = state
    this.#queue.enqueue(this as VirtualAction<unknown>, delay)
    return this
  }

  run(): void {
    this.#work(this.#state)
  }

  override unsubscribe(): void {
    this.#queue.dequeue(this as VirtualAction<unknown>)
    super.unsubscribe()
  }
}
