/** Who may come in: counts attempts, and turns away those beyond the limit and those that a fault refuses. */
import type { SchedulerLike } from 'rxjs'
import type { FaultDesk } from './faults/fault-desk.js'
import type { Limits } from './limits.js'

/** Why a connection was turned away: an HTTP status, or undefined for a line that was cut. */
export interface TurnedAway {
  readonly status: number | undefined
}

const FIVE_MINUTES = 300_000

export class Door {
  /** Connection attempts so far, those turned away among them. */
  attempts = 0
  refused = 0
  private readonly recent = new Map<string, number[]>()

  constructor(
    private readonly scheduler: SchedulerLike,
    private readonly limits: Limits,
    private readonly faults: FaultDesk,
  ) {}

  /** Undefined lets the peer in. */
  knock(peer: string): TurnedAway | undefined {
    this.attempts++
    const turned = this.judge(peer)
    if (turned !== undefined) this.refused++
    return turned
  }

  private judge(peer: string): TurnedAway | undefined {
    const now = this.scheduler.now()
    const times = (this.recent.get(peer) ?? []).filter(time => time > now - FIVE_MINUTES)
    this.recent.set(peer, times)
    if (times.length >= this.limits.connectionsPer5Minutes) return { status: 429 }
    times.push(now)
    return this.faults.refusal()
  }
}
