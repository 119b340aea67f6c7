/** Faults of whether frames come, how often, and in which order. */
import type { Frame } from '../frame.js'
import { count, duration } from './field.js'
import { change, type OfStream, ofStream } from './frame-change.js'
import { matcher } from './pattern.js'
import { countOf, type Counted, type FaultKind, type Lasting } from './stage.js'

/** Keeps back every frame; the stream stays subscribed and listed. */
export interface SilenceFault extends OfStream, Lasting {
  readonly fault: 'silence'
}

/** Takes streams off a connection's list without telling it. */
export interface ForgetFault extends OfStream {
  readonly fault: 'forget'
}

/** Loses frames: on a diff-depth stream, a gap between one `u` and the next `U`. */
export interface SkipFault extends OfStream, Counted {
  readonly fault: 'skip'
}

/** Sends frames twice. */
export interface RepeatFault extends OfStream, Counted {
  readonly fault: 'repeat'
}

/** Sends a frame after the one that follows it. A frame that is still held back when the fault ends is lost. */
export interface ReorderFault extends OfStream, Counted {
  readonly fault: 'reorder'
}

export type DeliveryFault = SilenceFault | ForgetFault | SkipFault | RepeatFault | ReorderFault

export const silence: FaultKind<SilenceFault> = {
  fields: { ...ofStream, for: duration },
  begin: (fault, stage) => change(fault, Infinity, () => [], stage),
  draw: chance => ({ stream: chance.stream(), for: chance.whole(1_000, 60_000) }),
}

export const forget: FaultKind<ForgetFault> = {
  fields: ofStream,
  begin({ stream, ...target }, stage) {
    const matches = matcher(stream)
    for (const session of stage.sessions(target)) {
      for (const name of session.streams) if (matches(name)) session.forget(name)
    }
  },
  draw: chance => ({ stream: chance.stream() }),
}

export const skip: FaultKind<SkipFault> = {
  fields: { ...ofStream, count, for: duration },
  begin: (fault, stage) => change(fault, countOf(fault), () => [], stage),
  draw: chance => ({ stream: chance.stream(), count: chance.whole(1, 3), for: 60_000 }),
}

export const repeat: FaultKind<RepeatFault> = {
  fields: { ...ofStream, count, for: duration },
  begin: (fault, stage) => change(fault, countOf(fault), frame => [frame, frame], stage),
  draw: chance => ({ stream: chance.stream(), count: chance.whole(1, 3), for: 60_000 }),
}

export const reorder: FaultKind<ReorderFault> = {
  fields: { ...ofStream, count, for: duration },
  begin(fault, stage) {
    let held: Frame | undefined
    const swap = (frame: Frame) => {
      const earlier = held
      if (earlier !== undefined && earlier.stream !== frame.stream) return undefined
      held = earlier === undefined ? frame : undefined
      return earlier === undefined ? [] : [frame, earlier]
    }
    return change(fault, 2 * countOf(fault), swap, stage)
  },
  draw: chance => ({ stream: chance.stream(), count: chance.whole(1, 2), for: 60_000 }),
}
