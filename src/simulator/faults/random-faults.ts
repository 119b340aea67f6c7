/** Schedules by chance: what a client has to live through without knowing. */
import { createChance } from './chance.js'
import type { FaultName, ScheduledFault } from './fault.js'
import { faultNames, kindOf } from './kinds.js'

/** Settings of `randomFaults`. */
export interface RandomFaultsOptions {
  /** Faults begin within so many ms. */
  readonly duration: number
  /** How many. @default one a minute on average, at least one */
  readonly count?: number
  /** Of which kinds. @default each, equally often */
  readonly names?: readonly FaultName[]
  /** Streams that are struck. @default btcusdt@trade */
  readonly streams?: readonly string[]
}

/**
 * A schedule of faults that one seed decides, in the order of time. Each of them ends: by itself, after some occasions,
 * or within a minute or an hour at most.
 *
 * ```ts
 * import { createExchange, randomFaults } from 'rxmarket/simulator'
 *
 * const faults = randomFaults(7, { duration: 3_600_000, streams: ['btcusdt@trade', 'btcusdt@depth'] })
 * const exchange = createExchange({ seed: 7, faults })
 * console.log(faults.length)
 * await exchange.close()
 * ```
 */
export function randomFaults(
  seed: number,
  {
    duration,
    count = Math.max(1, Math.round(duration / 60_000)),
    names = faultNames,
    streams = [],
  }: RandomFaultsOptions,
): readonly ScheduledFault[] {
  const [first = 'btcusdt@trade', ...others] = streams
  const [name = 'drop', ...otherNames] = names
  const chance = createChance(seed, [first, ...others])
  return Array.from({ length: count }, () => {
    const fault = chance.pick(name, ...otherNames)
    return { at: chance.whole(0, duration), fault, ...kindOf(fault).draw(chance) } as ScheduledFault
  }).sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
}
