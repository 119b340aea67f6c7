/** The links in trouble, and the sessions at their ends: those that are open, and those that open meanwhile. */
import { Subscription } from 'rxjs'
import type { Pace } from './pace.js'

interface LinkTrouble {
  readonly reaches: (connection: number) => boolean
  /** Each link has a pace of its own. */
  readonly pace: () => Pace
}

/** A connection whose link can be troubled. */
interface Linked {
  readonly id: number
  /** Until unsubscribed. */
  hold(pace: () => Pace): Subscription
}

export class LinkDesk {
  private readonly troubles = new Map<LinkTrouble, Subscription>()

  /** @param open the connections that are open now */
  add(trouble: LinkTrouble, open: Iterable<Linked>): Subscription {
    const life = new Subscription(() => this.troubles.delete(trouble))
    this.troubles.set(trouble, life)
    for (const each of open) if (trouble.reaches(each.id)) life.add(each.hold(trouble.pace))
    return life
  }

  /** A connection has opened. */
  attach(connection: Linked): void {
    for (const [{ reaches, pace }, life] of this.troubles) {
      if (reaches(connection.id)) life.add(connection.hold(pace))
    }
  }
}
