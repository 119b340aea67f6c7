/** A limit of so many in any span of time, kept by waiting. */
import type { SchedulerLike } from 'rxjs'

/** Takes at most `limit` slots in any `span` milliseconds. A slot frees itself `span` after it was released. */
export class RateLimiter {
  readonly #freeAt: number[] = []
  #held = 0

  readonly #limit: number
  readonly #span: number
  readonly #scheduler: SchedulerLike

  constructor(limit: number, span: number, scheduler: SchedulerLike) {
    this.#limit = limit
    this.#span = span
    this.#scheduler = scheduler
  }

  /** Milliseconds until a slot is free: 0 now, `Infinity` when every slot is held and none has been released. */
  delay(): number {
    const now = this.#scheduler.now()
    while (this.#freeAt[0] !== undefined && this.#freeAt[0] <= now) this.#freeAt.shift()
    if (this.#held + this.#freeAt.length < this.#limit) return 0
    const first = this.#freeAt[0]
    return first === undefined ? Infinity : first - now
  }

  /** Takes a slot, to be released by the function returned. Releasing twice does nothing. */
  acquire(): () => void {
    this.#held++
    let released = false
    return () => {
      if (released) return
      released = true
      this.#held--
      this.#freeAt.push(this.#scheduler.now() + this.#span)
    }
  }

  /** Takes a slot that is released at once: for what happens in a moment, as a pong does. */
  record(): void {
    this.acquire()()
  }
}
