/** Sliding-window rate limiter. */
import type { SchedulerLike } from 'rxjs'
import { monotonicNow } from './monotonic.js'

export interface RateLimit {
  /** Slots that may be taken in any `span`. */
  readonly limit: number
  /** Milliseconds, of a monotonic clock. */
  readonly span: number
}

/**
 * Allows at most `limit` slots in any `span`. A slot is free again `span` after it was released.
 * Slots taken by others, recorded with {@link record}, count too, but never starve us: one slot a
 * `span` is always ours.
 */
export class RateLimiter {
  readonly #limit: number
  readonly #span: number
  readonly #scheduler: SchedulerLike
  /** When each released slot is free again, in order. */
  readonly #acquired: number[] = []
  /** The same for recorded slots; only the last `limit` of them matter. */
  readonly #recorded: number[] = []
  #held = 0
  #lastAcquiredAt = -Infinity
  #blockedUntil = -Infinity

  constructor({ limit, span }: RateLimit, scheduler: SchedulerLike) {
    this.#limit = limit
    this.#span = span
    this.#scheduler = scheduler
  }

  /** Milliseconds until a slot is free: 0 now, `Infinity` while every slot is held. */
  delay(): number {
    const now = this.#now()
    prune(this.#acquired, now)
    prune(this.#recorded, now)
    const ours = this.#held + this.#acquired.length
    const block = Math.max(0, this.#blockedUntil - now)
    if (ours + this.#recorded.length < this.#limit) return block
    const freeAt = Math.min(this.#acquired[0] ?? Infinity, this.#recorded[0] ?? Infinity)
    const guaranteedAt = ours < this.#limit ? this.#lastAcquiredAt + this.#span : Infinity
    return Math.max(block, Math.min(freeAt, guaranteedAt) - now, 0)
  }

  /** Takes a slot, to be released by the function returned. Releasing twice does nothing. */
  acquire(): () => void {
    this.#held++
    this.#lastAcquiredAt = this.#now()
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      this.#held--
      this.#acquired.push(this.#now() + this.#span)
    }
  }

  /** Counts a slot that was taken without permission, such as a pong's, at a constant cost. */
  record(): void {
    this.#recorded.push(this.#now() + this.#span)
    if (this.#recorded.length > this.#limit) this.#recorded.shift()
  }

  /** Allows nothing for `delay` milliseconds, as the peer demands. */
  block(delay: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#now() + delay)
  }

  /** Whether {@link block} currently denies every slot. */
  get isBlocked(): boolean {
    return this.#blockedUntil > this.#now()
  }

  #now(): number {
    return monotonicNow(this.#scheduler)
  }
}

function prune(times: number[], now: number): void {
  while (times[0] !== undefined && times[0] <= now) times.shift()
}
