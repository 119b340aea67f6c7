/**
 * One direction of a connection in memory: delivers items after a delay, in order, on the
 * scheduler.
 */
import type { SchedulerLike, Subscription } from 'rxjs'
import { monotonicNow } from '../../clock/monotonic.js'

export class LatencyQueue<T> {
  readonly #scheduler: SchedulerLike
  readonly #delay: number
  readonly #deliver: (item: T) => void
  #queue: { readonly at: number; readonly item: T; readonly size: number }[] = []
  #timer: Subscription | undefined
  #clearCount = 0
  /** Total size of the queued items. */
  size = 0

  constructor(scheduler: SchedulerLike, delay: number, deliver: (item: T) => void) {
    this.#scheduler = scheduler
    this.#delay = delay
    this.#deliver = deliver
  }

  /** Never delivers synchronously. */
  push(item: T, size = 0): void {
    this.#queue.push({ at: monotonicNow(this.#scheduler) + this.#delay, item, size })
    this.size += size
    this.#scheduleNext()
  }

  /** Discards every queued item. */
  clear(): void {
    this.#cancelTimer()
    this.#clearCount++
    this.#queue = []
    this.size = 0
  }

  #deliverDue(): void {
    const now = monotonicNow(this.#scheduler)
    const queue = this.#queue
    const firstWaiting = queue.findIndex(({ at }) => at > now)
    const due = queue.slice(0, firstWaiting < 0 ? queue.length : firstWaiting)
    this.#queue = queue.slice(due.length)
    this.#timer = undefined
    this.#scheduleNext()
    const clearCount = this.#clearCount
    let delivered = 0
    try {
      for (const { item, size } of due) {
        if (this.#clearCount > clearCount) return
        delivered++
        this.size = Math.max(0, this.size - size)
        this.#deliver(item)
      }
    } finally {
      // A listener that throws must not cost the next message its delivery.
      if (delivered < due.length && this.#clearCount === clearCount) {
        this.#queue = [...due.slice(delivered), ...this.#queue]
        this.#cancelTimer()
        this.#scheduleNext()
      }
    }
  }

  #scheduleNext(): void {
    const next = this.#queue[0]
    if (next === undefined) return
    this.#timer ??= this.#scheduler.schedule(
      () => this.#deliverDue(),
      Math.max(0, next.at - monotonicNow(this.#scheduler)),
    )
  }

  #cancelTimer(): void {
    this.#timer?.unsubscribe()
    this.#timer = undefined
  }
}
