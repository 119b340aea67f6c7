/** One direction of a line in memory: what goes in comes out later, in order, on the scheduler. */
import type { SchedulerLike, Subscription } from 'rxjs'

export class Pipe<T> {
  private queue: { readonly at: number; readonly item: T; readonly size: number }[] = []
  private drain: Subscription | undefined
  private cleared = 0
  /** Sizes of what is in the pipe, added up. */
  load = 0

  constructor(
    private readonly scheduler: SchedulerLike,
    private readonly delay: number,
    private readonly deliver: (item: T) => void,
  ) {}

  /** Never delivers within the call. */
  push(item: T, size = 0): void {
    this.queue.push({ at: this.scheduler.now() + this.delay, item, size })
    this.load += size
    this.plan()
  }

  /** Loses all that is in the pipe. */
  clear(): void {
    this.stopDrain()
    this.cleared++
    this.queue = []
    this.load = 0
  }

  private flow(): void {
    const now = this.scheduler.now()
    const { queue } = this
    const waiting = queue.findIndex(({ at }) => at > now)
    const due = queue.slice(0, waiting < 0 ? queue.length : waiting)
    this.queue = queue.slice(due.length)
    this.drain = undefined
    this.plan()
    const { cleared } = this
    let delivered = 0
    try {
      for (const { item, size } of due) {
        if (this.cleared > cleared) return
        delivered++
        this.load = Math.max(0, this.load - size)
        this.deliver(item)
      }
    } finally {
      // A listener that throws must not cost the next message its delivery.
      if (delivered < due.length && this.cleared === cleared) {
        this.queue = [...due.slice(delivered), ...this.queue]
        this.stopDrain()
        this.plan()
      }
    }
  }

  private plan(): void {
    const next = this.queue[0]
    if (next === undefined) return
    this.drain ??= this.scheduler.schedule(() => this.flow(), Math.max(0, next.at - this.scheduler.now()))
  }

  private stopDrain(): void {
    this.drain?.unsubscribe()
    this.drain = undefined
  }
}
