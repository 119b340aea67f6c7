/** Faults of delivery: whether frames arrive, how often, and in which order. */
import type { Frame } from '../../streams/frame.js'
import type { StreamTarget } from '../active/frame-faults.js'
import { maxUses } from '../active/limited-uses.js'
import { matchPattern } from '../active/target.js'
import type { FaultDefinition, WithCount, WithDuration } from './definition.js'
import { connection, count, duration, nonEmptyString } from './fields.js'

/** Drops every frame; the stream stays subscribed and listed. */
export interface SilenceFault extends StreamTarget, WithDuration {
  readonly fault: 'silence'
}

/** Removes streams from a connection's subscriptions without notice. */
export interface ForgetFault extends StreamTarget {
  readonly fault: 'forget'
}

/** Drops frames: on a diff-depth stream, a gap between one `u` and the next `U`. */
export interface SkipFault extends StreamTarget, WithCount {
  readonly fault: 'skip'
}

/** Sends frames twice. */
export interface RepeatFault extends StreamTarget, WithCount {
  readonly fault: 'repeat'
}

/**
 * Sends a frame after the next one. A frame that is still held back when the fault ends is lost.
 */
export interface ReorderFault extends StreamTarget, WithCount {
  readonly fault: 'reorder'
}

export type DeliveryFault = SilenceFault | ForgetFault | SkipFault | RepeatFault | ReorderFault

const target = { stream: nonEmptyString, connection }

export const silence: FaultDefinition<SilenceFault> = {
  fields: { ...target, for: duration },
  start: (fault, { active }) => active.frames.change(fault, () => [], Infinity),
  sample: random => ({ stream: random.stream(), for: random.integer(1_000, 60_000) }),
}

export const forget: FaultDefinition<ForgetFault> = {
  fields: target,
  start(fault, { sessions }) {
    const matches = matchPattern(fault.stream)
    for (const session of sessions.select(fault)) {
      for (const name of session.streams) if (matches(name)) session.removeSubscription(name)
    }
  },
  sample: random => ({ stream: random.stream() }),
}

export const skip: FaultDefinition<SkipFault> = {
  fields: { ...target, count, for: duration },
  start: (fault, { active }) => active.frames.change(fault, () => []),
  sample: random => ({ stream: random.stream(), count: random.integer(1, 3), for: 60_000 }),
}

export const repeat: FaultDefinition<RepeatFault> = {
  fields: { ...target, count, for: duration },
  start: (fault, { active }) => active.frames.change(fault, frame => [frame, frame]),
  sample: random => ({ stream: random.stream(), count: random.integer(1, 3), for: 60_000 }),
}

export const reorder: FaultDefinition<ReorderFault> = {
  fields: { ...target, count, for: duration },
  start(fault, { active }) {
    let held: Frame | undefined
    const swap = (frame: Frame) => {
      const earlier = held
      if (earlier !== undefined && earlier.stream !== frame.stream) return undefined
      held = earlier === undefined ? frame : undefined
      return earlier === undefined ? [] : [frame, earlier]
    }
    return active.frames.change(fault, swap, 2 * maxUses(fault))
  },
  sample: random => ({ stream: random.stream(), count: random.integer(1, 2), for: 60_000 }),
}
