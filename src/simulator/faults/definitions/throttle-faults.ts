/** Faults that throttle connections. Waiting bytes are limited by `limits.bufferedBytes`. */
import { alternating, limitedBandwidth } from '../active/delay-model.js'
import type { Target } from '../active/target.js'
import type { FaultDefinition, WithDuration } from './definition.js'
import { connection, duration, milliseconds, optional, positive } from './fields.js'
import { monotonicNow } from '../../../clock/monotonic.js'

/**
 * Limits the bandwidth of connections, including those that open meanwhile. Messages stay whole.
 */
export interface BandwidthFault extends Target, WithDuration {
  readonly fault: 'slowLink'
  readonly bytesPerSecond: number
  /** Milliseconds added to every message. @default 0 */
  readonly delay?: number
}

/** Holds everything for `pause` ms, releases it at once, flows for `flow` ms, and begins again. */
export interface StutterFault extends Target, WithDuration {
  readonly fault: 'stutter'
  readonly pause: number
  /** @default 0: bursts only */
  readonly flow?: number
}

export type ThrottleFault = BandwidthFault | StutterFault

export const slowLink: FaultDefinition<BandwidthFault> = {
  fields: { bytesPerSecond: positive, delay: optional(milliseconds), connection, for: duration },
  start(fault, { active, sessions }) {
    const { bytesPerSecond, delay = 0 } = fault
    return active.throttles.add(fault, () => limitedBandwidth(bytesPerSecond, delay), sessions.open)
  },
  sample: random => ({
    bytesPerSecond: random.pick(500, 2_000, 10_000),
    delay: random.pick(0, 200, 2_000),
    for: random.integer(1_000, 30_000),
  }),
}

export const stutter: FaultDefinition<StutterFault> = {
  fields: { pause: positive, flow: optional(milliseconds), connection, for: duration },
  start(fault, { active, scheduler, sessions }) {
    const { pause, flow = 0 } = fault
    const since = monotonicNow(scheduler)
    return active.throttles.add(fault, () => alternating(since, pause, flow), sessions.open)
  },
  sample: random => ({
    pause: random.integer(100, 8_000),
    flow: random.integer(0, 2_000),
    for: random.integer(10_000, 60_000),
  }),
}
