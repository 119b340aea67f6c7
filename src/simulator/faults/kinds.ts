/** From the name of a fault to what it is. */
import { delayAcks, duplicateAcks, loseAcks, reject } from './ack-faults.js'
import { drop, expire, halfOpen, refuse, reset, serverShutdown } from './connection-faults.js'
import { dropField, garbage, inject, oversize, send, setField, truncate } from './content-faults.js'
import { forget, reorder, repeat, silence, skip } from './delivery-faults.js'
import { slowLink, stutter } from './link-faults.js'
import { skewClock, staleSnapshots } from './market-faults.js'
import { restDelay, restError, restHang, restTimeout } from './rest-faults.js'
import type { Fault, FaultName, FaultOf } from './fault.js'
import type { FaultKind } from './stage.js'

const kinds: { readonly [N in FaultName]: FaultKind<FaultOf<N>> } = {
  drop,
  reset,
  halfOpen,
  expire,
  serverShutdown,
  refuse,
  slowLink,
  stutter,
  delayAcks,
  loseAcks,
  duplicateAcks,
  reject,
  garbage,
  send,
  inject,
  truncate,
  oversize,
  dropField,
  setField,
  silence,
  forget,
  skip,
  repeat,
  reorder,
  skewClock,
  staleSnapshots,
  restError,
  restDelay,
  restTimeout,
  restHang,
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
