/**
 * Generates a restart of the exchange, after which ids begin at 1. In a quarter of all scenarios,
 * from numbers of its own, so that the others stay as they are. One at most: the ids of two
 * restarts could not be distinguished, by a client or by the checker.
 */
import { faultNames, type ScheduledFault } from '../../src/simulator/index.js'
import type { Random } from './random.js'
import type { Action } from './scenario.js'

/** The faults that other schedules are generated from. */
export const otherFaults = faultNames.filter(name => name !== 'restart')

/** Often close to something that a user does, and sometimes with REST that fails or is late. */
export function generateRestart(
  random: Random,
  duration: number,
  workload: readonly Action[],
): readonly ScheduledFault[] {
  if (!random.bool(0.25)) return []
  const near = random.bool(0.4) ? workload[random.int(0, workload.length - 1)] : undefined
  const at = near === undefined ? random.int(0, duration) : near.at + random.pick(0, 1, 200, 3_000)
  const trouble: readonly ScheduledFault[] = [
    { at, fault: 'restDelay', delay: 3_000, count: 5, for: 30_000 },
    { at: at + 1, fault: 'restError', status: 503, for: 10_000 },
    { at, fault: 'refuse', for: 5_000 },
    // Answers from before the restart.
    { at: Math.max(0, at - 1_000), fault: 'staleSnapshots', count: 2, for: 30_000 },
  ]
  return [
    { at, fault: 'restart', keepConnections: random.bool(0.5) },
    ...(random.bool(0.4) ? random.sample(trouble, 0.4) : []),
  ]
}
