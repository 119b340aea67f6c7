/** Active faults of one kind, each for a limited number of uses or until it is cleared. */
import { Subscription } from 'rxjs'

interface Entry<T> {
  usesLeft: number
  readonly fault: T
  readonly subscription: Subscription
}

export class LimitedUses<T> {
  readonly #entries = new Set<Entry<T>>()

  get isEmpty(): boolean {
    return this.#entries.size === 0
  }

  /** The active faults, in the order in which they started. */
  *[Symbol.iterator](): Iterator<T> {
    for (const { fault } of this.#entries) yield fault
  }

  /** Adds a fault, which stays active until it is unsubscribed or used up. */
  add(fault: T, uses = Infinity): Subscription {
    const subscription = new Subscription(() => this.#entries.delete(entry))
    const entry = { usesLeft: uses, fault, subscription }
    this.#entries.add(entry)
    return subscription
  }

  /** Returns the first result of `apply` that is not undefined, and counts a use of that fault. */
  take<R>(apply: (fault: T) => R | undefined): R | undefined {
    for (const { fault } of this.#entries) {
      const result = apply(fault)
      if (result === undefined) continue
      this.use(fault)
      return result
    }
    return undefined
  }

  /** Counts a use of a fault, and removes the fault after the last one. */
  use(fault: T): void {
    for (const entry of this.#entries) {
      if (entry.fault !== fault) continue
      if (--entry.usesLeft <= 0) entry.subscription.unsubscribe()
      return
    }
  }
}

/** The uses of a fault with `count` and `for`: one by default, any number within a duration. */
export function maxUses({
  count,
  for: duration,
}: {
  readonly count?: number
  readonly for?: number
}): number {
  return count ?? (duration === undefined ? 1 : Infinity)
}
