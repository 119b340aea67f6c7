/** Pings a client, and reports when it does not answer in time. */
import { type SchedulerLike, Subscription } from 'rxjs'
import type { Limits } from '../limits.js'
import { decodeUtf8, encodeUtf8 } from '../../validation/utf8.js'

export interface HeartbeatOptions {
  readonly scheduler: SchedulerLike
  readonly limits: Pick<Limits, 'pingInterval' | 'pongTimeout'>
  readonly ping: (payload: Uint8Array) => void
  /** A ping was not answered within `pongTimeout`. */
  readonly onTimeout: () => void
}

/** Each ping carries its own time, so that a pong identifies the ping that it answers. */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #timers = new Subscription()
  #lastPingAt: number
  /** When the newest ping that was answered was sent. */
  #lastAnsweredPingAt: number

  constructor(options: HeartbeatOptions) {
    this.#options = options
    this.#lastPingAt = this.#lastAnsweredPingAt = options.scheduler.now()
    const { pingInterval } = options.limits
    if (pingInterval < Infinity) this.#after(pingInterval, () => this.#ping())
  }

  /** Only a copy of a ping's payload answers it; any other pong is allowed, and has no effect. */
  pong(payload: Uint8Array): void {
    const text = decodeUtf8(payload)
    const at = Number(text)
    if (text !== '' && at > this.#lastAnsweredPingAt && at <= this.#lastPingAt) this.#lastAnsweredPingAt = at
  }

  stop(): void {
    this.#timers.unsubscribe()
  }

  #ping(): void {
    const { limits, onTimeout, ping, scheduler } = this.#options
    // A millisecond later than the last at least: two pings within one would have the same payload.
    const at = (this.#lastPingAt = Math.max(scheduler.now(), this.#lastPingAt + 1))
    ping(encodeUtf8(String(at)))
    if (limits.pongTimeout < Infinity) {
      this.#after(limits.pongTimeout, () => {
        if (this.#lastAnsweredPingAt < at) onTimeout()
      })
    }
    this.#after(limits.pingInterval, () => this.#ping())
  }

  #after(delay: number, work: () => void): void {
    const timer = this.#options.scheduler.schedule(() => {
      this.#timers.remove(timer)
      work()
    }, delay)
    this.#timers.add(timer)
  }
}
