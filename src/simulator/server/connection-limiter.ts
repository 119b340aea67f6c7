/** Counts connection attempts, and rejects those beyond the limit or chosen by a fault. */
import type { SchedulerLike } from 'rxjs'
import type { ActiveFaults, UpgradeRejection } from '../faults/active/active-faults.js'
import type { Limits } from '../limits.js'
import { monotonicNow } from '../../clock/monotonic.js'

const FIVE_MINUTES = 300_000
/** Beyond so many peers, those without a recent attempt are forgotten. */
const MAX_IDLE_PEERS = 1_000

export class ConnectionLimiter {
  /** Connection attempts so far, rejected ones included. */
  attempts = 0
  rejected = 0
  readonly #scheduler: SchedulerLike
  readonly #limits: Limits
  readonly #faults: ActiveFaults
  /** Times of the accepted attempts, monotonic, by peer. */
  readonly #recent = new Map<string, number[]>()

  constructor(scheduler: SchedulerLike, limits: Limits, faults: ActiveFaults) {
    this.#scheduler = scheduler
    this.#limits = limits
    this.#faults = faults
  }

  /** Counts an attempt. Returns undefined to accept it. */
  admit(peer: string): UpgradeRejection | undefined {
    this.attempts++
    const rejection = this.#check(peer)
    if (rejection !== undefined) this.rejected++
    return rejection
  }

  #check(peer: string): UpgradeRejection | undefined {
    const now = monotonicNow(this.#scheduler)
    const times = (this.#recent.get(peer) ?? []).filter(time => time > now - FIVE_MINUTES)
    this.#forgetIdlePeers(now)
    this.#recent.set(peer, times)
    if (times.length >= this.#limits.connectionsPer5Minutes) return { status: 429 }
    times.push(now)
    return this.#faults.rejection()
  }

  #forgetIdlePeers(now: number): void {
    if (this.#recent.size < MAX_IDLE_PEERS) return
    for (const [peer, times] of this.#recent) {
      if ((times.at(-1) ?? -Infinity) <= now - FIVE_MINUTES) this.#recent.delete(peer)
    }
  }
}
