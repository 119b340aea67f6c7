/** What a fault may lay hands on. */
import type { SchedulerLike, Subscription } from 'rxjs'
import type { FaultDesk } from './fault-desk.js'
import type { Fields } from './field.js'
import type { Hub } from '../hub.js'
import type { Depth } from '../engine/order-book.js'
import type { Session } from '../session.js'
import type { Chance } from './chance.js'

/** Which connection: its id (they count from 1 as they open), or the oldest or newest that is open; each of them when left out. */
export interface Target {
  readonly connection?: number | 'oldest' | 'newest'
}

/** A fault that ends by itself. */
export interface Lasting {
  /** Milliseconds until it is lifted. @default until it is lifted by hand, or used up */
  readonly for?: number
}

/** A fault that strikes on occasions. */
export interface Counted extends Lasting {
  /** How often it strikes. @default 1; any number within `for` where that is given */
  readonly count?: number
}

/** The exchange, as a fault sees it. */
export interface Stage {
  readonly scheduler: SchedulerLike
  readonly hub: Hub
  readonly desk: FaultDesk
  /** The connections that are open now, of those meant. */
  sessions(target: Target): readonly Session[]
  /** Whether a connection is meant, now or later: `'oldest'` and `'newest'` are decided at once. */
  reach(target: Target): (id: number) => boolean
  /** The books as they are now, of one symbol or of all that are listed. */
  readonly books: (symbol: string | undefined) => ReadonlyMap<string, Depth>
  /** Announces an end to every connection, and closes each after `grace` ms. */
  readonly shutdown: (grace: number) => void
}

/** One kind of fault. */
export interface FaultKind<F> {
  readonly fields: Fields<F>
  /** Makes it happen; what lasts is ended by the subscription, and ends it itself when used up. */
  begin(fault: F, stage: Stage): Subscription | undefined | void
  /** Fields of a fault of this kind that ends by itself, for schedules by chance. */
  draw(chance: Chance): Omit<F, 'fault'>
}

/** How often a counted fault strikes. */
export function countOf({ count, for: duration }: Counted): number {
  return count ?? (duration === undefined ? 1 : Infinity)
}
