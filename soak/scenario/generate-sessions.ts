/**
 * Generates connections of several sessions: rotation and mirrors, sessions that the exchange ends,
 * and faults of one session alone. In half of all scenarios, from numbers of its own, so that the
 * others stay as they are.
 */
import type { RotationOptions } from '../../src/index.js'
import { type FaultName, randomFaults, type ScheduledFault } from '../../src/simulator/index.js'
import type { Random } from './random.js'
import type { Request } from './request.js'
import type { Action, ClientOptions, Scenario } from './scenario.js'
import { streamsOf } from './stream-names.js'

const HOUR = 3_600_000
const MINUTE = 60_000
/** Faults of one session of several. */
const FAULTS: readonly FaultName[] = [
  ...(['serverShutdown', 'serverShutdown', 'expire', 'expire', 'drop', 'reset', 'halfOpen'] as const),
  ...(['skip', 'skip', 'repeat', 'reorder', 'silence', 'forget', 'truncate', 'dropField'] as const),
  ...(['slowLink', 'stutter', 'delayAcks', 'loseAcks', 'refuse', 'skewClock'] as const),
]
/** Those that concern every connection. */
const OF_ALL: readonly FaultName[] = ['serverShutdown', 'refuse', 'skewClock']

/** Whether a scenario has any of it. */
export const hasSessions = (random: Random): boolean => random.bool(0.5)

export function rotateClient(random: Random, market: ClientOptions): ClientOptions {
  const after = random.pick(20_000, 90_000, 10 * MINUTE)
  const hour = random.int(0, 23)
  const rotation = random.pick<RotationOptions | false>(false, { after }, { after }, { after, hour })
  return { ...market, rotation, mirror: random.pick(1, 1, 2) }
}

/** Up to three addresses of the exchange. */
export function generateUrls(random: Random): Pick<ClientOptions, 'url'> {
  const urls = ['ws://a.local', 'ws://b.local', 'ws://c.local'].slice(0, random.pick(1, 2, 3))
  return urls.length === 1 ? {} : { url: urls }
}

/** The life of a connection of the exchange, instead of 24 hours. */
export function generateMaxAge(random: Random): Pick<Scenario['limits'], 'maxAge'> {
  const maxAge = random.pick(undefined, 100_000, 12 * MINUTE)
  return maxAge === undefined ? {} : { maxAge }
}

/** An event that is held back does not show which connection delivers it. */
export function pinWorkload(
  random: Random,
  workload: readonly Action[],
  { pool }: ClientOptions,
): readonly Action[] {
  if (pool.maxConnections === 1) return workload
  const pin = (request: Request): Request => ({
    ...request,
    connection: request.connection ?? random.int(0, pool.maxConnections - 1),
  })
  return workload.map(action => {
    if (action.do !== 'subscribe') return action
    const { nested, request } = action
    return { ...action, request: pin(request), ...(nested !== undefined && { nested: pin(nested) }) }
  })
}

export function generateSessionFaults(
  random: Random,
  duration: number,
  workload: readonly Action[],
): readonly ScheduledFault[] {
  const count = Math.ceil((duration / HOUR) * random.pick(0, 10, 40))
  const streams = workload.flatMap(action => (action.do === 'subscribe' ? streamsOf(action.request) : []))
  const faults = randomFaults(random.int(0, 2 ** 31), {
    duration,
    count,
    names: FAULTS,
    streams: [...new Set(streams)],
  })
  return faults.map(fault => {
    if (OF_ALL.includes(fault.fault) || random.bool(0.3)) return fault
    return { ...fault, connection: random.pick('oldest', 'newest') } as ScheduledFault
  })
}
