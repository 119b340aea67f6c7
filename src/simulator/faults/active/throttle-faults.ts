/** Active faults that throttle connections, including those that open meanwhile. */
import { Subscription } from 'rxjs'
import type { DelayModel } from './delay-model.js'
import { reachOf, type Target, type TargetResolver } from './target.js'

interface ThrottleFault {
  readonly reaches: (connection: number) => boolean
  /** Each connection has its own delay model. */
  readonly createModel: () => DelayModel
}

/** A connection that can be throttled. */
export interface Throttleable {
  readonly id: number
  /** Until unsubscribed. */
  throttle(createModel: () => DelayModel): Subscription
}

export class ThrottleFaults {
  readonly #targets: TargetResolver
  readonly #faults = new Map<ThrottleFault, Subscription>()

  constructor(targets: TargetResolver) {
    this.#targets = targets
  }

  /** @param open the open connections */
  add(target: Target, createModel: () => DelayModel, open: Iterable<Throttleable>): Subscription {
    const fault = { reaches: reachOf(target, this.#targets), createModel }
    const subscription = new Subscription(() => this.#faults.delete(fault))
    this.#faults.set(fault, subscription)
    for (const each of open) if (fault.reaches(each.id)) subscription.add(each.throttle(createModel))
    return subscription
  }

  /** Throttles a connection that has just opened. */
  attach(connection: Throttleable): void {
    for (const [{ reaches, createModel }, subscription] of this.#faults) {
      if (reaches(connection.id)) subscription.add(connection.throttle(createModel))
    }
  }
}
