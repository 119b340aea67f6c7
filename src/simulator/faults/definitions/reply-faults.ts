/**
 * Faults of the replies to control messages. The command itself is executed, unless it is rejected.
 */
import { maxUses } from '../active/limited-uses.js'
import { matchPattern, type Target } from '../active/target.js'
import type { FaultDefinition, WithCount, WithDuration } from './definition.js'
import { connection, count, duration, integer, milliseconds, nonEmptyString, optional } from './fields.js'

/** Delays the replies to control messages. */
export interface DelayAcksFault extends Target, WithDuration {
  readonly fault: 'delayAcks'
  /** Milliseconds. */
  readonly delay: number
  /** The number of replies. @default each until it is cleared */
  readonly count?: number
}

/** Does not reply to control messages. */
export interface LoseAcksFault extends Target, WithCount {
  readonly fault: 'loseAcks'
}

/** Replies to control messages twice. */
export interface DuplicateAcksFault extends Target, WithCount {
  readonly fault: 'duplicateAcks'
}

/** Rejects each SUBSCRIBE that names a certain stream: the whole command, as the exchange does. */
export interface RejectFault extends Target, WithDuration {
  readonly fault: 'reject'
  /** Its name; each `*` in it matches any text. */
  readonly stream: string
  /** @default 2 */
  readonly code?: number
  /** @default Invalid request: invalid stream */
  readonly msg?: string
  /** The number of commands. @default each until it is cleared */
  readonly count?: number
}

export type ReplyFault = DelayAcksFault | LoseAcksFault | DuplicateAcksFault | RejectFault

/** The reply of the exchange to a stream that it does not know. */
export const INVALID_STREAM = { code: 2, msg: 'Invalid request: invalid stream' } as const

export const delayAcks: FaultDefinition<DelayAcksFault> = {
  fields: { delay: milliseconds, count, connection, for: duration },
  start: (fault, { active }) => active.replies.delay(fault, fault.delay, fault.count),
  sample: random => ({ delay: random.integer(100, 8_000), count: random.integer(1, 3), for: 60_000 }),
}

export const loseAcks: FaultDefinition<LoseAcksFault> = {
  fields: { count, connection, for: duration },
  start: (fault, { active }) => active.replies.lose(fault, maxUses(fault)),
  sample: random => ({ count: random.integer(1, 3), for: 60_000 }),
}

export const duplicateAcks: FaultDefinition<DuplicateAcksFault> = {
  fields: { count, connection, for: duration },
  start: (fault, { active }) => active.replies.duplicate(fault, maxUses(fault)),
  sample: random => ({ count: random.integer(1, 3), for: 60_000 }),
}

export const reject: FaultDefinition<RejectFault> = {
  fields: {
    stream: nonEmptyString,
    code: optional(integer()),
    msg: optional(nonEmptyString),
    count,
    connection,
    for: duration,
  },
  start(fault, { active }) {
    const { stream, code = INVALID_STREAM.code, msg = INVALID_STREAM.msg, count } = fault
    return active.replies.reject(fault, matchPattern(stream), { code, msg }, count)
  },
  sample: random => ({ stream: random.stream(), count: 1, for: 60_000 }),
}
