/** Virtual time: the clock advances only on request, as fast as the work allows. */
import { type SchedulerAction, Subscription } from 'rxjs'
import { Heap } from './heap.js'
import type { MonotonicScheduler } from './monotonic.js'

// Beside an epoch a double cannot hold a finer fraction of a millisecond: a shorter wait would
// never move the clock.
const MIN_DELAY = 0.001

type Work<T> = (this: SchedulerAction<T>, state?: T) => void

/**
 * A `SchedulerLike` that runs in virtual time.
 *
 * Pass it as the `scheduler` of a market, the embedded exchange or any RxJS operator, and move its
 * clock with {@link advanceBy} or {@link advanceTo}. Whole hours pass in milliseconds. Unlike
 * RxJS's own `VirtualTimeScheduler` it keeps its actions in a heap and retains none that has run:
 * an hour of a busy market does not cost quadratic time.
 *
 * {@link stepClock} steps its clock forward or back, as an operator or NTP steps a system's:
 * timestamps change, timers do not. {@link stall} makes its actions late, as in a process that is
 * busy or stopped. {@link peer} is another machine, which neither affects.
 *
 * Gotchas: promises and native timers stay real. A wait above 0 is at least a microsecond. An error
 * thrown by an action leaves `advanceTo`, with the clock where it happened.
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
export class VirtualScheduler implements MonotonicScheduler {
  /** Monotonic. */
  #elapsed: number
  /** By how much the clock was stepped in all. */
  #offset = 0
  /** When the process responds again, monotonic. */
  #stalledUntil = -Infinity
  /** Input that arrived during a stall. */
  readonly #backlog: (() => void)[] = []
  #order = 0
  readonly #queue = new Heap<VirtualAction<unknown>>(
    (a, b) => a.due < b.due || (a.due === b.due && a.order < b.order),
  )
  /** The queue as actions see it. One for all: actions are created many times a second. */
  readonly #actions: Queue = {
    enqueue: (item, wait) => {
      this.#queue.remove(item)
      item.due = this.#elapsed + (wait > 0 ? Math.max(wait, MIN_DELAY) : 0)
      item.order = this.#order++
      if (wait < Infinity) this.#queue.push(item)
    },
    dequeue: item => this.#queue.remove(item),
  }

  /** @param start epoch milliseconds of the first moment, 0 by default */
  constructor(start = 0) {
    this.#elapsed = start
  }

  /** The number of scheduled actions. 0 when nothing leaks. */
  get pending(): number {
    return this.#queue.size
  }

  /** Virtual epoch milliseconds. */
  now(): number {
    return this.#elapsed + this.#offset
  }

  /**
   * Milliseconds that have passed, counted from the start: equals `now()` while the clock is never
   * stepped.
   */
  monotonic(): number {
    return this.#elapsed
  }

  /**
   * Sets the clock forward by `duration` milliseconds, or back when negative. Only `now()` changes:
   * what is scheduled runs after the same wait as before, and `monotonic()` continues.
   */
  stepClock(duration: number): void {
    this.#offset += duration
  }

  /**
   * Stops running actions for `duration` milliseconds from now. Actions that fall due meanwhile run
   * late, in order, followed by the ones given to {@link receive}.
   */
  stall(duration: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#elapsed + duration)
    const { peer } = this
    // As an event loop does it: timers that are overdue first, then input, then the timers that
    // those have started.
    peer.schedule(() => void peer.schedule(() => this.#releaseBacklog()), duration)
  }

  /** Whether a stall is in progress. */
  get isStalled(): boolean {
    return this.#elapsed < this.#stalledUntil
  }

  /**
   * Runs `work`, which is input from outside such as a frame: at once, or at the end of a stall
   * when overdue actions have run.
   */
  receive(work: () => void): void {
    if (this.isStalled || this.#backlog.length > 0) this.#backlog.push(work)
    else work()
  }

  #releaseBacklog(): void {
    while (!this.isStalled && this.#backlog.length > 0) {
      this.#backlog[0]?.()
      this.#backlog.shift()
    }
  }

  /**
   * A scheduler of another machine on the same timeline: its clock is not stepped, and its actions
   * are not late.
   */
  readonly peer: MonotonicScheduler = {
    now: () => this.#elapsed,
    monotonic: () => this.#elapsed,
    schedule: <T>(work: Work<T>, delay = 0, state?: T) =>
      this.#createAction(work, true).schedule(state, delay),
  }

  schedule<T>(work: Work<T>, delay?: number): Subscription
  schedule<T>(work: (this: SchedulerAction<T>, state: T) => void, delay: number, state: T): Subscription
  schedule<T>(work: Work<T>, delay = 0, state?: T): Subscription {
    return this.#createAction(work, false).schedule(state, delay)
  }

  #createAction<T>(work: Work<T>, isPeer: boolean): VirtualAction<T> {
    return new VirtualAction<T>(work, isPeer, this.#actions)
  }

  /** Runs everything due in the next `duration` milliseconds, then stops there. */
  advanceBy(duration: number): void {
    this.#advanceTo(this.#elapsed + duration)
  }

  /**
   * Runs everything due up to and at `time` (epoch milliseconds), then stops there. Never moves
   * back. A step of the clock meanwhile does not change how much time passes.
   */
  advanceTo(time: number): void {
    this.#advanceTo(time - this.#offset)
  }

  #advanceTo(end: number): void {
    for (let next = this.#queue.peek(); next !== undefined && next.due <= end; next = this.#queue.peek()) {
      this.#queue.remove(next)
      this.#elapsed = next.due
      if (this.isStalled && !next.isPeer) this.#postpone(next)
      else next.run()
    }
    this.#elapsed = Math.max(this.#elapsed, end)
  }

  /** Runs at the end of the stall, after the postponed actions. */
  #postpone(item: VirtualAction<unknown>): void {
    item.due = this.#stalledUntil
    item.order = this.#order++
    this.#queue.push(item)
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
  readonly isPeer: boolean
  readonly #work: Work<T>
  readonly #queue: Queue

  constructor(work: Work<T>, isPeer: boolean, queue: Queue) {
    super()
    this.#work = work
    this.isPeer = isPeer
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
