/** Faults of connections: how they end, and how they fail to begin. */
import {
  closeCode,
  closeReason,
  connection,
  count,
  duration,
  failureStatus,
  milliseconds,
  optional,
} from './field.js'
import type { FaultKind, Lasting, Target } from './stage.js'

/** Closes with a code and a reason. */
export interface DropFault extends Target {
  readonly fault: 'drop'
  /** @default 1011 */
  readonly code?: number
  /** At most 123 bytes. @default none */
  readonly reason?: string
}

/** Cuts the line without a close frame: the client sees 1006. */
export interface ResetFault extends Target {
  readonly fault: 'reset'
}

/** Leaves the line open and dead: nothing is sent, read or answered any more, no pong either. Cannot be lifted. */
export interface HalfOpenFault extends Target {
  readonly fault: 'halfOpen'
}

/** Ends a connection as its 24 hours would: 1001, `Connection expired`. */
export interface ExpireFault extends Target {
  readonly fault: 'expire'
}

/** Says `serverShutdown` to every connection that is open, and closes each with 1001 later. */
export interface ServerShutdownFault {
  readonly fault: 'serverShutdown'
  /** Milliseconds between the two. @default 10_000 */
  readonly grace?: number
}

/** Turns connections away: with an HTTP status, or by cutting the line. */
export interface RefuseFault extends Lasting {
  readonly fault: 'refuse'
  /** From 400 to 599. @default none: the line is cut */
  readonly status?: number
  /** How many. @default each until lifted */
  readonly count?: number
}

export type ConnectionFault =
  DropFault | ResetFault | HalfOpenFault | ExpireFault | ServerShutdownFault | RefuseFault

export const drop: FaultKind<DropFault> = {
  fields: { code: optional(closeCode), reason: optional(closeReason), connection },
  begin({ code = 1011, reason = '', ...target }, stage) {
    for (const session of stage.sessions(target)) session.close(code, reason)
  },
  draw: chance => ({
    code: chance.pick(1000, 1001, 1011, 1012, 3000, 4000),
    connection: chance.pick('oldest', 'newest'),
  }),
}

export const reset: FaultKind<ResetFault> = {
  fields: { connection },
  begin(fault, stage) {
    for (const session of stage.sessions(fault)) session.reset()
  },
  draw: chance => ({ connection: chance.pick('oldest', 'newest') }),
}

export const halfOpen: FaultKind<HalfOpenFault> = {
  fields: { connection },
  begin(fault, stage) {
    for (const session of stage.sessions(fault)) session.freeze()
  },
  draw: chance => ({ connection: chance.pick('oldest', 'newest') }),
}

export const expire: FaultKind<ExpireFault> = {
  fields: { connection },
  begin(fault, stage) {
    for (const session of stage.sessions(fault)) session.expire()
  },
  draw: chance => ({ connection: chance.pick('oldest', 'newest') }),
}

export const serverShutdown: FaultKind<ServerShutdownFault> = {
  fields: { grace: optional(milliseconds) },
  begin: ({ grace = 10_000 }, stage) => stage.shutdown(grace),
  draw: chance => ({ grace: chance.whole(0, 20_000) }),
}

export const refuse: FaultKind<RefuseFault> = {
  fields: { status: optional(failureStatus), count, for: duration },
  begin: ({ status, count }, { desk }) => desk.refusals.add({ status }, count),
  draw: chance => ({
    ...(chance.pick(true, false) ? { status: chance.pick(429, 503) } : {}),
    count: chance.whole(1, 4),
    for: 60_000,
  }),
}
