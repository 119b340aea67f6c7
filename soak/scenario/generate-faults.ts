/**
 * Generates a schedule of faults of all kinds, many of them close to something that a user does.
 */
import { randomFaults, type ScheduledFault } from '../../src/simulator/index.js'
import type { Random } from './random.js'
import { otherFaults } from './generate-restarts.js'
import type { Action } from './scenario.js'
import { streamsOf } from './stream-names.js'

const HOUR = 3_600_000

/** Of any fault, milliseconds. */
export const MAX_FAULT_DURATION = 60_000

export interface FaultsConfig {
  /** Faults begin within so many milliseconds. */
  readonly duration: number
  readonly workload: readonly Action[]
  readonly latency: number
  /** Usually includes faults that make a client use up its attempts to connect. */
  readonly exhaustsAttempts: boolean
}

export function generateFaults(random: Random, config: FaultsConfig): readonly ScheduledFault[] {
  const { duration, workload, latency, exhaustsAttempts } = config
  const count = Math.ceil((duration / HOUR) * random.pick(0, 5, 20, 60, 120))
  if (count === 0) return []
  const streams = [
    ...new Set(workload.flatMap(action => (action.do === 'subscribe' ? streamsOf(action.request) : []))),
  ]
  const faults = randomFaults(random.int(0, 2 ** 31), { duration, count, streams, names: otherFaults })
  return [...faults, ...generateLongFaults(random, duration, exhaustsAttempts)].map(fault => {
    const near = workload[random.int(0, workload.length - 1)]
    if (near === undefined || random.bool(0.5)) return fault
    const at = near.at + random.pick(0, 0, 1, latency, 2 * latency, 50, 3_000)
    return { ...fault, at: Math.min(duration, at) } as ScheduledFault
  })
}

/** Sometimes a whole minute in which every connection is rejected, or no command is answered. */
function generateLongFaults(
  random: Random,
  duration: number,
  exhaustsAttempts: boolean,
): readonly ScheduledFault[] {
  const at = random.int(0, duration)
  const unanswered: readonly ScheduledFault[] = [
    { at, fault: 'loseAcks', for: MAX_FAULT_DURATION },
    { at, fault: 'delayAcks', delay: 8_000, for: MAX_FAULT_DURATION },
  ]
  const outage: readonly ScheduledFault[] = [
    { at, fault: 'reset' },
    { at, fault: 'refuse', for: MAX_FAULT_DURATION },
  ]
  return [...(random.bool(exhaustsAttempts ? 0.8 : 0.1) ? outage : []), ...random.sample(unanswered, 0.1)]
}
