/** From the name of a fault to what it is. */
import * as ack from './ack-faults.js'
import * as connection from './connection-faults.js'
import type { Fault, FaultName, FaultOf } from './fault.js'
import * as frame from './frame-faults.js'
import * as link from './link-faults.js'
import * as market from './market-faults.js'
import * as rest from './rest-faults.js'
import type { FaultKind } from './stage.js'

const kinds: { readonly [N in FaultName]: FaultKind<FaultOf<N>> } = {
  ...connection,
  ...link,
  ...ack,
  ...frame,
  ...market,
  ...rest,
}

/** The names of all faults, as in a schedule. */
export const faultNames = Object.keys(kinds) as readonly FaultName[]

export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(kinds, name)
}

/** What a fault of this name is; it must be given faults of this name alone. */
export function kindOf(name: FaultName): FaultKind<Fault> {
  return kinds[name]
}
