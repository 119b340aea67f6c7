/** Faults of connections: how they end, and how they fail to open. */
import type { Target } from '../active/target.js'
import type { FaultDefinition, WithDuration } from './definition.js'
import {
  closeCode,
  closeReason,
  connection,
  count,
  duration,
  failureStatus,
  milliseconds,
  optional,
} from './fields.js'

/** Closes with a code and a reason. */
export interface DropFault extends Target {
  readonly fault: 'drop'
  /** @default 1011 */
  readonly code?: number
  /** At most 123 bytes. @default none */
  readonly reason?: string
}

/** Destroys the TCP connection without a close frame: the client sees 1006. */
export interface ResetFault extends Target {
  readonly fault: 'reset'
}

/**
 * Leaves the connection half-open: nothing is sent, read or answered any more, not even pings.
 * Cannot be cleared.
 */
export interface HalfOpenFault extends Target {
  readonly fault: 'halfOpen'
}

/** Ends a connection as after its 24 hours: 1001, `Connection expired`. */
export interface ExpireFault extends Target {
  readonly fault: 'expire'
}

/** Sends `serverShutdown` to every open connection, and closes each with 1001 later. */
export interface ServerShutdownFault {
  readonly fault: 'serverShutdown'
  /** Milliseconds between the two. @default 10_000 */
  readonly grace?: number
}

/** Rejects connections: with an HTTP status, or by destroying the TCP connection. */
export interface RejectConnectionsFault extends WithDuration {
  readonly fault: 'refuse'
  /** From 400 to 599. @default none: the TCP connection is destroyed */
  readonly status?: number
  /** The number of connections. @default each until it is cleared */
  readonly count?: number
}

export type ConnectionFault =
  DropFault | ResetFault | HalfOpenFault | ExpireFault | ServerShutdownFault | RejectConnectionsFault

export const drop: FaultDefinition<DropFault> = {
  fields: { code: optional(closeCode), reason: optional(closeReason), connection },
  start(fault, { sessions }) {
    const { code = 1011, reason = '' } = fault
    for (const session of sessions.select(fault)) session.close(code, reason)
  },
  sample: random => ({
    code: random.pick(1000, 1001, 1011, 1012, 3000, 4000),
    connection: random.pick('oldest', 'newest'),
  }),
}

export const reset: FaultDefinition<ResetFault> = {
  fields: { connection },
  start(fault, { sessions }) {
    for (const session of sessions.select(fault)) session.reset()
  },
  sample: random => ({ connection: random.pick('oldest', 'newest') }),
}

export const halfOpen: FaultDefinition<HalfOpenFault> = {
  fields: { connection },
  start(fault, { sessions }) {
    for (const session of sessions.select(fault)) session.freeze()
  },
  sample: random => ({ connection: random.pick('oldest', 'newest') }),
}

export const expire: FaultDefinition<ExpireFault> = {
  fields: { connection },
  start(fault, { sessions }) {
    for (const session of sessions.select(fault)) session.expire()
  },
  sample: random => ({ connection: random.pick('oldest', 'newest') }),
}

export const serverShutdown: FaultDefinition<ServerShutdownFault> = {
  fields: { grace: optional(milliseconds) },
  start: ({ grace = 10_000 }, { shutdown }) => shutdown(grace),
  sample: random => ({ grace: random.integer(0, 20_000) }),
}

export const rejectConnections: FaultDefinition<RejectConnectionsFault> = {
  fields: { status: optional(failureStatus), count, for: duration },
  start: ({ status, count }, { active }) => active.rejectConnections(status, count),
  sample: random => ({
    ...(random.pick(true, false) ? { status: random.pick(429, 503) } : {}),
    count: random.integer(1, 4),
    for: 60_000,
  }),
}
