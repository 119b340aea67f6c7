/** Faults in force: each holds for a number of occasions, or until it is lifted. */
import { Subscription } from 'rxjs'

interface Entry<T> {
  left: number
  readonly what: T
  readonly life: Subscription
}

export class Occasions<T> {
  private readonly entries = new Set<Entry<T>>()

  get isEmpty(): boolean {
    return this.entries.size === 0
  }

  /** What is in force, in the order in which it began. */
  *[Symbol.iterator](): Iterator<T> {
    for (const { what } of this.entries) yield what
  }

  /** In force until unsubscribed, or used up. */
  add(what: T, count = Infinity): Subscription {
    const life = new Subscription(() => this.entries.delete(entry))
    const entry = { left: count, what, life }
    this.entries.add(entry)
    return life
  }

  /** Uses up one occasion of the first that applies. */
  take<R>(applies: (what: T) => R | undefined): R | undefined {
    for (const { what } of this.entries) {
      const result = applies(what)
      if (result === undefined) continue
      this.use(what)
      return result
    }
    return undefined
  }

  /** Uses up one occasion; false when there is none left. */
  use(what: T): boolean {
    for (const entry of this.entries) {
      if (entry.what !== what) continue
      if (--entry.left <= 0) entry.life.unsubscribe()
      return true
    }
    return false
  }
}
