/** A line in trouble: holds back, in order, what its session sends. */
import { type SchedulerLike, Subscription } from 'rxjs'
import type { Transport } from '../transport.js'
import type { Pace } from './pace.js'

interface Held {
  readonly bytes: number
  readonly pass: () => void
  at: number
}

/** Wraps a transport; with no pace that holds it, everything passes at once. */
export class HeldLink implements Transport {
  readonly kind
  readonly extensions
  private readonly makers = new Set<() => Pace>()
  private readonly holds = new Subscription()
  private paces: readonly Pace[] = []
  private queue: Held[] = []
  /** Those of the queue that have passed already. */
  private passed = 0
  private waiting = 0
  private timer: Subscription | undefined

  constructor(
    private readonly line: Transport,
    private readonly scheduler: SchedulerLike,
  ) {
    this.kind = line.kind
    this.extensions = line.extensions
  }

  get bytesRead() {
    return this.line.bytesRead
  }

  get bytesWritten() {
    return this.line.bytesWritten
  }

  get bufferedAmount() {
    return this.waiting + this.line.bufferedAmount
  }

  /** Holds it in one more way, until unsubscribed. */
  hold(maker: () => Pace): Subscription {
    this.makers.add(maker)
    this.plan()
    const hold = new Subscription(() => {
      this.makers.delete(maker)
      this.plan()
    })
    this.holds.add(hold)
    return hold
  }

  send(text: string): void {
    this.push(text.length, () => this.line.send(text))
  }

  ping(payload: string): void {
    this.push(payload.length, () => this.line.ping(payload))
  }

  pong(payload: string): void {
    this.push(payload.length, () => this.line.pong(payload))
  }

  close(code: number, reason: string): void {
    this.push(reason.length, () => this.line.close(code, reason))
  }

  reset(): void {
    this.abandon()
    this.line.reset()
  }

  freeze(): void {
    this.abandon()
    this.line.freeze()
  }

  /** Loses what waits, and lets go of its troubles: nobody is there to get anything. */
  abandon(): void {
    this.timer?.unsubscribe()
    this.queue = []
    this.passed = 0
    this.waiting = 0
    this.holds.unsubscribe()
  }

  private push(bytes: number, pass: () => void): void {
    this.waiting += bytes
    this.queue.push({ bytes, pass, at: this.timeOf(bytes) })
    if (this.queue.length - this.passed === 1) this.flow()
  }

  private timeOf(bytes: number): number {
    // Whole milliseconds: a timer for less would find that no time has passed.
    return Math.ceil(this.paces.reduce((time, pace) => pace(time, bytes), this.scheduler.now()))
  }

  /** What waits is timed anew, from now, when the trouble is another. */
  private plan(): void {
    this.timer?.unsubscribe()
    this.paces = [...this.makers].map(make => make())
    this.queue = this.queue.slice(this.passed)
    this.passed = 0
    for (const held of this.queue) held.at = this.timeOf(held.bytes)
    this.flow()
  }

  private flow(): void {
    for (let next = this.queue[this.passed]; next !== undefined; next = this.queue[this.passed]) {
      const wait = next.at - this.scheduler.now()
      if (wait > 0) {
        this.timer = this.scheduler.schedule(() => this.flow(), wait)
        break
      }
      this.passed++
      this.waiting -= next.bytes
      next.pass()
    }
    // Not at every message: a long queue would be copied once for each.
    if (2 * this.passed < this.queue.length) return
    this.queue = this.queue.slice(this.passed)
    this.passed = 0
  }
}
