/**
 * The time of the last frame, on the monotonic clock. The clock is not read for each frame. A frame
 * is counted and its wall time kept, which the caller needs anyway; the monotonic time follows from
 * both clocks at the next query.
 */
import type { SchedulerLike } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'

/**
 * Milliseconds by which two readings of both clocks may disagree without a step of the wall clock
 * between them.
 */
const TOLERANCE = 50

export class FrameActivity {
  readonly #scheduler: SchedulerLike
  #count = 0
  #receivedAt = 0
  #sampled: { count: number; lastFrameAt: number; wall: number; monotonic: number }

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler
    const monotonic = monotonicNow(scheduler)
    this.#sampled = { count: 0, lastFrameAt: monotonic, wall: scheduler.now(), monotonic }
  }

  /** The number of received frames. */
  get count(): number {
    return this.#count
  }

  /** @param receivedAt epoch milliseconds */
  record(receivedAt: number): void {
    this.#count++
    this.#receivedAt = receivedAt
  }

  /** Milliseconds since the last frame, or since the beginning. */
  silence(): number {
    return Math.max(0, monotonicNow(this.#scheduler) - this.#sample().lastFrameAt)
  }

  #sample(): { lastFrameAt: number; wall: number; monotonic: number } {
    const before = this.#sampled
    const wall = this.#scheduler.now()
    const monotonic = monotonicNow(this.#scheduler)
    const step = wall - before.wall - (monotonic - before.monotonic)
    const isStepped = Math.abs(step) > TOLERANCE
    let { lastFrameAt } = before
    if (this.#count !== before.count) {
      // With a step between, the frame is only known to have come since the last sample.
      lastFrameAt = isStepped ? before.monotonic : monotonic - Math.max(0, wall - this.#receivedAt)
    }
    this.#sampled = { count: this.#count, lastFrameAt, wall, monotonic }
    return this.#sampled
  }
}
