/** One direction of a line in memory: what goes in comes out later, in order, on the scheduler. */
import type { SchedulerLike, Subscription } from 'rxjs'

export class Pipe<T> {
  private queue: { readonly at: number; readonly item: T; readonly size: number }[] = []
  private drain: Subscription | undefined
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
    this.drain ??= this.scheduler.schedule(() => this.flow(), this.delay)
  }

  /** Loses all that is in the pipe. */
  clear(): void {
    this.drain?.unsubscribe()
    this.drain = undefined
    this.queue = []
    this.load = 0
  }

  private flow(): void {
    const now = this.scheduler.now()
    const { queue } = this
    const waiting = queue.findIndex(({ at }) => at > now)
    const due = waiting < 0 ? queue.length : waiting
    this.queue = queue.slice(due)
    const next = this.queue[0]
    this.drain = next && this.scheduler.schedule(() => this.flow(), Math.max(0, next.at - now))
    for (let i = 0; i < due; i++) {
      const { item, size } = queue[i] as { item: T; size: number }
      this.load = Math.max(0, this.load - size)
      this.deliver(item)
    }
  }
}
