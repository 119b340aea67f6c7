/**
 * The active faults, grouped by their target: connection attempts, sessions, frames, REST and the
 * clock.
 */
import { Subject, type Subscription } from 'rxjs'
import { FrameFaults } from './frame-faults.js'
import { LimitedUses } from './limited-uses.js'
import { ReplyFaults } from './reply-faults.js'
import { RestFaults } from './rest-faults.js'
import type { TargetResolver } from './target.js'
import { ThrottleFaults } from './throttle-faults.js'

/**
 * The rejection of a connection attempt: an HTTP status, or (undefined) a destroyed TCP connection.
 */
export interface UpgradeRejection {
  readonly status: number | undefined
}

export class ActiveFaults {
  readonly replies: ReplyFaults
  readonly frames: FrameFaults
  readonly throttles: ThrottleFaults
  readonly rest = new RestFaults()
  readonly #rejections = new LimitedUses<UpgradeRejection>()
  readonly #skews = new LimitedUses<{ readonly by: number }>()
  /** Emits when a connection has opened. */
  readonly opened$ = new Subject<void>()
  /** Emits when a control message has been executed. */
  readonly executed$ = new Subject<void>()

  constructor(targets: TargetResolver) {
    this.replies = new ReplyFaults(targets)
    this.frames = new FrameFaults(targets)
    this.throttles = new ThrottleFaults(targets)
  }

  rejectConnections(status: number | undefined, uses: number | undefined): Subscription {
    return this.#rejections.add({ status }, uses)
  }

  /** The rejection of a connection attempt; undefined to accept it. */
  rejection(): UpgradeRejection | undefined {
    return this.#rejections.take(rejection => rejection)
  }

  skewClock(by: number): Subscription {
    return this.#skews.add({ by })
  }

  /** Milliseconds by which the reported clock is ahead. */
  get skew(): number {
    return [...this.#skews].reduce((sum, { by }) => sum + by, 0)
  }
}
