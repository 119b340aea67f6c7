/** Faults of the link to a client: it is slow, or it stutters. What waits is bounded by `limits.bufferedBytes`. */
import { above0, connection, duration, milliseconds, optional } from './field.js'
import { slow, stutters } from './pace.js'
import type { FaultKind, Lasting, Target } from './stage.js'

/** Lets only so many bytes a second through, each message whole; connections that open meanwhile are meant too. */
export interface SlowLinkFault extends Target, Lasting {
  readonly fault: 'slowLink'
  readonly bytesPerSecond: number
  /** Milliseconds that every message takes besides. @default 0 */
  readonly delay?: number
}

/** Holds everything back for `pause` ms, lets all of it go at once, flows for `flow` ms, and begins again. */
export interface StutterFault extends Target, Lasting {
  readonly fault: 'stutter'
  readonly pause: number
  /** @default 0: bursts and nothing else */
  readonly flow?: number
}

export type LinkFault = SlowLinkFault | StutterFault

export const slowLink: FaultKind<SlowLinkFault> = {
  fields: { bytesPerSecond: above0, delay: optional(milliseconds), connection, for: duration },
  begin: ({ bytesPerSecond, delay = 0, ...target }, stage) =>
    stage.desk.links.add(
      { reaches: stage.reach(target), pace: () => slow(bytesPerSecond, delay) },
      stage.sessions({}),
    ),
  draw: chance => ({
    bytesPerSecond: chance.pick(500, 2_000, 10_000),
    delay: chance.pick(0, 200, 2_000),
    for: chance.whole(1_000, 30_000),
  }),
}

export const stutter: FaultKind<StutterFault> = {
  fields: { pause: above0, flow: optional(milliseconds), connection, for: duration },
  begin({ pause, flow = 0, ...target }, stage) {
    const since = stage.scheduler.now()
    return stage.desk.links.add(
      { reaches: stage.reach(target), pace: () => stutters(since, pause, flow) },
      stage.sessions({}),
    )
  },
  draw: chance => ({
    pause: chance.whole(100, 8_000),
    flow: chance.whole(0, 2_000),
    for: chance.whole(10_000, 60_000),
  }),
}
