/** Random schedules of faults. */
import { check, checkDuration, checkInteger, checkOptions } from '../../validation/check.js'
import { definitions, faultNames } from './definitions/index.js'
import type { FaultName, ScheduledFault } from './fault.js'
import { createFaultRandom } from './random.js'

/** Options of `randomFaults`. */
export interface RandomFaultsOptions {
  /** Milliseconds within which faults start. */
  readonly duration: number
  /** The number of faults. @default one a minute on average, at least one */
  readonly count?: number
  /** The kinds of faults. @default all, equally often */
  readonly names?: readonly FaultName[]
  /** The streams that are affected. @default btcusdt@trade */
  readonly streams?: readonly string[]
}

const OPTIONS = ['duration', 'count', 'names', 'streams']

/**
 * Returns a random schedule of faults in order of time. The same seed and options give the same
 * schedule. Each fault ends: by itself, after some uses, or within an hour at most.
 *
 * ```ts
 * import { createExchange, randomFaults } from 'rxmarket/simulator'
 *
 * const faults = randomFaults(7, {
 *   duration: 3_600_000,
 *   streams: ['btcusdt@trade', 'btcusdt@depth'],
 * })
 * const exchange = createExchange({ seed: 7, faults })
 * console.log(faults.length)
 * await exchange.close()
 * ```
 */
export function randomFaults(seed: number, options: RandomFaultsOptions): readonly ScheduledFault[] {
  checkRandomOptions(seed, options)
  const {
    duration,
    count = Math.max(1, Math.round(duration / 60_000)),
    names = faultNames,
    streams = [],
  } = options
  const [stream = 'btcusdt@trade', ...otherStreams] = streams
  const [name = 'drop', ...otherNames] = names
  const random = createFaultRandom(seed, [stream, ...otherStreams])
  return Array.from({ length: count }, () => {
    const fault = random.pick(name, ...otherNames)
    return { at: random.integer(0, duration), fault, ...definitions[fault].sample(random) } as ScheduledFault
  }).sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
}

function checkRandomOptions(seed: unknown, options: RandomFaultsOptions): void {
  check('seed', seed, Number.isFinite(seed), 'a finite number')
  checkOptions('randomFaults', options, OPTIONS)
  const { duration, count, names, streams } = options
  checkDuration('duration', duration, 0)
  if (count !== undefined) checkInteger('count', count, 0)
  if (names !== undefined) {
    const areNames = Array.isArray(names) && names.every(name => Object.hasOwn(definitions, name as string))
    check('names', names, areNames, "a list of names of faults, such as ['drop', 'skip']")
  }
  if (streams !== undefined) {
    const areStreams = Array.isArray(streams) && streams.every(stream => typeof stream === 'string')
    check('streams', streams, areStreams, "a list of streams, such as ['btcusdt@trade']")
  }
}
