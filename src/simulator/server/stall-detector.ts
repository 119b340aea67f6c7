/** Detects a client that does not receive: bytes wait for it, and none of them leaves. */
import type { Socket } from 'node:net'
import type { SchedulerLike, Subscription } from 'rxjs'
import { monotonicNow } from '../../clock/monotonic.js'

/** The number of checks within the timeout; all must find no progress. */
const CHECKS = 5

/** The handle of a socket, with the property that Node's own timeouts read. */
interface Handle {
  readonly writeQueueSize?: number
}

export class StallDetector {
  readonly #tcp: Socket & { readonly _handle?: Handle | null }
  readonly #scheduler: SchedulerLike
  readonly #timeout: number
  readonly #onStalled: () => void
  #timer: Subscription | undefined

  /** @param timeout ms; Infinity disables it */
  constructor(tcp: Socket, scheduler: SchedulerLike, timeout: number, onStalled: () => void) {
    this.#tcp = tcp
    this.#scheduler = scheduler
    this.#timeout = timeout
    this.#onStalled = onStalled
    tcp.once('close', () => this.#timer?.unsubscribe())
  }

  /** Starts to watch, if bytes wait and it does not already. Call it after writing. */
  check(): void {
    if (this.#timer !== undefined || this.#timeout === Infinity || this.#tcp.writableLength === 0) return
    this.#watch(this.#progress(), CHECKS)
  }

  #watch(progress: string, checksLeft: number): void {
    const interval = this.#timeout / CHECKS
    const due = monotonicNow(this.#scheduler) + interval
    this.#timer = this.#scheduler.schedule(() => {
      this.#timer = undefined
      if (this.#tcp.destroyed || this.#tcp.writableLength === 0) return
      const current = this.#progress()
      // A late timer means that this process was busy, and has not served its sockets.
      const isLate = monotonicNow(this.#scheduler) > due + interval
      if (current !== progress || isLate) this.#watch(current, CHECKS)
      else if (checksLeft > 1) this.#watch(progress, checksLeft - 1)
      else this.#onStalled()
    }, interval)
  }

  /** Changes exactly when the system accepts bytes: entire writes, and parts of the current one. */
  #progress(): string {
    const { _handle, bytesWritten, writableLength } = this.#tcp
    return `${bytesWritten - writableLength} ${_handle?.writeQueueSize ?? 0}`
  }
}
