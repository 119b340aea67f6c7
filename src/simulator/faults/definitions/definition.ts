/** The definition of one kind of fault. */
import type { SchedulerLike, Subscription } from 'rxjs'
import type { SimulatedMarket } from '../../market/simulated-market.js'
import type { Sessions } from '../../session/sessions.js'
import type { Hub } from '../../streams/hub.js'
import type { ActiveFaults } from '../active/active-faults.js'
import type { FaultRandom } from '../random.js'
import type { Fields } from './fields.js'

/** A fault that may end by itself. */
export interface WithDuration {
  /** Milliseconds until it is cleared. @default until it is cleared, or used up */
  readonly for?: number
}

/** A fault with a limited number of uses. */
export interface WithCount extends WithDuration {
  /**
   * The number of applications. @default 1; any number of times within `for` where that is given
   */
  readonly count?: number
}

/** The objects that a fault can act on. */
export interface FaultContext {
  readonly scheduler: SchedulerLike
  readonly active: ActiveFaults
  readonly sessions: Sessions
  readonly hub: Hub
  readonly market: SimulatedMarket
  /** Announces a shutdown to every connection, and closes each after `grace` ms. */
  readonly shutdown: (grace: number) => void
}

export interface FaultDefinition<F> {
  readonly fields: Fields<F>
  /**
   * Starts the fault. One that lasts returns a subscription, which clears it and is closed when it
   * is used up.
   */
  start(fault: F, context: FaultContext): Subscription | undefined | void
  /** Samples the fields of a fault of this kind that ends by itself, for random schedules. */
  sample(random: FaultRandom): Omit<F, 'fault'>
}
