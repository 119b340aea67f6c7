/**
 * Delays starting over after failures, so that a subscriber that retries at once does not connect
 * in a loop.
 */
import type { SchedulerLike } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'
import { DEFAULT_RECONNECT, type ReconnectSettings } from '../live-settings.js'
import { backoff } from '../clock/backoff.js'

export class RestartDelay {
  readonly #settings: ReconnectSettings
  readonly #scheduler: SchedulerLike
  #failures = 0
  #failedAt = -Infinity

  constructor(reconnect: ReconnectSettings | false, scheduler: SchedulerLike) {
    this.#settings = reconnect === false ? { ...DEFAULT_RECONNECT, jitter: 0 } : reconnect
    this.#scheduler = scheduler
  }

  /**
   * Connecting has failed for good.
   * @param uptime milliseconds that the last connection was open
   */
  recordFailure(uptime: number): void {
    if (uptime >= this.#settings.minUptime) this.#failures = 0
    this.#failures++
    this.#failedAt = monotonicNow(this.#scheduler)
  }

  /**
   * Milliseconds to wait before starting over: 0 after the first failure, then growing as the
   * delays of reconnecting do.
   */
  next(): number {
    if (this.#failures < 2) return 0
    const delay = backoff(this.#settings, this.#failures - 1)
    return Math.max(0, this.#failedAt + delay - monotonicNow(this.#scheduler))
  }
}
