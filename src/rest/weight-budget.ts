/** Request weight: how much may be used in a minute, and when the next request fits in. */
import type { SchedulerLike } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'

const MINUTE = 60_000

interface Used {
  readonly weight: number
  /** When it no longer counts, on the monotonic clock. */
  readonly until: number
}

/**
 * The weight used in the last minute. A request's weight counts from its start to a minute after
 * its end. The exchange counts it at some moment in between, so it never counts more than the limit
 * in its own minutes.
 */
export class WeightBudget {
  readonly #limit: number
  readonly #scheduler: SchedulerLike
  /** Weight of requests that are not answered. */
  #active = 0
  /** Of answered requests, and of other clients of the same address. In order. */
  #used: Used[] = []
  #blockedUntil = -Infinity

  constructor(limit: number, scheduler: SchedulerLike) {
    this.#limit = limit
    this.#scheduler = scheduler
  }

  /**
   * Milliseconds until a request of this weight may be sent: 0 now, `Infinity` while unanswered
   * requests are in its way.
   *
   * @param reserve the part of the limit that it leaves unused
   */
  delay(weight: number, reserve = 0): number {
    const now = this.#prune()
    const limit = this.#limit * (1 - reserve)
    // One that weighs more than the limit goes alone.
    const needed = Math.min(weight, limit)
    let free = limit - this.weight
    let delay = 0
    for (const used of this.#used) {
      if (free >= needed) break
      free += used.weight
      delay = used.until - now
    }
    return free >= needed ? Math.max(delay, this.blockedFor) : Infinity
  }

  /** Starts a request; returns what ends it. Ending twice does nothing. */
  start(weight: number): () => void {
    this.#active += weight
    let isEnded = false
    return () => {
      if (isEnded) return
      isEnded = true
      this.#active -= weight
      this.#count(weight)
    }
  }

  /**
   * Corrects the count by the exchange's own of the current minute: other clients of the same
   * address use weight too.
   */
  correct(reported: number): void {
    this.#prune()
    const others = reported - this.weight
    if (others > 0) this.#count(others)
  }

  /** Allows nothing for `delay` milliseconds, as the exchange demands. */
  block(delay: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#now() + delay)
  }

  /** Milliseconds that {@link block} still lasts. */
  get blockedFor(): number {
    return Math.max(0, this.#blockedUntil - this.#now())
  }

  /** The weight of the last minute. */
  get weight(): number {
    this.#prune()
    return this.#used.reduce((sum, { weight }) => sum + weight, this.#active)
  }

  #count(weight: number): void {
    this.#used.push({ weight, until: this.#now() + MINUTE })
  }

  #prune(): number {
    const now = this.#now()
    const first = this.#used.findIndex(({ until }) => until > now)
    if (first !== 0) this.#used = first < 0 ? [] : this.#used.slice(first)
    return now
  }

  #now(): number {
    return monotonicNow(this.#scheduler)
  }
}
