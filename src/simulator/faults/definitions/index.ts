/** The definitions of all faults, by name. */
import type { FaultName, FaultOf } from '../fault.js'
import { drop, expire, halfOpen, rejectConnections, reset, serverShutdown } from './connection-faults.js'
import { dropField, garbage, inject, oversize, send, setField, truncate } from './content-faults.js'
import type { FaultDefinition } from './definition.js'
import { forget, reorder, repeat, silence, skip } from './delivery-faults.js'
import { restart, skewClock, staleSnapshots } from './market-faults.js'
import { delayAcks, duplicateAcks, loseAcks, reject } from './reply-faults.js'
import { restDelay, restError, restHang, restTimeout } from './rest-faults.js'
import { slowLink, stutter } from './throttle-faults.js'

export const definitions: { readonly [N in FaultName]: FaultDefinition<FaultOf<N>> } = {
  drop,
  reset,
  halfOpen,
  expire,
  serverShutdown,
  refuse: rejectConnections,
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
  restart,
  skewClock,
  staleSnapshots,
  restError,
  restDelay,
  restTimeout,
  restHang,
}

/** The names of all faults, as in a schedule. */
export const faultNames = Object.keys(definitions) as readonly FaultName[]
