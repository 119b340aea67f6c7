/** Faults of the replies to control messages. What was asked is carried out all the same, unless it is rejected. */
import { connection, count, duration, milliseconds, optional, text, whole } from './field.js'
import { matcher } from './pattern.js'
import { countOf, type Counted, type FaultKind, type Lasting, type Target } from './stage.js'

/** Answers control messages late. */
export interface DelayAcksFault extends Target, Lasting {
  readonly fault: 'delayAcks'
  /** Milliseconds. */
  readonly delay: number
  /** How many. @default each until lifted */
  readonly count?: number
}

/** Does not answer control messages. */
export interface LoseAcksFault extends Target, Counted {
  readonly fault: 'loseAcks'
}

/** Answers control messages twice. */
export interface DuplicateAcksFault extends Target, Counted {
  readonly fault: 'duplicateAcks'
}

/** Rejects whole the SUBSCRIBEs that name a certain stream, as the exchange does. */
export interface RejectFault extends Target, Lasting {
  readonly fault: 'reject'
  /** Its name; each `*` in it stands for any text. */
  readonly stream: string
  /** @default 2 */
  readonly code?: number
  /** @default Invalid request: invalid stream */
  readonly msg?: string
  /** How many. @default each until lifted */
  readonly count?: number
}

export type AckFault = DelayAcksFault | LoseAcksFault | DuplicateAcksFault | RejectFault

export const delayAcks: FaultKind<DelayAcksFault> = {
  fields: { delay: milliseconds, count, connection, for: duration },
  begin: ({ delay, count, ...target }, stage) =>
    stage.desk.acks.late.add({ reaches: stage.reach(target), delay }, count),
  draw: chance => ({ delay: chance.whole(100, 8_000), count: chance.whole(1, 3), for: 60_000 }),
}

export const loseAcks: FaultKind<LoseAcksFault> = {
  fields: { count, connection, for: duration },
  begin: (fault, stage) => stage.desk.acks.lost.add({ reaches: stage.reach(fault) }, countOf(fault)),
  draw: chance => ({ count: chance.whole(1, 3), for: 60_000 }),
}

export const duplicateAcks: FaultKind<DuplicateAcksFault> = {
  fields: { count, connection, for: duration },
  begin: (fault, stage) => stage.desk.acks.doubled.add({ reaches: stage.reach(fault) }, countOf(fault)),
  draw: chance => ({ count: chance.whole(1, 3), for: 60_000 }),
}

export const reject: FaultKind<RejectFault> = {
  fields: { stream: text, code: optional(whole()), msg: optional(text), count, connection, for: duration },
  begin: ({ stream, code = 2, msg = 'Invalid request: invalid stream', count, ...target }, stage) =>
    stage.desk.acks.rejections.add(
      { reaches: stage.reach(target), matches: matcher(stream), reply: { code, msg } },
      count,
    ),
  draw: chance => ({ stream: chance.stream(), count: 1, for: 60_000 }),
}
