/**
 * Generates what happens to the client's machine: its clock is stepped, and its process is busy or
 * stopped.
 */
import type { Random } from './random.js'
import type { Disruption } from './scenario.js'

const SECOND = 1_000
const HOUR = 3_600_000

/** Of any stall, milliseconds. */
export const MAX_STALL = 40_000

/** Disruptions that begin within `duration` milliseconds; none in half of all scenarios. */
export function generateDisruptions(random: Random, duration: number): readonly Disruption[] {
  const count = Math.ceil((duration / HOUR) * random.pick(0, 0, 4, 20))
  return Array.from({ length: count }, () => {
    const at = random.int(0, duration)
    return random.bool(0.5)
      ? { at, clockStep: random.pick(-HOUR, -SECOND, SECOND, HOUR) }
      : { at, stall: random.pick(100, 1_000, 6_000, 15_000, MAX_STALL) }
  })
}

/**
 * Frames arrive as binary messages for a while, some times within `duration` milliseconds; never in
 * three quarters of all scenarios.
 */
export function generateBinary(random: Random, duration: number): readonly Disruption[] {
  const count = Math.ceil((duration / HOUR) * random.pick(0, 0, 0, 6))
  return Array.from({ length: count }, () => {
    const at = random.int(0, duration)
    return [
      { at, binary: true },
      { at: at + random.pick(1_000, 60_000, 600_000), binary: false },
    ]
  }).flat()
}
